package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.scene.View;

/**
 * How one camera is, and who is told: every change, and the present state again now and then. Visits are no news: a camera
 * that is visited is watched until a visit fails. Any thread.
 */
final class CameraHealth {

    /** How often a camera that is visited is told again; the coverage report says the rest. */
    private static final Duration VISITED_AGAIN = Duration.ofMinutes(5);

    private final CameraConfig camera;
    private final String workerId;
    private final Consumer<CameraState> report;
    private final InstantSource clock;
    private CameraState state;
    private Instant lastFrameAt;
    private View view = View.UNGUARDED;
    private long judged;

    CameraHealth(CameraConfig camera, String workerId, Consumer<CameraState> report, InstantSource clock) {
        this.camera = camera;
        this.workerId = workerId;
        this.report = report;
        this.clock = clock;
    }

    /** @param visit whether it will be closed again soon */
    synchronized void connecting(boolean visit) {
        if (!visit || state == null) {
            say(State.CONNECTING, "", "");
        }
    }

    synchronized void watching(boolean visit) {
        if (!visit || state.state() != State.WATCHING) {
            say(State.WATCHING, "", "");
        }
    }

    synchronized void failed(StreamFailure failure, boolean visit) {
        State now = failure.reason().next == StreamFailure.Next.RETRY ? State.RETRYING : State.STOPPED;
        String reason = failure.reason().name();
        if (!visit || state == null || state.state() != now || !state.reason().equals(reason)) {
            say(now, reason, failure.getMessage());
        }
    }

    /** A picture was judged; what is wrong with the view is news. */
    synchronized void judged(Instant at, View seen) {
        lastFrameAt = at;
        boolean news = !seen.detail().equals(view.detail());
        view = seen;
        boolean first = ++judged == 1 && state != null && state.state() == State.WATCHING;
        if (first || (news && state != null)) {
            repeat(false);
        }
    }

    /** What the last picture said of the view. */
    synchronized View view() {
        return view;
    }

    /** Why no pictures come, one sentence; empty where they do, or are on their way. */
    synchronized String trouble() {
        boolean failing = state != null && (state.state() == State.RETRYING || state.state() == State.STOPPED);
        return failing ? state.detail() : "";
    }

    /** Sends the present state again, with fresh figures. */
    synchronized void repeat(boolean visited) {
        boolean due = state != null
                && (!visited || !clock.instant().isBefore(state.at().plus(VISITED_AGAIN)));
        if (due) {
            say(state.state(), state.reason(), state.detail());
        }
    }

    /** Pictures judged so far. */
    synchronized long judged() {
        return judged;
    }

    /** What is wrong with the view is said where nothing is wrong with the stream. */
    private void say(State now, String reason, String detail) {
        boolean watching = now == State.WATCHING;
        state = new CameraState(
                camera.id(),
                camera.name(),
                now,
                watching ? view.reason() : reason,
                watching ? view.detail() : detail,
                workerId,
                clock.instant(),
                lastFrameAt,
                judged,
                camera.group());
        report.accept(state);
    }
}
