package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is responsible. A row for the code beats one for every code; of these the narrower grid: the unit grid itself, its
 * responsibility grid, its community, street and district by their digits, and any place. Immutable.
 *
 * @param rows by code system, code and grid, joined by |
 */
record UnitTable(Map<String, JsonNode> rows) {

    private static final int[] DIGITS = {12, 9, 6};

    UnitTable {
        rows = Map.copyOf(rows);
    }

    /**
     * The row that says who.
     *
     * @param unitGrid null where none is known
     * @param responsibilityGrid null where none is known
     */
    Optional<JsonNode> find(String codeSystem, String code, String unitGrid, String responsibilityGrid) {
        for (String each : List.of(code, CellCheck.ANY)) {
            for (String grid : grids(unitGrid, responsibilityGrid)) {
                JsonNode row = rows.get(codeSystem + '|' + each + '|' + grid);
                if (row != null) {
                    return Optional.of(row);
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> grids(String unitGrid, String responsibilityGrid) {
        List<String> grids = new ArrayList<>();
        if (unitGrid != null) {
            grids.add(unitGrid);
        }
        if (responsibilityGrid != null) {
            grids.add(responsibilityGrid);
        }
        if (unitGrid != null) {
            for (int digits : DIGITS) {
                grids.add(unitGrid.substring(0, digits));
            }
        }
        grids.add(CellCheck.ANY);
        return grids;
    }
}
