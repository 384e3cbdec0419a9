package org.streetwarden.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What becomes of an incident and why.
 *
 * @param ruleId null where no rule was about it
 * @param until when a held one is judged again; null for others
 * @param review whether the case waits for a reviewer whatever its score
 * @param remindFor how long a reminder is given; null where there is none
 * @param steps everything that was weighed, in that order
 */
public record Judgement(
        Outcome outcome,
        Reason reason,
        String ruleId,
        Instant until,
        boolean review,
        Duration remindFor,
        List<Step> steps) {

    public Judgement {
        steps = List.copyOf(steps);
    }

    /** The same where no rule has a say. */
    public static final Judgement FILED_WITHOUT_RULE =
            new Judgement(Outcome.FILE, Reason.NO_RULE, null, null, false, null, List.of());

    /** What comes of it when its thing was last seen then. */
    Judgement gone(Instant lastSeenAt) {
        if (outcome != Outcome.WAIT || !until.isAfter(lastSeenAt)) {
            return this;
        }
        Reason why =
                switch (reason) {
                    case NOT_YET, NOTICED -> Reason.SHORT;
                    case HELD -> Reason.GONE;
                    default -> reason;
                };
        return new Judgement(Outcome.SUPPRESS, why, ruleId, null, review, null, steps);
    }
}
