package org.streetwarden.api.proof;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.MalformedProof;
import org.streetwarden.proof.SignedNote;
import org.streetwarden.proof.TimeStampToken;

/** Checkpoints that were kept, and the time-stamps of them, in the database. Both only grow. */
public final class Stamps {

    private Stamps() {}

    /** A checkpoint as it was given to others. */
    public record Kept(long size, Instant at, SignedNote note) {}

    /**
     * An authority's word that a checkpoint was there.
     *
     * @param at by the authority's clock
     * @param accuracy how far that may be off; zero where it does not say
     * @param token RFC 3161, in DER
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Stamp(
            Kept checkpoint,
            Instant at,
            Duration accuracy,
            String authority,
            String policy,
            String serial,
            byte[] token) {

        /** The same proof as it leads to the stamped checkpoint. */
        public LogProof under(LogProof proof) {
            return new LogProof(proof.entry(), proof.index(), proof.hashes(), checkpoint.note());
        }
    }

    /** Keeps what the log is now; where a checkpoint of that size is kept already, that one stays. */
    public static Kept keep(Handle handle, LogIdentity identity, long size, Instant now) {
        Checkpoint checkpoint = EvidenceLog.checkpoint(handle, identity.origin(), size);
        handle.createUpdate("INSERT INTO log_checkpoints VALUES (:size, :now, :note) ON CONFLICT DO NOTHING")
                .bind("size", size)
                .bind("now", now)
                .bind("note", identity.sign(checkpoint).encode())
                .execute();
        return newest(handle).orElseThrow();
    }

    /** The largest. */
    public static Optional<Kept> newest(Handle handle) {
        return handle.createQuery("SELECT * FROM log_checkpoints ORDER BY log_size DESC LIMIT 1")
                .map((row, context) -> kept(row))
                .findOne();
    }

    /** Keeps a token that was checked. */
    public static void add(Handle handle, long size, TimeStampToken token, String authority, Instant now) {
        handle.createUpdate("""
                        INSERT INTO time_stamps VALUES (:size, :now, :at, :accuracy, :authority, :policy, :serial, :token)
                        ON CONFLICT DO NOTHING""")
                .bind("size", size)
                .bind("now", now)
                .bind("at", token.at())
                .bind("accuracy", token.accuracy().toMillis())
                .bind("authority", authority)
                .bind("policy", token.policy())
                .bind("serial", token.serial().toString())
                .bind("token", token.encode())
                .execute();
    }

    /** The first time-stamp that an entry came under; empty where it is not time-stamped. */
    public static Optional<Stamp> over(Handle handle, long position) {
        return handle.createQuery("""
                        SELECT * FROM time_stamps JOIN log_checkpoints USING (log_size)
                        WHERE log_size > :position ORDER BY log_size LIMIT 1""")
                .bind("position", position)
                .map((row, context) -> new Stamp(
                        kept(row),
                        row.getTimestamp("stamped_at").toInstant(),
                        Duration.ofMillis(row.getLong("accuracy_ms")),
                        row.getString("authority"),
                        row.getString("policy"),
                        row.getString("serial"),
                        row.getBytes("token")))
                .findOne();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        try {
            return new Kept(
                    row.getLong("log_size"),
                    row.getTimestamp("at").toInstant(),
                    SignedNote.decode(row.getString("note")));
        } catch (MalformedProof unreadable) {
            throw new SQLException("log_checkpoints: " + unreadable.getMessage(), unreadable);
        }
    }
}
