package org.streetwarden.api.cases;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Writes what browsers and platforms follow. */
public final class Announcement {

    /** Advisory lock that event writers hold until they commit, so that event ids are seen in order. */
    private static final long EVENT_ORDER_LOCK = 0x5357_4556_454e_5453L;

    private Announcement() {}

    /**
     * Adds one event; other writers of events wait until the transaction ends.
     *
     * @param type as the table allows
     * @param subject case number, camera id or digest of a model package
     */
    public static void write(Handle handle, String type, String subject, Instant at) {
        handle.createQuery("SELECT pg_advisory_xact_lock(:lock) IS NULL")
                .bind("lock", EVENT_ORDER_LOCK)
                .mapTo(Boolean.class)
                .one();
        handle.createUpdate("INSERT INTO events (type, subject, at) VALUES (:type, :subject, :at)")
                .bind("type", type)
                .bind("subject", subject)
                .bind("at", at)
                .execute();
    }
}
