package org.streetwarden.visit;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.streetwarden.config.PatrolConfig.UpstreamConfig;

/**
 * What one gateway, recorder or camera host has been asked for and may be asked for: sessions, starts a second, and nothing at
 * all while its {@link Circuit} is open. Pure. Not thread-safe.
 */
public final class Upstream {

    private final UpstreamConfig limits;
    private final Circuit circuit;
    private Instant nextOpenAt = Instant.MIN;
    private int share;
    private int sessions;

    /** Why nothing may be opened now. */
    public enum Refusal {
        NONE,
        SESSIONS,
        RATE,
        CIRCUIT
    }

    public Upstream(UpstreamConfig limits, RandomGenerator chance) {
        this.limits = limits;
        circuit = new Circuit(chance);
        share = limits.sessions();
    }

    public String id() {
        return limits.id();
    }

    /** What all who ask it together may ask for. */
    public UpstreamConfig limits() {
        return limits;
    }

    /** Whether it is one that nobody has limited. */
    public boolean isUnlimited() {
        return limits.sessions() == Integer.MAX_VALUE;
    }

    /** How many of its sessions may be open here: all, unless {@link #allot} said less. */
    public int share() {
        return share;
    }

    /**
     * From now on so many of its sessions may be open here, and the same part of its starts is this worker's. Where more are
     * open, none is opened until fewer are.
     */
    public void allot(int most) {
        share = most;
    }

    /** Why not now. */
    public Refusal refusal(Instant now) {
        if (circuit.admitsAt().isAfter(now)) {
            return Refusal.CIRCUIT;
        }
        if (sessions >= share) {
            return Refusal.SESSIONS;
        }
        return nextOpenAt.isAfter(now) ? Refusal.RATE : Refusal.NONE;
    }

    /** When time alone will admit the next; {@link Instant#MAX} where something must happen first. */
    Instant admitsAt() {
        if (sessions >= share) {
            return Instant.MAX;
        }
        Instant circuitAt = circuit.admitsAt();
        return circuitAt.isAfter(nextOpenAt) ? circuitAt : nextOpenAt;
    }

    /** A camera is being opened: its session counts from now on. */
    void opening(String cameraId, Instant now) {
        sessions++;
        nextOpenAt = now.plus(betweenOpens());
        circuit.trying(cameraId);
    }

    private Duration betweenOpens() {
        double opensPerSecond = limits.opensPerSecond() * (share / (double) limits.sessions());
        return Duration.ofNanos((long) (1e9 / opensPerSecond));
    }

    /** It was answered, if only by a refusal of this one camera. */
    public void answered() {
        circuit.answered();
    }

    /** It was not answered. */
    public void failed(String cameraId, Instant now) {
        circuit.failed(cameraId, now);
    }

    /** The camera's session is over, however it was. */
    void closed(String cameraId) {
        sessions--;
        circuit.abandoned(cameraId);
    }

    public boolean circuitOpen() {
        return circuit.isOpen();
    }

    /** Cameras open or being opened. */
    public int sessions() {
        return sessions;
    }
}
