package org.streetwarden.visit;

import java.time.Instant;

/** One camera's place in the schedule. Its times are the schedule's to change. */
public final class Turn {

    /** Where a turn is. */
    enum Stage {
        /** Not before {@link Turn#readyAt}. */
        ASLEEP,
        /** Waits for its upstream, or for a reader. */
        WAITING,
        /** Being seen. */
        OUT,
        /** Not the schedule's any more. */
        GONE
    }

    private final String cameraId;
    private final Upstream upstream;
    Stage stage = Stage.GONE;
    boolean visit;
    Instant readyAt = Instant.MIN;
    Instant dueAt = Instant.MIN;

    public Turn(String cameraId, Upstream upstream) {
        this.cameraId = cameraId;
        this.upstream = upstream;
    }

    public String cameraId() {
        return cameraId;
    }

    public Upstream upstream() {
        return upstream;
    }

    /** When it should have been seen. */
    public Instant dueAt() {
        return dueAt;
    }

    /** Whether it needs one of the readers for visits. */
    public boolean isVisit() {
        return visit;
    }
}
