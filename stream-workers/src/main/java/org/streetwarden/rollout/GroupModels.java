package org.streetwarden.rollout;

import java.util.Optional;
import org.streetwarden.casefile.Rollout.Band;

/**
 * The models that look at one group of cameras. All borrowed.
 *
 * @param before totals of the model whose place {@code active} took; empty where there is none to go back to
 */
record GroupModels(
        LoadedModel active,
        Optional<Counts> before,
        Optional<Trial> canary,
        Optional<LoadedModel> shadow,
        Band band) {

    /**
     * A model on trial.
     *
     * @param share of the group's cameras, above 0 and at most 1
     */
    record Trial(LoadedModel model, double share) {}

    GroupModels withoutCanary() {
        return new GroupModels(active, before, Optional.empty(), shadow, band);
    }
}
