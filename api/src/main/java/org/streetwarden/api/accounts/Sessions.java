package org.streetwarden.api.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.streetwarden.api.cases.Database;

/** Browsers that are signed in, and links that sign in once. Thread-safe; blocks on the database. */
public final class Sessions {

    /** How old a note of the last use may be. */
    static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    /** How much of a secret's digest names its session. */
    static final int ID_CHARS = 16;

    /** What a session must satisfy that is not over, in SQL. */
    static final String HOLDS = "ends_at > :now AND seen_at > :idle";

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration LINK = Duration.ofMinutes(15);

    private final Database database;
    private final Refusals refusals;
    private final Journal journal;

    public Sessions(Database database, Refusals refusals, Clock clock) {
        this.database = database;
        this.refusals = refusals;
        this.journal = new Journal(clock);
    }

    /** When a session that is not over was used last, or later. */
    static Instant idleSince(Instant now) {
        return now.minus(IDLE);
    }

    /** Signs an account in, in a transaction that has proven who it is. */
    Secret open(Handle handle, String account, String how, String address) {
        Secret made = Secret.make();
        Instant now = journal.now();
        handle.createUpdate("DELETE FROM sessions WHERE ends_at < :now OR seen_at < :idle")
                .bind("now", now)
                .bind("idle", now.minus(IDLE))
                .execute();
        handle.createUpdate("INSERT INTO sessions VALUES (:sha256, :account, :now, :now, :ends, :address)")
                .bind("sha256", made.sha256())
                .bind("account", account)
                .bind("now", now)
                .bind("ends", now.plus(LONGEST))
                .bind("address", address)
                .execute();
        journal.note(handle, "SIGN_IN", new By(account, address), how);
        return made;
    }

    private record Found(Caller caller, Instant seenAt) {
        static Found of(ResultSet row, StatementContext context) throws SQLException {
            Grant grant = Grant.of(row);
            return new Found(
                    new Caller(row.getString("name"), grant.roles(), grant.scope()),
                    row.getTimestamp("seen_at").toInstant());
        }
    }

    /** Whose session it is, as long as it lasts; his roles are those of now. */
    Optional<Caller> caller(Secret secret) {
        Instant now = journal.now();
        return database.read(handle -> {
            Optional<Found> found = handle.createQuery("""
                            SELECT s.seen_at, a.* FROM sessions s JOIN accounts a ON a.name = s.account
                            WHERE s.sha256 = :sha256 AND s.ends_at > :now AND s.seen_at > :idle AND NOT a.disabled""")
                    .bind("sha256", secret.sha256())
                    .bind("now", now)
                    .bind("idle", now.minus(IDLE))
                    .map(Found::of)
                    .findOne();
            found.filter(session -> session.seenAt().plus(SEEN_EVERY).isBefore(now))
                    .ifPresent(
                            session -> handle.createUpdate("UPDATE sessions SET seen_at = :now WHERE sha256 = :sha256")
                                    .bind("now", now)
                                    .bind("sha256", secret.sha256())
                                    .execute());
            return found.map(Found::caller);
        });
    }

    /**
     * Signs out.
     *
     * @return the issuer that proved who it was; empty where it was proven here
     */
    public Optional<String> end(Secret secret, By by) {
        return database.write(handle -> {
            int ended = handle.createUpdate("DELETE FROM sessions WHERE sha256 = :sha256")
                    .bind("sha256", secret.sha256())
                    .execute();
            if (ended > 0) {
                journal.note(handle, "SIGN_OUT", by, "");
            }
            return handle.createQuery("SELECT issuer FROM accounts WHERE name = :name AND issuer IS NOT NULL")
                    .bind("name", by.name())
                    .mapTo(String.class)
                    .findOne();
        });
    }

    /**
     * Ends one of the caller's own.
     *
     * @param id beginning of its secret's digest
     * @return false where he has none such
     */
    public boolean endOwn(String id, By by) {
        return database.write(handle -> {
            int ended = handle.createUpdate(
                            "DELETE FROM sessions WHERE account = :account AND left(sha256, :chars) = :id")
                    .bind("account", by.name())
                    .bind("chars", ID_CHARS)
                    .bind("id", id)
                    .execute();
            if (ended > 0) {
                journal.note(handle, "SESSION_ENDED", by, id);
            }
            return ended > 0;
        });
    }

    /** Ends all of the caller's own but one, if he shows one. */
    public void endOthers(Optional<Secret> kept, By by) {
        database.write(handle -> {
            if (endOthers(handle, by.name(), kept) > 0) {
                journal.note(handle, "SESSION_ENDED", by, "all others");
            }
            return null;
        });
    }

    static int endOthers(Handle handle, String account, Optional<Secret> kept) {
        return handle.createUpdate("DELETE FROM sessions WHERE account = :account AND sha256 <> :kept")
                .bind("account", account)
                .bind("kept", kept.map(Secret::sha256).orElse(""))
                .execute();
    }

    /** Ends all of an account's. */
    static void endAll(Handle handle, String account) {
        endOthers(handle, account, Optional.empty());
        endLinks(handle, account);
    }

    static void endLinks(Handle handle, String account) {
        handle.createUpdate("DELETE FROM sign_in_links WHERE account = :account")
                .bind("account", account)
                .execute();
    }

    /** A link that signs an account in once within 15 minutes; empty where there is no such account. */
    public Optional<Secret> makeLink(String account, By by) {
        return database.write(handle -> {
            if (!Accounts.exists(handle, account)) {
                return Optional.empty();
            }
            Secret made = Secret.make();
            handle.createUpdate("INSERT INTO sign_in_links VALUES (:sha256, :account, :ends)")
                    .bind("sha256", made.sha256())
                    .bind("account", account)
                    .bind("ends", journal.now().plus(LINK))
                    .execute();
            journal.note(handle, "LINK_MADE", by, "for " + account);
            return Optional.of(made);
        });
    }

    /** Signs in by a link, which is gone then. */
    public Optional<Secret> byLink(Secret link, String address) {
        Optional<Secret> opened = database.write(handle -> handle.createQuery("""
                        DELETE FROM sign_in_links l USING accounts a
                        WHERE l.sha256 = :sha256 AND l.ends_at > :now AND a.name = l.account AND NOT a.disabled
                        RETURNING l.account""")
                .bind("sha256", link.sha256())
                .bind("now", journal.now())
                .mapTo(String.class)
                .findOne()
                .map(name -> open(handle, name, "by a link", address)));
        if (opened.isEmpty()) {
            refusals.note(Refusals.SIGN_IN, address, "by a link that does not hold");
        }
        return opened;
    }
}
