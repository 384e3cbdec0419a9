package org.streetwarden.api.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.streetwarden.api.cases.Database;

/** People prove who they are by password and one-time code, and change both. Thread-safe; blocks on the database. */
public final class SignIn {

    private static final int FAILURES_TO_LOCK = 5;
    private static final Duration LOCKED_FOR = Duration.ofMinutes(15);
    private static final int MAX_SHOWN_CHARS = 60;

    private final Database database;
    private final Sessions sessions;
    private final Refusals refusals;
    private final Journal journal;

    public SignIn(Database database, Sessions sessions, Refusals refusals, Clock clock) {
        this.database = database;
        this.sessions = sessions;
        this.refusals = refusals;
        this.journal = new Journal(clock);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Proof(
            String name,
            String password,
            byte[] totp,
            byte[] proposed,
            long totpStep,
            int failures,
            Instant lockedUntil) {
        static Proof of(ResultSet row, StatementContext context) throws SQLException {
            Timestamp locked = row.getTimestamp("locked_until");
            return new Proof(
                    row.getString("name"),
                    row.getString("password"),
                    row.getBytes("totp"),
                    row.getBytes("totp_proposed"),
                    row.getLong("totp_step"),
                    row.getInt("failures"),
                    locked == null ? Instant.EPOCH : locked.toInstant());
        }
    }

    private static Optional<Proof> find(Handle handle, String name) {
        return handle.createQuery(
                        "SELECT * FROM accounts WHERE name = :name AND issuer IS NULL AND NOT disabled FOR UPDATE")
                .bind("name", name)
                .map(Proof::of)
                .findOne();
    }

    /**
     * A session, or nothing: why not is told to the log alone, and takes as long whatever it is.
     *
     * @param code one-time code; empty where none is shown
     */
    public Optional<Secret> open(String name, String password, String code, String address) {
        Optional<Proof> known = database.read(handle -> find(handle, name));
        boolean right = Password.matches(password, known.map(Proof::password).orElse(null));
        Tried tried = database.write(handle -> open(handle, name, right, code, address));
        if (tried.session() == null) {
            String shown = name.substring(0, Math.min(name.length(), MAX_SHOWN_CHARS));
            refusals.note(Refusals.SIGN_IN, address, "as " + shown + ": " + tried.refusal());
        }
        return Optional.ofNullable(tried.session());
    }

    /** @param session null where it is refused */
    private record Tried(Secret session, String refusal) {
        static Tried refused(String why) {
            return new Tried(null, why);
        }
    }

    private Tried open(Handle handle, String name, boolean right, String code, String address) {
        Optional<Proof> now = find(handle, name);
        if (now.isEmpty()) {
            return Tried.refused("no such account");
        }
        Proof proof = now.get();
        if (proof.lockedUntil().isAfter(journal.now())) {
            return Tried.refused("locked");
        }
        OptionalLong step = right ? step(handle, proof, code) : OptionalLong.empty();
        if (!right || step.isEmpty()) {
            fail(handle, proof, address);
            return Tried.refused(right ? "wrong code" : "wrong password");
        }
        handle.createUpdate(
                        "UPDATE accounts SET failures = 0, locked_until = NULL, totp_step = :step WHERE name = :name")
                .bind("step", step.getAsLong())
                .bind("name", name)
                .execute();
        return new Tried(sessions.open(handle, name, "by password", address), "");
    }

    /** A recovery code stands for one of any step. */
    private OptionalLong step(Handle handle, Proof proof, String code) {
        if (proof.totp() == null) {
            return OptionalLong.of(proof.totpStep());
        }
        OptionalLong step = OneTimeCode.match(proof.totp(), code, journal.now(), proof.totpStep());
        return step.isEmpty() && RecoveryCodes.spend(handle, proof.name(), code)
                ? OptionalLong.of(proof.totpStep())
                : step;
    }

    private void fail(Handle handle, Proof proof, String address) {
        boolean lock = proof.failures() + 1 >= FAILURES_TO_LOCK;
        handle.createUpdate("UPDATE accounts SET failures = :failures, locked_until = :until WHERE name = :name")
                .bind("failures", lock ? 0 : proof.failures() + 1)
                .bind("until", lock ? journal.now().plus(LOCKED_FOR) : null)
                .bind("name", proof.name())
                .execute();
        if (lock) {
            journal.note(handle, "LOCK_OUT", new By("", address), proof.name());
        }
    }

    /**
     * Changes a password and ends the account's other sessions.
     *
     * @param present session that goes on; empty where none asks
     * @return why not; empty where it is done
     */
    public Optional<String> change(String old, String chosen, Optional<Secret> present, By by) {
        Optional<String> objection = Password.objection(by.name(), chosen);
        if (objection.isPresent()) {
            return objection;
        }
        String kept = Password.keep(chosen);
        return again("old", old, by, (handle, proof) -> {
            handle.createUpdate("UPDATE accounts SET password = :password WHERE name = :name")
                    .bind("password", kept)
                    .bind("name", proof.name())
                    .execute();
            Sessions.endOthers(handle, proof.name(), present);
            Sessions.endLinks(handle, proof.name());
            journal.note(handle, "PASSWORD_CHANGED", by, proof.name());
            return Optional.empty();
        });
    }

    /** Does something that asks for the password again; too many wrong ones lock the account. */
    private Optional<String> again(
            String field, String password, By by, BiFunction<Handle, Proof, Optional<String>> work) {
        Optional<Proof> known = database.read(handle -> find(handle, by.name()));
        boolean right = Password.matches(password, known.map(Proof::password).orElse(null));
        return database.write(handle -> {
            Optional<Proof> proof = find(handle, by.name());
            if (!right || proof.isEmpty() || proof.get().lockedUntil().isAfter(journal.now())) {
                proof.ifPresent(each -> fail(handle, each, by.address()));
                return Optional.of(field + ": expected your password, found another");
            }
            return work.apply(handle, proof.get());
        });
    }

    /**
     * A secret for one-time codes.
     *
     * @param secret Base32
     * @param objection why it is not proposed; null where it is
     */
    public record Proposed(String secret, String objection) {}

    /** Proposes one-time codes; they are asked for from {@link #confirmCodes} on. */
    public Proposed proposeCodes(String password, By by) {
        byte[] secret = OneTimeCode.makeSecret();
        Optional<String> objection = again("password", password, by, (handle, proof) -> {
            handle.createUpdate("UPDATE accounts SET totp_proposed = :secret WHERE name = :name")
                    .bind("secret", secret)
                    .bind("name", proof.name())
                    .execute();
            return Optional.empty();
        });
        return new Proposed(OneTimeCode.base32(secret), objection.orElse(null));
    }

    /** @return recovery codes, for the only time, where the code is one of the proposed secret's, which then counts */
    public Optional<List<String>> confirmCodes(String code, By by) {
        return database.write(handle -> {
            Optional<Proof> proof = find(handle, by.name()).filter(each -> each.proposed() != null);
            OptionalLong step = proof.isEmpty()
                    ? OptionalLong.empty()
                    : OneTimeCode.match(proof.get().proposed(), code, journal.now(), 0);
            if (step.isEmpty()) {
                return Optional.empty();
            }
            handle.createUpdate("""
                            UPDATE accounts SET totp = totp_proposed, totp_proposed = NULL, totp_step = :step
                            WHERE name = :name""")
                    .bind("step", step.getAsLong())
                    .bind("name", by.name())
                    .execute();
            journal.note(handle, "CODES_SET", by, by.name());
            return Optional.of(RecoveryCodes.replace(handle, by.name()));
        });
    }

    /**
     * Asks for no codes any more.
     *
     * @param code a last one, or a recovery code
     * @return why not; empty where it is done
     */
    public Optional<String> dropCodes(String password, String code, By by) {
        return again("password", password, by, (handle, proof) -> {
            if (proof.totp() == null || step(handle, proof, code).isEmpty()) {
                fail(handle, proof, by.address());
                return Optional.of("code: expected one of now or a recovery code, found another");
            }
            handle.createUpdate("UPDATE accounts SET totp = NULL, totp_proposed = NULL WHERE name = :name")
                    .bind("name", proof.name())
                    .execute();
            RecoveryCodes.drop(handle, proof.name());
            journal.note(handle, "CODES_TAKEN", by, proof.name());
            return Optional.empty();
        });
    }
}
