package org.streetwarden.api.fleet;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Keeps who told which worker what. */
final class FleetSteps {

    private FleetSteps() {}

    static void keep(Handle handle, String workerId, boolean drain, String who, String why, Instant at) {
        handle.createUpdate("""
                        INSERT INTO fleet_steps (at, who, why, worker_id, drain)
                        VALUES (:at, :who, :why, :worker, :drain)""")
                .bind("at", at)
                .bind("who", who)
                .bind("why", why)
                .bind("worker", workerId)
                .bind("drain", drain)
                .execute();
    }
}
