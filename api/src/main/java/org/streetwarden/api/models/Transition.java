package org.streetwarden.api.models;

import static org.streetwarden.api.models.ModelState.ACTIVE;
import static org.streetwarden.api.models.ModelState.CANARY;
import static org.streetwarden.api.models.ModelState.CHECKED;
import static org.streetwarden.api.models.ModelState.IMPORTED;
import static org.streetwarden.api.models.ModelState.RETIRED;
import static org.streetwarden.api.models.ModelState.SHADOW;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One allowed step.
 *
 * @param skips whether it leaves out states and so needs a reason of its own
 */
public record Transition(ModelState from, ModelStep step, ModelState to, boolean skips) {

    /** Every allowed step; what is not here is refused. */
    public static final List<Transition> ALL = List.of(
            whole(IMPORTED, ModelStep.CHECK, CHECKED),
            whole(CHECKED, ModelStep.SHADOW, SHADOW),
            whole(SHADOW, ModelStep.CANARY, CANARY),
            whole(CANARY, ModelStep.CANARY, CANARY),
            whole(CANARY, ModelStep.ACTIVATE, ACTIVE),
            skipping(CHECKED, ModelStep.CANARY, CANARY),
            skipping(CHECKED, ModelStep.ACTIVATE, ACTIVE),
            skipping(SHADOW, ModelStep.ACTIVATE, ACTIVE),
            whole(SHADOW, ModelStep.ROLLBACK, CHECKED),
            whole(CANARY, ModelStep.ROLLBACK, CHECKED),
            whole(ACTIVE, ModelStep.ROLLBACK, CHECKED),
            whole(IMPORTED, ModelStep.RETIRE, RETIRED),
            whole(CHECKED, ModelStep.RETIRE, RETIRED),
            whole(SHADOW, ModelStep.RETIRE, RETIRED));

    private static Transition whole(ModelState from, ModelStep step, ModelState to) {
        return new Transition(from, step, to, false);
    }

    private static Transition skipping(ModelState from, ModelStep step, ModelState to) {
        return new Transition(from, step, to, true);
    }

    static Optional<Transition> of(ModelState from, ModelStep step) {
        return ALL.stream()
                .filter(each -> each.from == from && each.step == step)
                .findFirst();
    }

    /** From where a step is possible, for a refusal. */
    static String sources(ModelStep step) {
        return ALL.stream()
                .filter(each -> each.step == step)
                .map(each -> each.from + (each.skips ? " (with a reason to skip)" : ""))
                .collect(Collectors.joining(", "));
    }
}
