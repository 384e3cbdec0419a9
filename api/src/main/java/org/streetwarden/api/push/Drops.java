package org.streetwarden.api.push;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.Database;

/** The numbers of files laid down for one target, and what came back of them. Thread-safe; blocks on the database. */
final class Drops {

    private final Database database;
    private final String targetId;
    private final Clock clock;

    Drops(Database database, String targetId, Clock clock) {
        this.database = database;
        this.targetId = targetId;
        this.clock = clock;
    }

    /** The number of what a delivery brings, the same on every try; without gaps, as the target's row is locked. */
    long number(long deliveryId) {
        return database.write(handle -> {
            handle.createQuery("SELECT 1 FROM push_targets WHERE target_id = :id FOR UPDATE")
                    .bind("id", targetId)
                    .mapTo(Integer.class)
                    .one();
            handle.createUpdate("""
                            INSERT INTO push_drops (target_id, sequence, delivery_id)
                            SELECT :id, coalesce(max(sequence), 0) + 1, :delivery FROM push_drops WHERE target_id = :id
                            ON CONFLICT (delivery_id) DO NOTHING""")
                    .bind("id", targetId)
                    .bind("delivery", deliveryId)
                    .execute();
            return handle.createQuery("SELECT sequence FROM push_drops WHERE delivery_id = :delivery")
                    .bind("delivery", deliveryId)
                    .mapTo(Long.class)
                    .one();
        });
    }

    /** Says what is about to be laid down, so that it can be acknowledged from then on. */
    void written(long sequence, String sha256) {
        database.write(handle -> handle.createUpdate(
                        "UPDATE push_drops SET sha256 = :sha256 WHERE target_id = :id AND sequence = :sequence")
                .bind("sha256", sha256)
                .bind("id", targetId)
                .bind("sequence", sequence)
                .execute());
    }

    /**
     * Takes an acknowledgement.
     *
     * @param attempt what it says of the case
     * @return whether such a file was laid down; saying the same again is no fault
     */
    boolean acknowledge(long sequence, String sha256, Attempt attempt) {
        Optional<Outbox.Claimed> laid = laid(sequence, sha256);
        laid.ifPresent(each -> acknowledge(sequence, each, attempt));
        return laid.isPresent();
    }

    private Optional<Outbox.Claimed> laid(long sequence, String sha256) {
        return database.read(handle -> handle.createQuery("""
                        SELECT d.id, d.tries, c.case_no, e.event_id::text AS event_id, e.op
                        FROM push_drops p JOIN push_deliveries d ON d.id = p.delivery_id
                            JOIN platform_events e ON e.id = d.platform_event JOIN cases c ON c.id = d.case_id
                        WHERE p.target_id = :id AND p.sequence = :sequence AND p.sha256 = :sha256""")
                .bind("id", targetId)
                .bind("sequence", sequence)
                .bind("sha256", sha256)
                .map((row, context) -> new Outbox.Claimed(
                        row.getLong("id"),
                        row.getInt("tries"),
                        targetId,
                        row.getString("case_no"),
                        row.getString("event_id"),
                        row.getString("op"),
                        "",
                        true))
                .findOne());
    }

    private void acknowledge(long sequence, Outbox.Claimed laid, Attempt attempt) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        database.write(handle -> {
            Optional<CaseLife.Standing> standing = CaseLife.lock(handle, laid.caseNo());
            int first = handle.createUpdate("""
                            UPDATE push_drops SET acknowledged_at = :now
                            WHERE target_id = :id AND sequence = :sequence AND acknowledged_at IS NULL""")
                    .bind("now", now)
                    .bind("id", targetId)
                    .bind("sequence", sequence)
                    .execute();
            if (first > 0) {
                standing.ifPresent(each -> Outbox.handedOver(handle, each, laid, attempt, now));
            }
            return null;
        });
    }
}
