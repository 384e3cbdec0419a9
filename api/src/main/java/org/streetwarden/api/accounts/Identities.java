package org.streetwarden.api.accounts;

import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;

/** Which account is whose at the server that proves people, where somebody gives it by hand. Thread-safe; blocks on the database. */
public final class Identities {

    private final Database database;
    private final Journal journal;

    public Identities(Database database, Clock clock) {
        this.database = database;
        this.journal = new Journal(clock);
    }

    /** What came of a link. */
    public enum Linked {
        DONE,
        /** There is no such local account. */
        UNKNOWN,
        /** Another account is that person's. */
        TAKEN
    }

    /**
     * Makes a local account one that another server proves: its password and codes are gone, its sessions end, and its roles
     * are those of the claims from the next sign-in on.
     */
    public Linked link(String name, String issuer, String subject, By by) {
        return database.write(handle -> {
            if (isTaken(handle, issuer, subject)) {
                return Linked.TAKEN;
            }
            int changed = handle.createUpdate("""
                            UPDATE accounts SET password = NULL, totp = NULL, totp_proposed = NULL, failures = 0,
                                locked_until = NULL, issuer = :issuer, subject = :subject
                            WHERE name = :name AND issuer IS NULL""")
                    .bind("issuer", issuer)
                    .bind("subject", subject)
                    .bind("name", name)
                    .execute();
            if (changed == 0) {
                return Linked.UNKNOWN;
            }
            RecoveryCodes.drop(handle, name);
            Sessions.endAll(handle, name);
            journal.note(handle, "IDENTITY_LINKED", by, "%s: %s; subject %s".formatted(name, issuer, subject));
            return Linked.DONE;
        });
    }

    private static boolean isTaken(Handle handle, String issuer, String subject) {
        return handle.createQuery("SELECT count(*) FROM accounts WHERE issuer = :issuer AND subject = :subject")
                        .bind("issuer", issuer)
                        .bind("subject", subject)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** @return a password for the account, which is local then, for the only time; empty where no other server proves it */
    public Optional<String> unlink(String name, By by) {
        if (!isProvenElsewhere(name)) {
            return Optional.empty();
        }
        String fresh = Password.make();
        String kept = Password.keep(fresh);
        return database.write(handle -> {
            int changed = handle.createUpdate("""
                            UPDATE accounts SET password = :password, issuer = NULL, subject = NULL
                            WHERE name = :name AND issuer IS NOT NULL""")
                    .bind("password", kept)
                    .bind("name", name)
                    .execute();
            if (changed == 0) {
                return Optional.empty();
            }
            Sessions.endAll(handle, name);
            journal.note(handle, "IDENTITY_UNLINKED", by, name);
            return Optional.of(fresh);
        });
    }

    private boolean isProvenElsewhere(String name) {
        return database.read(
                handle -> handle.createQuery("SELECT count(*) FROM accounts WHERE name = :name AND issuer IS NOT NULL")
                                .bind("name", name)
                                .mapTo(Long.class)
                                .one()
                        == 1);
    }
}
