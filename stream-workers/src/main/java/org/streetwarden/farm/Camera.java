package org.streetwarden.farm;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.streetwarden.farm.CameraSpec.Credentials;

/**
 * One live camera: a position on its footage that moves with the clock, and the sessions that watch it. Costs nothing while
 * nobody does. Lives on one event loop; {@link #counts} and {@link #name} are for any thread.
 */
final class Camera implements EventLoop.Timed {

    private static final long TOO_LATE_TICKS = 2L * Footage.TICKS_PER_SECOND;

    private final String name;
    private final Credentials credentials;
    private final EventLoop loop;
    private final Clock clock;
    private final long startNanos;
    private final long sdpSessionId;
    private final FarmCounts counts = new FarmCounts();
    private final List<Session> watching = new ArrayList<>(1);

    private Reel reel;
    private Script script;
    private boolean alive = true;
    private long dueNanos;

    /** @param startNanos {@link System#nanoTime} of the farm's start, the camera's time 0 */
    Camera(
            String name,
            Credentials credentials,
            EventLoop loop,
            Clock clock,
            long startNanos,
            Reel reel,
            Script script) {
        this.name = name;
        this.credentials = credentials;
        this.loop = loop;
        this.clock = clock;
        sdpSessionId = clock.instant().getEpochSecond();
        this.startNanos = startNanos;
        this.reel = reel;
        this.script = script;
    }

    void join(Session session, long nowNanos) {
        if (watching.isEmpty()) {
            reel.seek(ticks(nowNanos));
            schedule();
        }
        watching.add(session);
        counts.add(FarmCounter.SESSIONS_STARTED, 1);
    }

    void leave(Session session) {
        if (watching.remove(session) && watching.isEmpty()) {
            loop.unschedule(this);
        }
    }

    @Override
    public void onTime(long nowNanos) {
        long now = ticks(nowNanos);
        if (now - reel.dueTicks() > TOO_LATE_TICKS) {
            catchUp(now);
        }
        while (reel.dueTicks() <= now) {
            // From the last: a session that closes leaves the list while it is offered a picture.
            for (int i = watching.size() - 1; i >= 0; i--) {
                watching.get(i).offer(reel.picture(), reel.ptsTicks(), nowNanos);
            }
            reel.advance();
        }
        if (!watching.isEmpty()) {
            schedule();
        }
    }

    private void catchUp(long nowTicks) {
        reel.seek(nowTicks);
        watching.forEach(Session::resync);
        counts.add(FarmCounter.POSITIONS_SKIPPED, 1);
    }

    private void schedule() {
        dueNanos = startNanos + Ticks.toNanos(reel.dueTicks());
        loop.schedule(this);
    }

    @Override
    public long dueNanos() {
        return dueNanos;
    }

    private long ticks(long nowNanos) {
        return Ticks.fromNanos(nowNanos - startNanos);
    }

    /** Time of capture of what a camera would see now: its pictures are sent after it, however they are reordered. */
    long captureTicks(long nowNanos) {
        return ticks(nowNanos) + reel.footage().reorderTicks();
    }

    /** Presentation time of the key picture that a client joining now gets first. */
    long nextKeyPtsTicks(long nowNanos) {
        if (watching.isEmpty()) {
            reel.seek(ticks(nowNanos));
        }
        return reel.nextKeyPtsTicks();
    }

    /** What the camera shows now. */
    Footage footage(long nowNanos) {
        if (watching.isEmpty()) {
            reel.seek(ticks(nowNanos));
        }
        return reel.footage();
    }

    /** Takes effect at once, for sessions that play as well. */
    void behave(Script newScript, Reel newReel) {
        script = newScript;
        if (newReel != null) {
            reel = newReel;
            reel.seek(ticks(System.nanoTime()));
            watching.forEach(Session::resync);
            if (!watching.isEmpty()) {
                loop.unschedule(this);
                schedule();
            }
        }
    }

    /** Without power: every connection to it is closed. */
    void kill() {
        alive = false;
        for (Session s : List.copyOf(watching)) {
            s.close();
        }
    }

    void revive() {
        alive = true;
    }

    boolean alive() {
        return alive;
    }

    Script script() {
        return script;
    }

    int watching() {
        return watching.size();
    }

    Optional<Credentials> credentials() {
        return Optional.ofNullable(credentials);
    }

    String name() {
        return name;
    }

    EventLoop loop() {
        return loop;
    }

    Clock clock() {
        return clock;
    }

    /** Seconds of the wall clock at construction: what an SDP's origin line asks for. */
    long sdpSessionId() {
        return sdpSessionId;
    }

    FarmCounts counts() {
        return counts;
    }
}
