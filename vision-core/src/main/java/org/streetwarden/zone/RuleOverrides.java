package org.streetwarden.zone;

import java.time.Duration;

/**
 * What a configuration says differently from a kind's rule; null: nothing. The fields are those of {@code RuleSettings},
 * which says what they mean.
 */
public record RuleOverrides(
        Duration noticeAfter,
        Duration raiseAfter,
        Double presenceShare,
        Integer minLooks,
        Duration grace,
        Duration blindCarry,
        Duration clearAfter,
        Double maxSpeed,
        Double groundOverlap) {

    /** Everything as the kind's rule has it. */
    public static final RuleOverrides NONE = new RuleOverrides(null, null, null, null, null, null, null, null, null);

    /** Only the three that are usually shortened. */
    public static RuleOverrides times(Duration noticeAfter, Duration raiseAfter, Duration clearAfter) {
        return new RuleOverrides(noticeAfter, raiseAfter, null, null, null, null, clearAfter, null, null);
    }
}
