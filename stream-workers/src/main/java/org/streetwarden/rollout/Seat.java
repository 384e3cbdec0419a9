package org.streetwarden.rollout;

import org.streetwarden.casefile.ModelRole;
import org.streetwarden.detect.ModelIdentity;

/** One model in one role for one group of cameras. */
public record Seat(String group, ModelRole role, ModelIdentity model) {

    /** As people read it: {@code group default, canary street-nano 0.2 (a1b2c3d4e5f6)}. */
    @Override
    public String toString() {
        return "group %s, %s %s %s (%s)"
                .formatted(
                        group,
                        role.name().toLowerCase(java.util.Locale.ROOT),
                        model.name(),
                        model.version(),
                        model.sha256().substring(0, 12));
    }
}
