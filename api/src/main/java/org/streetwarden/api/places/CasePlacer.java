package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.batch.Gathering;
import org.streetwarden.api.cases.CameraPosition;
import org.streetwarden.api.cases.CasePlace;
import org.streetwarden.api.cases.CasePlace.Coding;
import org.streetwarden.api.cases.CasePlace.Gap;
import org.streetwarden.api.cases.CasePlace.Grid;
import org.streetwarden.api.cases.CasePlace.Unit;
import org.streetwarden.api.cases.Placing;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;

/** Tells a case's place from where a flight saw it or the camera directory, and the registers in force. Thread-safe. */
public final class CasePlacer implements Placing {

    private static final String INSERT = """
            INSERT INTO case_places (case_id, longitude, latitude, declared_crs, uncertainty_m, unit_grid, unit_grid_version,
                responsibility_grid, responsibility_grid_version, unit, unit_code, units_version, time_limit, due_at,
                calendar_version, gaps)
            VALUES (:case, :longitude, :latitude, :crs, :uncertainty, :unitGrid, :unitGridVersion,
                :wide, :wideVersion, :unit, :unitCode, :unitsVersion, :limit, :due,
                :calendarVersion, CAST(:gaps AS jsonb))""";

    private final InForce inForce;

    public CasePlacer() {
        this(new InForce());
    }

    CasePlacer(InForce inForce) {
        this.inForce = inForce;
    }

    /** What stands around cameras, told from the same registers. */
    public Neighbourhood neighbourhood() {
        return new Neighbourhood(inForce);
    }

    /** Who, and how soon. */
    private record Duty(Unit unit, String limit, Instant dueAt, Integer calendarVersion) {

        static final Duty NOBODY = new Duty(null, null, null, null);
    }

    @Override
    public void place(Handle handle, long caseId, IncidentFiled filed, Instant filedAt) {
        CasePlace place = tell(handle, filed, filedAt.truncatedTo(ChronoUnit.MICROS));
        write(handle, caseId, place);
        writeCodes(handle, caseId, place.codes());
    }

    private CasePlace tell(Handle handle, IncidentFiled filed, Instant filedAt) {
        InForce.Registers registers = inForce.read(handle);
        Set<Gap> gaps = EnumSet.noneOf(Gap.class);
        Optional<CameraPosition> position = CameraPosition.of(handle, filed);
        Grid unitGrid = grid(registers, Register.Sort.UNIT_GRIDS, registers.unitGrids(), position);
        Grid wide = grid(registers, Register.Sort.RESPONSIBILITY_GRIDS, registers.responsibilityGrids(), position);
        if (position.isEmpty()) {
            gaps.add(Gap.NO_POSITION);
        } else if (unitGrid == null) {
            gaps.add(Gap.NO_UNIT_GRID);
        }
        List<Coding> codes = registers.codes().codings(filed, LocalDate.ofInstant(filedAt, WorkingCalendar.CHINA));
        if (codes.isEmpty()) {
            gaps.add(Gap.NO_CODE);
        }
        Duty duty = duty(registers, codes, code(unitGrid), code(wide), filedAt, gaps);
        return new CasePlace(
                position.orElse(null),
                filed.ground() == null ? null : filed.ground().uncertaintyM(),
                unitGrid,
                wide,
                duty.unit(),
                duty.limit(),
                duty.dueAt(),
                duty.calendarVersion(),
                codes,
                List.copyOf(gaps));
    }

    /** The first code that the table of units knows decides. */
    private static Duty duty(
            InForce.Registers registers,
            List<Coding> codes,
            String unitGrid,
            String wide,
            Instant from,
            Set<Gap> gaps) {
        for (Coding coding : codes) {
            Optional<JsonNode> row = registers.units().find(coding.codeSystem(), coding.code(), unitGrid, wide);
            if (row.isPresent()) {
                return duty(registers, row.get(), from, gaps);
            }
        }
        gaps.add(Gap.NO_UNIT);
        return Duty.NOBODY;
    }

    private static Grid grid(
            InForce.Registers registers, Register.Sort sort, AreaIndex layer, Optional<CameraPosition> position) {
        return position.flatMap(place -> layer.at(place.longitude(), place.latitude()))
                .map(code -> new Grid(code, registers.number(sort)))
                .orElse(null);
    }

    private static String code(Grid grid) {
        return grid == null ? null : grid.code();
    }

    private static Duty duty(InForce.Registers registers, JsonNode row, Instant filedAt, Set<Gap> gaps) {
        JsonNode code = row.path(PlaceField.UNIT_CODE.header());
        Unit unit = new Unit(
                row.path(PlaceField.UNIT.header()).asText(),
                code.isMissingNode() ? null : code.asText(),
                registers.number(Register.Sort.UNITS));
        Optional<TimeLimit> limit =
                TimeLimit.parse(row.path(PlaceField.LIMIT.header()).asText());
        if (limit.isEmpty()) {
            gaps.add(Gap.NO_LIMIT);
            return new Duty(unit, null, null, null);
        }
        boolean byCalendar = limit.get().unit() != TimeLimit.Unit.HOURS;
        Optional<Instant> end = byCalendar
                ? Optional.ofNullable(registers.calendar()).flatMap(calendar -> calendar.end(filedAt, limit.get()))
                : Optional.of(limit.get().end(filedAt));
        if (end.isEmpty()) {
            gaps.add(Gap.NO_CALENDAR);
        }
        return new Duty(
                unit,
                limit.get().text(),
                end.orElse(null),
                byCalendar && end.isPresent() ? registers.number(Register.Sort.CALENDAR) : null);
    }

    private static void write(Handle handle, long caseId, CasePlace place) {
        ArrayNode gaps = JsonNodeFactory.instance.arrayNode();
        place.gaps().forEach(gap -> gaps.add(gap.id()));
        CameraPosition position = place.position();
        Unit unit = place.unit();
        Map<String, Object> row = new HashMap<>();
        row.put("case", caseId);
        row.put("longitude", position == null ? null : position.longitude());
        row.put("latitude", position == null ? null : position.latitude());
        row.put("crs", position == null ? null : position.declaredCrs());
        row.put("uncertainty", place.uncertaintyM());
        row.put("unitGrid", code(place.unitGrid()));
        row.put("unitGridVersion", version(place.unitGrid()));
        row.put("wide", code(place.responsibilityGrid()));
        row.put("wideVersion", version(place.responsibilityGrid()));
        row.put("unit", unit == null ? null : unit.name());
        row.put("unitCode", unit == null ? null : unit.code());
        row.put("unitsVersion", unit == null ? null : unit.version());
        row.put("limit", place.timeLimit());
        row.put("due", place.dueAt());
        row.put("calendarVersion", place.calendarVersion());
        row.put("gaps", gaps.toString());
        Gathering.write(handle, INSERT, row);
    }

    private static Integer version(Grid grid) {
        return grid == null ? null : grid.version();
    }

    private static void writeCodes(Handle handle, long caseId, List<Coding> codes) {
        int position = 0;
        for (Coding coding : codes) {
            Gathering.write(
                    handle,
                    "INSERT INTO case_codes VALUES (:case, :position, :system, :version, :code, :name)",
                    Map.of(
                            "case",
                            caseId,
                            "position",
                            position++,
                            "system",
                            coding.codeSystem(),
                            "version",
                            coding.version(),
                            "code",
                            coding.code(),
                            "name",
                            coding.name()));
        }
    }
}
