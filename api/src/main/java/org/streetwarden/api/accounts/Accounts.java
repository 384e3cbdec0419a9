package org.streetwarden.api.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.streetwarden.api.cases.Database;

/** People's accounts, as whoever gives roles sees them. Thread-safe; blocks on the database. */
public final class Accounts {

    private static final int MAX_ACCOUNTS = 2000;

    private final Database database;
    private final Journal journal;

    public Accounts(Database database, Clock clock) {
        this.database = database;
        this.journal = new Journal(clock);
    }

    /**
     * An account without its secrets.
     *
     * @param issuer that proves who it is; null for a local account
     * @param oneTimeCodes whether it is asked for them
     * @param lockedUntil null where it is not
     */
    public record Account(
            String name,
            Grant grant,
            String issuer,
            boolean oneTimeCodes,
            Instant lockedUntil,
            boolean disabled,
            Instant madeAt,
            String madeBy) {}

    /** By name. */
    public List<Account> all() {
        return database.read(handle -> handle.createQuery("SELECT * FROM accounts ORDER BY name LIMIT :most")
                .bind("most", MAX_ACCOUNTS)
                .map(this::account)
                .list());
    }

    Optional<Account> find(Handle handle, String name) {
        return handle.createQuery("SELECT * FROM accounts WHERE name = :name")
                .bind("name", name)
                .map(this::account)
                .findOne();
    }

    Instant now() {
        return journal.now();
    }

    private Account account(ResultSet row, StatementContext context) throws SQLException {
        Timestamp locked = row.getTimestamp("locked_until");
        return new Account(
                row.getString("name"),
                Grant.of(row),
                row.getString("issuer"),
                row.getBytes("totp") != null,
                locked == null || locked.toInstant().isBefore(journal.now()) ? null : locked.toInstant(),
                row.getBoolean("disabled"),
                row.getTimestamp("made_at").toInstant(),
                row.getString("made_by"));
    }

    static boolean exists(Handle handle, String name) {
        return handle.createQuery("SELECT count(*) FROM accounts WHERE name = :name")
                        .bind("name", name)
                        .mapTo(Long.class)
                        .one()
                == 1;
    }

    /** @return the first password, for the only time; empty where the name is taken, by a key or an account */
    public Optional<String> add(String name, Grant grant, By by) {
        String first = Password.make();
        String kept = Password.keep(first);
        return database.write(handle -> {
            int added = grant.bind(handle.createUpdate("""
                            INSERT INTO accounts (name, password, roles, grids, camera_groups, made_at, made_by)
                            SELECT :name, :password, :roles, :grids, :groups, :now, :by
                            WHERE NOT EXISTS (SELECT 1 FROM api_keys WHERE name = :name)
                            ON CONFLICT (name) DO NOTHING"""))
                    .bind("name", name)
                    .bind("password", kept)
                    .bind("now", journal.now())
                    .bind("by", by.name())
                    .execute();
            if (added == 0) {
                return Optional.empty();
            }
            journal.note(handle, "ACCOUNT_MADE", by, name + ": " + grant.words());
            return Optional.of(first);
        });
    }

    /** @return false where there is no such account */
    public boolean grant(String name, Grant grant, boolean disabled, By by) {
        return database.write(handle -> {
            int changed = grant.bind(handle.createUpdate("""
                            UPDATE accounts SET roles = :roles, grids = :grids, camera_groups = :groups,
                                disabled = :disabled WHERE name = :name"""))
                    .bind("name", name)
                    .bind("disabled", disabled)
                    .execute();
            if (changed > 0) {
                if (disabled) {
                    Sessions.endAll(handle, name);
                }
                journal.note(handle, "ROLES_CHANGED", by, name + ": " + grant.words() + (disabled ? "; disabled" : ""));
            }
            return changed > 0;
        });
    }

    /**
     * Gives a new password, takes one-time codes and locks away, and ends every session.
     *
     * @return the new password, for the only time; empty where there is no such local account
     */
    public Optional<String> reset(String name, By by) {
        String fresh = Password.make();
        String kept = Password.keep(fresh);
        return database.write(handle -> {
            int changed = handle.createUpdate("""
                            UPDATE accounts SET password = :password, totp = NULL, totp_proposed = NULL, failures = 0,
                                locked_until = NULL WHERE name = :name AND issuer IS NULL""")
                    .bind("name", name)
                    .bind("password", kept)
                    .execute();
            if (changed == 0) {
                return Optional.empty();
            }
            RecoveryCodes.drop(handle, name);
            Sessions.endAll(handle, name);
            journal.note(handle, "PASSWORD_RESET", by, name);
            return Optional.of(fresh);
        });
    }

    /**
     * Takes a lock away before its time.
     *
     * @return false where there is no such account
     */
    public boolean unlock(String name, By by) {
        return database.write(handle -> {
            boolean known = change(handle, name, "SET failures = 0, locked_until = NULL WHERE true");
            if (known) {
                journal.note(handle, "UNLOCKED", by, name);
            }
            return known;
        });
    }

    /**
     * Asks for no one-time codes any more, for whoever has lost what makes them.
     *
     * @return false where there is no such account, or it was asked for none
     */
    public boolean dropCodes(String name, By by) {
        return database.write(handle -> {
            boolean had = change(handle, name, "SET totp = NULL, totp_proposed = NULL WHERE totp IS NOT NULL");
            if (had) {
                RecoveryCodes.drop(handle, name);
                journal.note(handle, "CODES_TAKEN", by, name);
            }
            return had;
        });
    }

    private static boolean change(Handle handle, String name, String setWhere) {
        return handle.createUpdate("UPDATE accounts " + setWhere + " AND name = :name")
                        .bind("name", name)
                        .execute()
                > 0;
    }
}
