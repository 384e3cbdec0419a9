package org.streetwarden.api.cases;

import java.time.Instant;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.api.proof.EvidenceLog;

/** Writes what browsers and platforms follow. */
public final class Announcement {

    private Announcement() {}

    /**
     * Adds one event; other writers of events wait until the transaction ends.
     *
     * @param type as the table allows
     * @param subject case number, camera id or digest of a model package
     */
    public static void write(Handle handle, String type, String subject, Instant at) {
        EvidenceLog.lockOrder(handle);
        Gathering.write(
                handle,
                "INSERT INTO events (type, subject, at) VALUES (:type, :subject, :at)",
                Map.of("type", type, "subject", subject, "at", at));
    }
}
