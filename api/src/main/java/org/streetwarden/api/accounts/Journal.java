package org.streetwarden.api.accounts;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;

/** Writes down, in the log of all acts, what happens to accounts and keys. */
final class Journal {

    private final Clock clock;

    Journal(Clock clock) {
        this.clock = clock;
    }

    /** Whole microseconds, as the database keeps them. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    void note(Handle handle, String action, By by, String subject) {
        note(handle, new Act(now(), action, by.name(), by.address(), null, subject));
    }

    void note(Handle handle, Act act) {
        EvidenceLog.addAct(handle, act);
    }
}
