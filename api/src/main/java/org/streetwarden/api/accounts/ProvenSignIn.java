package org.streetwarden.api.accounts;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;

/** Signs in whom another server has proven; whoever comes first makes an account. Thread-safe; blocks on the database. */
public final class ProvenSignIn {

    /** What an account may be called. */
    public static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@-]{0,59}");

    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Database database;
    private final Sessions sessions;
    private final KeyFile keys;
    private final Refusals refusals;
    private final Journal journal;

    public ProvenSignIn(Database database, Sessions sessions, KeyFile keys, Refusals refusals, Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.keys = keys;
        this.refusals = refusals;
        this.journal = new Journal(clock);
    }

    /**
     * Who somebody is in another server's words.
     *
     * @param name for the account, where it is yet to be made
     * @param grant what he may do now, by the table of claims
     */
    public record Identity(String issuer, String subject, String name, Grant grant) {}

    private record Standing(String name, Grant grant, boolean disabled) {}

    /**
     * A session, or nothing: why not is told to the log alone.
     *
     * @param state of the sign-in, lower-case hexadecimal SHA-256; taken once
     */
    public Optional<Secret> open(Identity identity, String state, String address) {
        Tried tried = identity.grant()
                .objection()
                .map(ProvenSignIn::refused)
                .orElseGet(() -> database.write(handle -> tryOpen(handle, identity, state, address)));
        if (tried.session() == null) {
            refuse(address, "%s (subject %s): %s".formatted(identity.name(), identity.subject(), tried.refusal()));
        }
        return Optional.ofNullable(tried.session());
    }

    /** @param session null where it is refused */
    private record Tried(Secret session, String refusal) {}

    private static Tried refused(String why) {
        return new Tried(null, why);
    }

    private Tried tryOpen(Handle handle, Identity identity, String state, String address) {
        if (!spend(handle, state)) {
            return refused("it was done before");
        }
        return account(handle, identity, address)
                .map(name -> new Tried(sessions.open(handle, name, "by " + identity.issuer(), address), ""))
                .orElse(refused("the account is disabled, or another account or key has the name"));
    }

    /** Ends what is open of somebody who may do nothing any more. */
    public void withdraw(String issuer, String subject) {
        database.write(handle -> {
            handle.createQuery("SELECT name FROM accounts WHERE issuer = :issuer AND subject = :subject")
                    .bind("issuer", issuer)
                    .bind("subject", subject)
                    .mapTo(String.class)
                    .findOne()
                    .ifPresent(name -> Sessions.endAll(handle, name));
            return null;
        });
    }

    /** Tells the log of one who was refused before anything was known of an account. */
    public void refuse(String address, String why) {
        refusals.note(Refusals.SIGN_IN, address, "by OpenID Connect: " + why);
    }

    /** @return false where it was before */
    private boolean spend(Handle handle, String state) {
        handle.createUpdate("DELETE FROM used_states WHERE used_at < :before")
                .bind("before", journal.now().minus(REMEMBERED))
                .execute();
        return handle.createUpdate("INSERT INTO used_states VALUES (:state, :now) ON CONFLICT DO NOTHING")
                        .bind("state", state)
                        .bind("now", journal.now())
                        .execute()
                == 1;
    }

    private Optional<String> account(Handle handle, Identity identity, String address) {
        Optional<Standing> found = handle.createQuery(
                        "SELECT * FROM accounts WHERE issuer = :issuer AND subject = :subject FOR UPDATE")
                .bind("issuer", identity.issuer())
                .bind("subject", identity.subject())
                .map((row, context) -> new Standing(row.getString("name"), Grant.of(row), row.getBoolean("disabled")))
                .findOne();
        By by = new By(identity.issuer(), address);
        if (found.isEmpty()) {
            return make(handle, identity, by);
        }
        found.filter(each -> !each.disabled() && !each.grant().equals(identity.grant()))
                .ifPresent(each -> regrant(handle, each.name(), identity.grant(), by));
        return found.filter(each -> !each.disabled()).map(Standing::name);
    }

    private void regrant(Handle handle, String name, Grant grant, By by) {
        grant.bind(
                        handle.createUpdate(
                                "UPDATE accounts SET roles = :roles, grids = :grids, camera_groups = :groups WHERE name = :name"))
                .bind("name", name)
                .execute();
        journal.note(handle, "ROLES_CHANGED", by, name + ": " + grant.words());
    }

    private Optional<String> make(Handle handle, Identity identity, By by) {
        if (keys.names(identity.name())) {
            return Optional.empty();
        }
        int made = identity.grant()
                .bind(handle.createUpdate("""
                        INSERT INTO accounts
                            (name, issuer, subject, roles, grids, camera_groups, made_at, made_by)
                        SELECT :name, :issuer, :subject, :roles, :grids, :groups, :now, :issuer
                        WHERE NOT EXISTS (SELECT 1 FROM api_keys WHERE name = :name)
                        ON CONFLICT DO NOTHING"""))
                .bind("name", identity.name())
                .bind("issuer", identity.issuer())
                .bind("subject", identity.subject())
                .bind("now", journal.now())
                .execute();
        if (made == 0) {
            return Optional.empty();
        }
        journal.note(
                handle,
                "ACCOUNT_MADE",
                by,
                "%s: %s; subject %s".formatted(identity.name(), identity.grant().words(), identity.subject()));
        return Optional.of(identity.name());
    }
}
