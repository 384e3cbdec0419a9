package org.streetwarden.api.cases;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a case is, what it is called and whom it concerns, as registers stood when it was filed.
 *
 * @param position of the camera; null where the directory has none that can be believed
 * @param uncertaintyM of that position in metres, as its source states; null where it does not
 * @param unitGrid null where none is there
 * @param responsibilityGrid null where none is there
 * @param unit suggested for it; null where the table names none
 * @param timeLimit as that table states it; null where it states none
 * @param dueAt that limit counted from filing; null where it cannot be counted
 * @param calendarVersion null where none was needed
 * @param codes one of each code system in force, the first suggests the unit
 * @param gaps what could not be told
 */
public record CasePlace(
        CameraPosition position,
        Double uncertaintyM,
        Grid unitGrid,
        Grid responsibilityGrid,
        Unit unit,
        String timeLimit,
        Instant dueAt,
        Integer calendarVersion,
        List<Coding> codes,
        List<Gap> gaps) {

    public CasePlace {
        codes = List.copyOf(codes);
        gaps = List.copyOf(gaps);
    }

    /**
     * A grid.
     *
     * @param version of its layer
     */
    public record Grid(String code, int version) {}

    /**
     * A department or township.
     *
     * @param code null where the table states none
     * @param version of the table
     */
    public record Unit(String name, String code, int version) {}

    /**
     * What the case is called in one code system.
     *
     * @param version of its table
     */
    public record Coding(String codeSystem, int version, String code, String name) {}

    /** What could not be told of a case. */
    public enum Gap {
        NO_POSITION,
        NO_UNIT_GRID,
        NO_CODE,
        NO_UNIT,
        NO_LIMIT,
        NO_CALENDAR;

        /** As in the API: {@code no-position}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Gap> of(String id) {
            return Arrays.stream(values()).filter(gap -> gap.id().equals(id)).findFirst();
        }
    }
}
