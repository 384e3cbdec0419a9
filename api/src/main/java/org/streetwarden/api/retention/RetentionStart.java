package org.streetwarden.api.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;

/** Whether old material may be deleted at all: where an upgrade found some, a person has to say so once. */
public final class RetentionStart {

    private final Database database;
    private final Clock clock;

    public RetentionStart(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** That it may. */
    public record Confirmed(Instant at, String who, String why) {}

    /** Empty where nothing may be deleted yet. */
    public Optional<Confirmed> confirmed() {
        return database.read(RetentionStart::of);
    }

    static Optional<Confirmed> of(Handle handle) {
        return handle.createQuery("SELECT at, who, why FROM retention_start")
                .map((row, context) ->
                        new Confirmed(DueEvidence.instant(row, "at"), row.getString("who"), row.getString("why")))
                .findOne();
    }

    /**
     * Lets deleting begin, with an entry of the log.
     *
     * @throws Refusal where it has begun
     */
    public Confirmed confirm(String who, String why) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return database.write(handle -> {
            EvidenceLog.lockOrder(handle);
            of(handle).ifPresent(begun -> {
                throw Refusal.conflict("Retention was confirmed by " + begun.who() + " at " + begun.at() + ".");
            });
            handle.createUpdate("INSERT INTO retention_start (at, who, why) VALUES (:now, :who, :why)")
                    .bind("now", now)
                    .bind("who", who)
                    .bind("why", why)
                    .execute();
            EvidenceLog.addAct(handle, new Act(now, "RETENTION_CONFIRMED", who, "", null, why));
            return new Confirmed(now, who, why);
        });
    }
}
