package org.streetwarden.api.accounts;

import java.util.Set;

/**
 * The part of the city that somebody may see: cases in one of the grids, or of a camera in one of the groups.
 *
 * @param grids codes of unit or responsibility grids
 * @param cameraGroups as workers name them
 */
public record Scope(Set<String> grids, Set<String> cameraGroups) {

    /** The whole city. */
    public static final Scope EVERYTHING = new Scope(Set.of(), Set.of());

    public Scope {
        grids = Set.copyOf(grids);
        cameraGroups = Set.copyOf(cameraGroups);
    }

    /** Whether it leaves anything out; without grids and groups it does not. */
    public boolean limited() {
        return !grids.isEmpty() || !cameraGroups.isEmpty();
    }
}
