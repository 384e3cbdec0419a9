package org.streetwarden.api.models;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What moves a model from state to state. */
public enum ModelStep {
    CHECK(false),
    SHADOW(true),
    CANARY(true),
    ACTIVATE(true),
    ROLLBACK(true),
    RETIRE(false);

    private final boolean ofGroup;

    ModelStep(boolean ofGroup) {
        this.ofGroup = ofGroup;
    }

    /** Whether it concerns one group of cameras. */
    public boolean ofGroup() {
        return ofGroup;
    }

    /** The name in requests. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ModelStep> of(String id) {
        return Arrays.stream(values()).filter(step -> step.id().equals(id)).findFirst();
    }
}
