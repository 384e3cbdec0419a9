package org.streetwarden.api.models;

import java.time.Instant;
import java.util.List;

/**
 * Everything about one package.
 *
 * @param steps oldest first
 * @param gate the newest report; null where there is none
 */
public record ModelDetail(ModelEntry entry, List<Step> steps, Gate gate) {

    public ModelDetail {
        steps = List.copyOf(steps);
    }

    /**
     * Who moved it, when and why.
     *
     * @param step {@code IMPORT} or a {@link ModelStep}
     * @param group null where it concerns none
     * @param share of a canary, else null
     * @param skipped why states were left out; null where none were
     * @param gate the gate it rested on, in one sentence; null where on none
     * @param revision of the rollout after it
     */
    public record Step(
            Instant at,
            String who,
            String why,
            String step,
            String from,
            String to,
            String group,
            Double share,
            String skipped,
            String gate,
            long revision) {}

    /** @param report the whole {@code gate.json} */
    public record Gate(Instant receivedAt, String who, String report) {}
}
