package org.streetwarden.api.notary;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Which checkpoints were shown elsewhere. */
final class Publications {

    private Publications() {}

    static long last(Handle handle, String place) {
        return handle.createQuery("SELECT coalesce(max(log_size), 0) FROM checkpoint_publications WHERE place = :place")
                .bind("place", place)
                .mapTo(Long.class)
                .one();
    }

    static void add(Handle handle, long size, String place, Instant now) {
        handle.createUpdate("INSERT INTO checkpoint_publications VALUES (:size, :place, :now) ON CONFLICT DO NOTHING")
                .bind("size", size)
                .bind("place", place)
                .bind("now", now)
                .execute();
    }
}
