package org.streetwarden.api.cases;

import java.util.Map;
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

    private static final String CONDITION = """
            (EXISTS (SELECT 1 FROM case_places sp WHERE sp.case_id = c.id
                AND (sp.unit_grid = ANY(:scopeGrids) OR sp.responsibility_grid = ANY(:scopeGrids)))
            OR EXISTS (SELECT 1 FROM cameras sm WHERE sm.camera_id = c.camera_id
                AND sm.group_name = ANY(:scopeGroups)))""";

    public Scope {
        grids = Set.copyOf(grids);
        cameraGroups = Set.copyOf(cameraGroups);
    }

    /** Whether it leaves anything out; without grids and groups it does not. */
    public boolean limited() {
        return !grids.isEmpty() || !cameraGroups.isEmpty();
    }

    /** What a row {@code c} of cases must satisfy, in SQL, with {@link #values}. */
    public String condition() {
        return limited() ? CONDITION : "true";
    }

    /** By the names that {@link #condition} uses. */
    public Map<String, Object> values() {
        return limited()
                ? Map.of(
                        "scopeGrids", grids.toArray(String[]::new),
                        "scopeGroups", cameraGroups.toArray(String[]::new))
                : Map.of();
    }
}
