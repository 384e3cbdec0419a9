package org.streetwarden.api.models;

import java.util.Optional;
import org.streetwarden.casefile.Rollout.Band;

/**
 * What somebody asks of a model.
 *
 * @param group of cameras; not looked at where the step concerns none
 * @param share of a canary, above 0 and at most 1; null for other steps
 * @param skip why states are left out; null where none are
 * @param band that the group's models must keep to from now on; empty to leave it
 */
public record StepRequest(
        String sha256,
        ModelStep step,
        String group,
        Double share,
        String skip,
        Optional<Band> band,
        String who,
        String why) {}
