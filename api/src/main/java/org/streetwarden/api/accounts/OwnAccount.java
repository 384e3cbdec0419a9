package org.streetwarden.api.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.streetwarden.api.cases.Database;

/** What somebody sees of his own account. Thread-safe; blocks on the database. */
public final class OwnAccount {

    private static final int SIGN_INS = 10;
    private static final int MAX_SESSIONS = 100;

    private final Database database;
    private final Accounts accounts;

    public OwnAccount(Database database, Accounts accounts) {
        this.database = database;
        this.accounts = accounts;
    }

    /**
     * A browser that is signed in.
     *
     * @param id beginning of its secret's digest, which opens nothing
     * @param present whether it is the one that asks
     */
    public record OpenSession(
            String id, String address, Instant madeAt, Instant seenAt, Instant endsAt, boolean present) {}

    /**
     * A sign-in that was let in.
     *
     * @param how as the log has it
     */
    public record SignedIn(Instant at, String how, String address) {}

    /**
     * All of it.
     *
     * @param recoveryCodes how many are left
     * @param sessions latest use first
     * @param signIns newest first, at most ten
     */
    public record Shown(
            Accounts.Account account, int recoveryCodes, List<OpenSession> sessions, List<SignedIn> signIns) {
        public Shown {
            sessions = List.copyOf(sessions);
            signIns = List.copyOf(signIns);
        }
    }

    /**
     * An account, whether or not another server proves who it is.
     *
     * @param present session that asks; empty where none does
     * @return empty where the name is no account's
     */
    public Optional<Shown> show(String name, Optional<Secret> present) {
        return database.read(handle -> accounts.find(handle, name)
                .map(account -> new Shown(
                        account,
                        RecoveryCodes.left(handle, name),
                        sessions(handle, name, present.map(Secret::sha256).orElse("")),
                        signIns(handle, name))));
    }

    private List<OpenSession> sessions(Handle handle, String name, String present) {
        return handle.createQuery("SELECT * FROM sessions WHERE account = :name AND " + Sessions.HOLDS
                        + " ORDER BY seen_at DESC, made_at DESC LIMIT :most")
                .bind("name", name)
                .bind("now", accounts.now())
                .bind("idle", Sessions.idleSince(accounts.now()))
                .bind("most", MAX_SESSIONS)
                .map((row, context) -> session(row, present))
                .list();
    }

    private static OpenSession session(ResultSet row, String present) throws SQLException {
        String sha256 = row.getString("sha256");
        return new OpenSession(
                sha256.substring(0, Sessions.ID_CHARS),
                row.getString("address"),
                row.getTimestamp("made_at").toInstant(),
                row.getTimestamp("seen_at").toInstant(),
                row.getTimestamp("ends_at").toInstant(),
                sha256.equals(present));
    }

    private static List<SignedIn> signIns(Handle handle, String name) {
        return handle.createQuery("""
                        SELECT at, said ->> 'subject' AS how, said ->> 'address' AS address
                        FROM (SELECT at, position, convert_from(body, 'UTF8')::jsonb AS said FROM log_entries
                            WHERE who = :name AND action = 'SIGN_IN' ORDER BY position DESC LIMIT :most) newest
                        ORDER BY position DESC""")
                .bind("name", name)
                .bind("most", SIGN_INS)
                .map(OwnAccount::signedIn)
                .list();
    }

    private static SignedIn signedIn(ResultSet row, StatementContext context) throws SQLException {
        return new SignedIn(row.getTimestamp("at").toInstant(), row.getString("how"), row.getString("address"));
    }
}
