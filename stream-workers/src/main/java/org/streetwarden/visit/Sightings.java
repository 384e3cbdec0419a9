package org.streetwarden.visit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraCoverage;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.scene.ViewState;

/** When one camera was seen, and why it was not: what the coverage report says of it. Any thread. */
public final class Sightings {

    private final String cameraId;
    private final Instant heldSince;
    private Instant lastSeenAt;
    private long visits;
    private long looks;
    private Duration longestBlind = Duration.ZERO;
    private BlindReason reason = BlindReason.NONE;
    private ViewState view = ViewState.UNKNOWN;

    /** @param lastSeenAt by whoever held it before; null: not known */
    public Sightings(String cameraId, Instant heldSince, Instant lastSeenAt) {
        this.cameraId = cameraId;
        this.heldSince = heldSince;
        this.lastSeenAt = lastSeenAt;
    }

    /** A visit began. */
    public synchronized void visited() {
        visits++;
    }

    /** A picture that arrived then was judged. */
    public synchronized void judged(Instant at, ViewState shown) {
        looks++;
        view = shown;
        if (shown != ViewState.CLEAR && shown != ViewState.UNKNOWN) {
            reason = BlindReason.VIEW_INVALID;
            return;
        }
        longestBlind = longer(longestBlind, blindUntil(at));
        lastSeenAt = at;
        reason = BlindReason.NONE;
    }

    /** It could not be seen. */
    public synchronized void failed(Reason why) {
        switch (why) {
            case UNAUTHORIZED, REFUSED -> reason = BlindReason.REFUSED;
            case CANCELLED -> {}
            default -> reason = BlindReason.DEAD;
        }
    }

    /** It was opened, and the models did not come to it. */
    public synchronized void unjudged() {
        reason = BlindReason.OVERLOADED;
    }

    /** Whether anybody is known to have seen it. */
    public synchronized boolean everSeen() {
        return lastSeenAt != null;
    }

    /** Since anybody saw it; empty: nobody is known to have. */
    public synchronized Optional<Duration> blind(Instant now) {
        return lastSeenAt == null ? Optional.empty() : Optional.of(blindUntil(now));
    }

    /** Since it was last seen, or taken. */
    public synchronized Duration blindUntil(Instant now) {
        Duration blind = Duration.between(lastSeenAt == null ? heldSince : lastSeenAt, now);
        return blind.isNegative() ? Duration.ZERO : blind;
    }

    /**
     * Everything since the last cut.
     *
     * @param waits what it waits for although it is late; NONE: for nothing
     */
    public synchronized CameraCoverage cut(Instant now, BlindReason waits) {
        CameraCoverage cut = new CameraCoverage(
                cameraId,
                lastSeenAt,
                visits,
                looks,
                longer(longestBlind, blindUntil(now)),
                waits == BlindReason.NONE ? reason : waits,
                view);
        visits = 0;
        looks = 0;
        longestBlind = Duration.ZERO;
        return cut;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
