package org.streetwarden.api.cases;

import java.util.Map;
import java.util.Set;

/**
 * The part of the city that somebody may see: cases in one of the grids, or of a camera in one of the groups, and the cameras that
 * are in one of the groups or have a case in one of the grids.
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

    private static final String CAMERA_CONDITION = """
            (m.group_name = ANY(:scopeGroups) OR m.camera_id IN (
                SELECT gc.camera_id FROM case_places gp JOIN cases gc ON gc.id = gp.case_id
                WHERE gp.unit_grid = ANY(:scopeGrids) OR gp.responsibility_grid = ANY(:scopeGrids)))""";

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

    /** What a row {@code m} of cameras must satisfy, in SQL, with {@link #values}: of a group, or with a case in a grid. */
    public String cameraCondition() {
        return limited() ? CAMERA_CONDITION : "true";
    }

    /** By the names that {@link #condition} and {@link #cameraCondition} use. */
    public Map<String, Object> values() {
        return limited()
                ? Map.of(
                        "scopeGrids", grids.toArray(String[]::new),
                        "scopeGroups", cameraGroups.toArray(String[]::new))
                : Map.of();
    }
}
