package org.streetwarden.api.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.streetwarden.api.cases.Database;

/** The keys of machines and commands. Thread-safe; blocks on the database. */
public final class KeyRing {

    private static final int MAX_KEYS = 1000;

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
     */
    public record Key(
            String id,
            String name,
            Grant grant,
            Instant madeAt,
            String madeBy,
            Instant expiresAt,
            Instant usedAt,
            String follows) {}

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
                row.getString("follows"));
    }

    /** @return the key, for the only time; empty where an account has the name */
    public Optional<Secret> make(String name, Grant grant, Duration validFor, By by) {
        return database.write(handle -> {
            if (Accounts.exists(handle, name)) {
                return Optional.empty();
            }
            Secret made = insert(handle, name, grant, journal.now().plus(validFor), null, by);
            journal.note(handle, "KEY_MADE", by, "%s of %s: %s".formatted(made, name, grant.words()));
            return Optional.of(made);
        });
    }

    private Secret insert(Handle handle, String name, Grant grant, Instant expiresAt, String follows, By by) {
        Secret made = Secret.make();
        grant.bind(handle.createUpdate("""
                        INSERT INTO api_keys
                            (id, sha256, name, roles, grids, camera_groups, made_at, made_by, expires_at, follows)
                        VALUES (:id, :sha256, :name, :roles, :grids, :groups, :now, :by, :expires, :follows)"""))
                .bind("id", made.id())
                .bind("sha256", made.sha256())
                .bind("name", name)
                .bind("now", journal.now())
                .bind("by", by.name())
                .bind("expires", expiresAt)
                .bind("follows", follows)
                .execute();
        return made;
    }

    /**
     * Makes a key's successor with the same name, roles and scope.
     *
     * @param overlap how long the old one still holds, unless it expires before
     * @return empty where no valid key has the id
     */
    public Optional<Secret> rotate(String id, Duration overlap, Duration validFor, By by) {
        return database.write(handle -> valid(handle, id).map(old -> {
            Instant now = journal.now();
            Secret made = insert(handle, old.name(), old.grant(), now.plus(validFor), id, by);
            expire(handle, id, now.plus(overlap));
            journal.note(handle, "KEY_ROTATED", by, "sw_%s of %s by %s".formatted(id, old.name(), made));
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
