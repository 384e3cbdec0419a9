package org.streetwarden.api.accounts;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.streetwarden.api.cases.Database;

/** The keys of machines and commands. Thread-safe; blocks on the database. */
public final class KeyRing {

    private static final int MAX_KEYS = 1000;
    private static final int SIGNING_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Journal journal;

    public KeyRing(Database database, Clock clock) {
        this.database = database;
        this.journal = new Journal(clock);
    }

    /**
     * A key without its secret.
     *
     * @param usedAt null where it never was
     * @param follows id of the key that it replaces; null where none
     * @param signs whether its call-backs are signed
     */
    public record Key(
            String id,
            String name,
            Grant grant,
            Instant madeAt,
            String madeBy,
            Instant expiresAt,
            Instant usedAt,
            String follows,
            boolean signs) {}

    /**
     * A key, for the only time.
     *
     * @param signing secret that its call-backs are signed with, as Standard Webhooks writes it; null for none
     */
    public record Made(Secret key, String signing) {}

    /** Who signs, and what with. */
    public record Signer(Caller caller, String signing) {
        @Override
        public String toString() {
            return "Signer[" + caller.name() + "]";
        }
    }

    /** Newest first. */
    public List<Key> all() {
        return database.read(
                handle -> handle.createQuery("SELECT * FROM api_keys ORDER BY made_at DESC, id LIMIT :most")
                        .bind("most", MAX_KEYS)
                        .map(KeyRing::key)
                        .list());
    }

    private static Key key(ResultSet row, StatementContext context) throws SQLException {
        return new Key(
                row.getString("id"),
                row.getString("name"),
                Grant.of(row),
                row.getTimestamp("made_at").toInstant(),
                row.getString("made_by"),
                row.getTimestamp("expires_at").toInstant(),
                row.getTimestamp("used_at") == null
                        ? null
                        : row.getTimestamp("used_at").toInstant(),
                row.getString("follows"),
                row.getBytes("signing") != null);
    }

    /**
     * Makes one.
     *
     * @param signs whether its call-backs must be signed
     * @return empty where an account has the name
     */
    public Optional<Made> make(String name, Grant grant, boolean signs, Duration validFor, By by) {
        return database.write(handle -> {
            if (Accounts.exists(handle, name)) {
                return Optional.empty();
            }
            Made made = insert(handle, name, grant, signs, journal.now().plus(validFor), null, by);
            journal.note(handle, "KEY_MADE", by, "%s of %s: %s".formatted(made.key(), name, grant.words()));
            return Optional.of(made);
        });
    }

    private Made insert(
            Handle handle, String name, Grant grant, boolean signs, Instant expiresAt, String follows, By by) {
        Secret made = Secret.make();
        byte[] signing = signs ? signingSecret() : null;
        grant.bind(handle.createUpdate("""
                        INSERT INTO api_keys
                            (id, sha256, name, roles, grids, camera_groups, made_at, made_by, expires_at, follows, signing)
                        VALUES (:id, :sha256, :name, :roles, :grids, :groups, :now, :by, :expires, :follows, :signing)"""))
                .bind("id", made.id())
                .bind("sha256", made.sha256())
                .bind("name", name)
                .bind("now", journal.now())
                .bind("by", by.name())
                .bind("expires", expiresAt)
                .bind("follows", follows)
                .bind("signing", signing)
                .execute();
        return new Made(made, signing == null ? null : text(signing));
    }

    private static byte[] signingSecret() {
        byte[] secret = new byte[SIGNING_BYTES];
        RANDOM.nextBytes(secret);
        return secret;
    }

    private static String text(byte[] signing) {
        return "whsec_" + Base64.getEncoder().encodeToString(signing);
    }

    /** Whoever has a valid key of that id whose call-backs are signed. */
    Optional<Signer> signer(String id) {
        return database.read(handle -> handle.createQuery(
                        "SELECT * FROM api_keys WHERE id = :id AND expires_at > :now AND signing IS NOT NULL")
                .bind("id", id)
                .bind("now", journal.now())
                .map((row, context) -> {
                    Grant grant = Grant.of(row);
                    Caller caller = new Caller(row.getString("name"), grant.roles(), grant.scope());
                    return new Signer(caller, text(row.getBytes("signing")));
                })
                .findOne());
    }

    /**
     * Makes a key's successor with the same name, roles and scope, and a signing secret of its own where it had one.
     *
     * @param overlap how long the old one still holds, unless it expires before
     * @return empty where no valid key has the id
     */
    public Optional<Made> rotate(String id, Duration overlap, Duration validFor, By by) {
        return database.write(handle -> valid(handle, id).map(old -> {
            Instant now = journal.now();
            Made made = insert(handle, old.name(), old.grant(), old.signs(), now.plus(validFor), id, by);
            expire(handle, id, now.plus(overlap));
            journal.note(handle, "KEY_ROTATED", by, "sw_%s of %s by %s".formatted(id, old.name(), made.key()));
            return made;
        }));
    }

    /** @return false where no valid key has the id */
    public boolean revoke(String id, By by) {
        return database.write(handle -> valid(handle, id)
                .map(old -> {
                    expire(handle, id, journal.now());
                    journal.note(handle, "KEY_REVOKED", by, "sw_%s of %s".formatted(id, old.name()));
                    return true;
                })
                .orElse(false));
    }

    private Optional<Key> valid(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM api_keys WHERE id = :id AND expires_at > :now FOR UPDATE")
                .bind("id", id)
                .bind("now", journal.now())
                .map(KeyRing::key)
                .findOne();
    }

    private static void expire(Handle handle, String id, Instant at) {
        handle.createUpdate("UPDATE api_keys SET expires_at = least(expires_at, :at) WHERE id = :id")
                .bind("at", at)
                .bind("id", id)
                .execute();
    }

    /** Who has a key. */
    Optional<Caller> caller(Secret secret) {
        Instant now = journal.now();
        return database.read(handle -> {
            Optional<Key> found = handle.createQuery(
                            "SELECT * FROM api_keys WHERE sha256 = :sha256 AND expires_at > :now")
                    .bind("sha256", secret.sha256())
                    .bind("now", now)
                    .map(KeyRing::key)
                    .findOne();
            found.filter(key -> key.usedAt() == null
                            || key.usedAt().plus(Sessions.SEEN_EVERY).isBefore(now))
                    .ifPresent(key -> handle.createUpdate("UPDATE api_keys SET used_at = :now WHERE id = :id")
                            .bind("now", now)
                            .bind("id", key.id())
                            .execute());
            return found.map(key ->
                    new Caller(key.name(), key.grant().roles(), key.grant().scope()));
        });
    }
}
