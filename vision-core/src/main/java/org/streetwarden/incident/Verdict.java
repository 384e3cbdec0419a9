package org.streetwarden.incident;

import java.time.Instant;
import java.util.Optional;

/**
 * What a look changed. For every candidate: {@code Sighted}, then possibly {@code Reached}, then exactly one of
 * {@code Raised} and {@code Dropped}, unless the camera's judge itself ends first.
 */
public sealed interface Verdict {

    /**
     * A thing came into view that may become an incident: keep this picture.
     *
     * @param placer who was at the place before; his picture is worth keeping too
     */
    record Sighted(String candidateId, Moment moment, Optional<Placer> placer) implements Verdict {}

    /** It passed the notice threshold: keep this picture. */
    record Reached(String candidateId, Moment moment) implements Verdict {}

    /** It is an incident. */
    record Raised(String candidateId, Incident incident) implements Verdict {}

    /** It will not become one: its pictures can go. */
    record Dropped(String candidateId) implements Verdict {}

    /** The thing of a raised incident has been gone long enough. */
    record Cleared(String incidentId, Instant lastSeenAt, Instant at) implements Verdict {}
}
