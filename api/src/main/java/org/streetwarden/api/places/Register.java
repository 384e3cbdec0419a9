package org.streetwarden.api.places;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.streetwarden.api.imports.Header;

/**
 * A table or layer that people bring whole and that has versions.
 *
 * @param name as in URLs: the sort's, or {@code codes-} with the name of a code system
 */
public record Register(Sort sort, String name) {

    private static final String CODES = "codes-";
    private static final String SYSTEM = "[a-z0-9][a-z0-9.-]{0,40}";

    /** What geometry the rows of a register have. */
    enum Shape {
        NONE,
        AREA,
        POINT
    }

    /** What registers there are; the columns of {@code needed} must hold something in every row. */
    public enum Sort {
        /** Codes of one code system. */
        CODES(Shape.NONE, "CODE", "CODE NAME", "VALID_FROM VALID_TO"),
        /** Which code stands for which kind, per code system; without label or basis, for any. */
        CODE_MAP(Shape.NONE, "CODE_SYSTEM KIND LABEL BASIS", "CODE_SYSTEM KIND CODE", "LABEL BASIS"),
        /** Who is responsible for which code in which grid, and how soon. */
        UNITS(Shape.NONE, "CODE_SYSTEM CODE GRID", "CODE_SYSTEM CODE GRID UNIT", "UNIT_CODE LIMIT"),
        /** Working hours by day of the week, and the days that are otherwise. */
        CALENDAR(Shape.NONE, "DAY", "DAY HOURS", "NAME"),
        UNIT_GRIDS(Shape.AREA, "CODE", "CODE", "NAME"),
        RESPONSIBILITY_GRIDS(Shape.AREA, "CODE", "CODE NAME", ""),
        /** Where trading is permitted, and when. */
        VENDING_POINTS(Shape.AREA, "CODE", "CODE NAME HOURS CAPACITY VALID_FROM VALID_TO DOCUMENT", "SEASON"),
        GREEN_BELTS(Shape.AREA, "CODE", "CODE NAME", "DOCUMENT"),
        CONSTRUCTION_PERMITS(Shape.AREA, "CODE", "CODE NAME VALID_FROM VALID_TO DOCUMENT", ""),
        COLLECTION_POINTS(Shape.POINT, "CODE", "CODE NAME", "HOURS DOCUMENT");

        private final Shape shape;
        private final String key;
        private final String needed;
        private final String optional;

        Sort(Shape shape, String key, String needed, String optional) {
            this.shape = shape;
            this.key = key;
            this.needed = needed;
            this.optional = optional;
        }

        Shape shape() {
            return shape;
        }

        /** Columns whose cells together name a row. */
        List<PlaceField> key() {
            return fields(key);
        }

        List<PlaceField> needed() {
            return fields(needed);
        }

        /** Columns of a file; a point of a table stands in two of them. */
        Header<PlaceField> header() {
            List<PlaceField> point = shape == Shape.POINT ? List.of(PlaceField.X, PlaceField.Y) : List.of();
            List<PlaceField> known =
                    Stream.concat(columns().stream(), point.stream()).toList();
            return new Header<>(
                    PlaceField.class,
                    name -> PlaceField.of(name).filter(known::contains),
                    PlaceField::header,
                    Stream.concat(needed().stream(), point.stream()).toList());
        }

        /** Every column, in the order that people read. */
        List<PlaceField> columns() {
            return Stream.concat(fields(needed).stream(), fields(optional).stream())
                    .toList();
        }

        private static List<PlaceField> fields(String names) {
            return Arrays.stream(names.split(" ", -1))
                    .filter(name -> !name.isEmpty())
                    .map(PlaceField::valueOf)
                    .toList();
        }

        /** As written: {@code unit-grids}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether its rows have places, so that a coordinate system must be declared. */
    public boolean placed() {
        return sort.shape != Shape.NONE;
    }

    static Register of(Sort sort) {
        return new Register(sort, sort.id());
    }

    static Register codes(String system) {
        return new Register(Sort.CODES, CODES + system);
    }

    /** Whether a code system may be called so. */
    static boolean namesSystem(String system) {
        return system.matches(SYSTEM);
    }

    public static Optional<Register> of(String name) {
        if (name.startsWith(CODES) && namesSystem(name.substring(CODES.length()))) {
            return Optional.of(new Register(Sort.CODES, name));
        }
        return Arrays.stream(Sort.values())
                .filter(sort -> sort != Sort.CODES && sort.id().equals(name))
                .map(Register::of)
                .findFirst();
    }

    /** Of a code table: its code system. */
    static String system(String register) {
        return register.substring(CODES.length());
    }

    /** Every name, for messages. */
    public static String names() {
        return Arrays.stream(Sort.values())
                .map(sort -> sort == Sort.CODES ? CODES + "SYSTEM" : sort.id())
                .collect(Collectors.joining(", "));
    }
}
