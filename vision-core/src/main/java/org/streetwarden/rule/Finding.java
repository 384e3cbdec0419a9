package org.streetwarden.rule;

import java.time.Duration;
import java.time.Instant;
import org.streetwarden.zone.Kind;

/**
 * What a camera or a flight saw, as rules weigh it.
 *
 * @param label the model's word for the subject
 * @param score of the subject at the raise, 0 to 1
 * @param experimental whether there is no real evidence behind the label's class
 * @param raisedAt when the worker raised it
 * @param present from first sight to raise
 * @param observed the part of {@code present} in which looks saw it
 * @param longestGap the longest stretch without such a look
 * @param glimpsed whether a flight saw it in passing: how long it stands, and whether it still does, nobody knows
 */
public record Finding(
        Kind kind,
        String cameraId,
        String zoneId,
        String label,
        double score,
        boolean experimental,
        Instant raisedAt,
        Duration present,
        Duration observed,
        Duration longestGap,
        boolean glimpsed) {

    /** What a camera watches. */
    public Finding(
            Kind kind,
            String cameraId,
            String zoneId,
            String label,
            double score,
            boolean experimental,
            Instant raisedAt,
            Duration present,
            Duration observed,
            Duration longestGap) {
        this(kind, cameraId, zoneId, label, score, experimental, raisedAt, present, observed, longestGap, false);
    }

    /** How long it has stood at a moment, provided that it still stands. */
    Duration dwell(Instant at) {
        return at.isAfter(raisedAt) ? present.plus(Duration.between(raisedAt, at)) : present;
    }

    /** Of the time until the raise; 1 where that was none. */
    double observedShare() {
        return present.isZero() ? 1 : (double) observed.toMillis() / present.toMillis();
    }
}
