package org.streetwarden.api.rules;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;

/** The rules in force and all that were. Begins with the shipped file. Thread-safe; blocks on the database. */
public final class RuleBooks {

    private static final String SHIPPED_BY = "shipped";

    private final Database database;
    private final Clock clock;
    private volatile RuleFile known;

    public RuleBooks(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Rules that were put in force.
     *
     * @param at since when
     */
    public record Change(long id, Instant at, String who, String why, String sha256) {}

    /** The rules in force, read in the caller's transaction. */
    RuleFile inForce(Handle handle) {
        String sha256 = Gathering.once(handle, RuleBooks.class, () -> newest(handle)
                .map(Change::sha256)
                .orElseGet(() -> begin(handle)));
        RuleFile last = known;
        if (last == null || !last.book().version().equals(sha256)) {
            last = file(handle, sha256).orElseThrow();
            known = last;
        }
        return last;
    }

    private static Optional<Change> newest(Handle handle) {
        return handle.createQuery("SELECT * FROM rule_changes ORDER BY id DESC LIMIT 1")
                .map(RuleBooks::change)
                .findOne();
    }

    private static Change change(ResultSet row, StatementContext context) throws SQLException {
        return new Change(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                row.getString("who"),
                row.getString("why"),
                row.getString("sha256"));
    }

    /** Two apis that start together agree on one beginning. */
    private String begin(Handle handle) {
        lock(handle);
        return newest(handle)
                .orElseGet(() -> put(handle, RuleFile.shipped(), SHIPPED_BY, "The rules that come with the api."))
                .sha256();
    }

    private static void lock(Handle handle) {
        handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('rules', 0)) IS NULL")
                .mapTo(Boolean.class)
                .one();
    }

    private Change put(Handle handle, RuleFile file, String who, String why) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String sha256 = file.book().version();
        handle.createUpdate("INSERT INTO rule_files VALUES (:sha256, :content, :now) ON CONFLICT DO NOTHING")
                .bind("sha256", sha256)
                .bind("content", file.content())
                .bind("now", now)
                .execute();
        Change change = handle.createQuery(
                        "INSERT INTO rule_changes (at, who, why, sha256) VALUES (:now, :who, :why, :sha256) RETURNING *")
                .bind("now", now)
                .bind("who", who)
                .bind("why", why)
                .bind("sha256", sha256)
                .map(RuleBooks::change)
                .one();
        EvidenceLog.addAct(handle, new Act(now, "RULES", who, "", null, sha256 + ": " + why));
        return change;
    }

    private static Optional<RuleFile> file(Handle handle, String sha256) {
        return handle.createQuery("SELECT content FROM rule_files WHERE sha256 = :sha256")
                .bind("sha256", sha256)
                .mapTo(String.class)
                .findOne()
                .map(content -> RuleFile.read(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** The rules in force, and since when. */
    public record Standing(Change change, RuleFile file) {}

    public Standing standing() {
        return database.write(handle -> {
            RuleFile file = inForce(handle);
            return new Standing(newest(handle).orElseThrow(), file);
        });
    }

    /** Newest first. */
    public List<Change> history(int most) {
        return database.read(handle -> handle.createQuery("SELECT * FROM rule_changes ORDER BY id DESC LIMIT :most")
                .bind("most", most)
                .map(RuleBooks::change)
                .list());
    }

    /** A file that is or was in force. */
    public Optional<RuleFile> find(String sha256) {
        return database.read(handle -> file(handle, sha256));
    }

    /**
     * Puts rules in force; those that are so already stay as they are.
     *
     * @return what counts now
     */
    public Standing apply(RuleFile file, String who, String why) {
        return database.write(handle -> {
            lock(handle);
            Optional<Change> newest = newest(handle);
            boolean same = newest.filter(
                            each -> each.sha256().equals(file.book().version()))
                    .isPresent();
            return new Standing(same ? newest.get() : put(handle, file, who, why), file);
        });
    }

    /** @throws Refusal where no such rules ever were in force */
    public Standing back(String sha256, String who, String why) {
        RuleFile file = find(sha256)
                .orElseThrow(() -> new Refusal(
                        Refusal.Cause.UNKNOWN, List.of("No rules of version " + sha256 + " were ever in force.")));
        return apply(file, who, why);
    }
}
