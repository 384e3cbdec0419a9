package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.locationtech.jts.geom.Geometry;
import org.streetwarden.api.batch.Gathering;

/** What registers say now, in memory. Whoever reads it learns of a new version in his own transaction. Thread-safe. */
final class InForce {

    private volatile Registers known;

    /** An import that counts. */
    record Version(long importId, int number) {}

    /**
     * Everything that a case's place is told from, as of one moment.
     *
     * @param versions by register
     * @param calendar null where there is none
     */
    record Registers(
            Map<String, Version> versions,
            AreaIndex unitGrids,
            AreaIndex responsibilityGrids,
            CodeBook codes,
            UnitTable units,
            WorkingCalendar calendar) {

        /** @return null where the register has none */
        Integer number(Register.Sort sort) {
            Version version = versions.get(sort.id());
            return version == null ? null : version.number();
        }
    }

    /** Reads anew only where another version is in force than the last time. */
    Registers read(Handle handle) {
        Map<String, Version> versions = Gathering.once(handle, InForce.class, () -> versions(handle));
        Registers last = known;
        if (last != null && last.versions().equals(versions)) {
            return last;
        }
        Registers fresh = new Registers(
                versions,
                new AreaIndex(areas(handle, versions, Register.Sort.UNIT_GRIDS)),
                new AreaIndex(areas(handle, versions, Register.Sort.RESPONSIBILITY_GRIDS)),
                codes(handle, versions),
                new UnitTable(rows(handle, versions.get(Register.Sort.UNITS.id()))),
                calendar(rows(handle, versions.get(Register.Sort.CALENDAR.id()))));
        known = fresh;
        return fresh;
    }

    private static Map<String, Version> versions(Handle handle) {
        Map<String, Version> versions = new HashMap<>();
        handle.createQuery("""
                        SELECT i.register, i.id, i.version FROM place_imports i JOIN place_registers p ON p.in_force = i.id""")
                .map((row, context) -> Map.entry(row.getString(1), new Version(row.getLong(2), row.getInt(3))))
                .forEach(each -> versions.put(each.getKey(), each.getValue()));
        return versions;
    }

    /** @param version null for none */
    private static Map<String, JsonNode> rows(Handle handle, Version version) {
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        if (version != null) {
            PlaceRows.all(handle, version.importId()).forEach(row -> rows.put(row.key(), row.facts()));
        }
        return rows;
    }

    private static Map<String, Geometry> areas(Handle handle, Map<String, Version> versions, Register.Sort sort) {
        return rows(handle, versions.get(sort.id())).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, row -> Shapes.geometry(row.getValue().path("geometry"))));
    }

    private static CodeBook codes(Handle handle, Map<String, Version> versions) {
        List<JsonNode> map = List.copyOf(
                rows(handle, versions.get(Register.Sort.CODE_MAP.id())).values());
        Map<String, CodeBook.Table> tables = map.stream()
                .map(row -> row.path(PlaceField.CODE_SYSTEM.header()).asText())
                .distinct()
                .filter(system -> versions.containsKey(Register.codes(system).name()))
                .collect(Collectors.toMap(Function.identity(), system -> {
                    Version version = versions.get(Register.codes(system).name());
                    return new CodeBook.Table(version.number(), rows(handle, version));
                }));
        return new CodeBook(map, tables);
    }

    private static WorkingCalendar calendar(Map<String, JsonNode> rows) {
        if (rows.isEmpty()) {
            return null;
        }
        Map<DayOfWeek, Hours> week = new EnumMap<>(DayOfWeek.class);
        Map<LocalDate, Hours> days = new HashMap<>();
        rows.forEach((key, row) -> {
            Hours hours = Hours.parse(row.path(PlaceField.HOURS.header()).asText(), false)
                    .orElse(new Hours(List.of()));
            Optional<DayOfWeek> day = WorkingCalendar.dayOfWeek(key);
            if (day.isPresent()) {
                week.put(day.get(), hours);
            } else {
                days.put(LocalDate.parse(key), hours);
            }
        });
        return new WorkingCalendar(week, days);
    }
}
