package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.util.AffineTransformation;
import org.locationtech.jts.index.strtree.STRtree;
import org.streetwarden.api.cases.CameraPosition;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.rule.Area;
import org.streetwarden.rule.Area.Layer;
import org.streetwarden.rule.Surroundings.Collecting;
import org.streetwarden.zone.Schedule;

/** What registers say of the surroundings of a camera, or of what a flight saw, for rules to weigh. Thread-safe. */
public final class Neighbourhood {

    /** Further away nothing is looked for. */
    static final double REACH_M = 300;

    private static final double METRES_PER_DEGREE = 111_195;
    private static final int MOST_AREAS = 50;
    private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);

    private final InForce inForce;
    private volatile Layers known;

    Neighbourhood(InForce inForce) {
        this.inForce = inForce;
    }

    /**
     * What was found.
     *
     * @param positioned whether the position of the thing or of its camera is known
     * @param areas nearest first, none of them counted out, but for those named
     * @param workdays of the days around the moment; empty where there is no calendar
     */
    public record Found(
            boolean positioned,
            Set<String> grids,
            List<Area> areas,
            List<Collecting> collections,
            Map<LocalDate, Boolean> workdays) {
        public Found {
            grids = Set.copyOf(grids);
            areas = List.copyOf(areas);
            collections = List.copyOf(collections);
            workdays = Map.copyOf(workdays);
        }
    }

    /** One row of a layer in degrees, WGS-84. */
    private record Row(Layer layer, String code, JsonNode facts, Geometry geometry) {}

    /** Every layer that rules ask about, as of some versions. */
    private record Layers(Map<String, InForce.Version> versions, STRtree tree, Map<String, Row> points) {}

    /** @param named codes of vending points that are wanted wherever they are */
    public Found look(Handle handle, IncidentFiled filed, Set<String> named, Instant at) {
        InForce.Registers registers = inForce.read(handle);
        Layers layers = layers(handle, registers);
        Optional<CameraPosition> position = CameraPosition.of(handle, filed);
        List<Row> near = position.map(place -> near(layers, place)).orElse(List.of());
        List<Area> areas = new ArrayList<>();
        List<Collecting> collections = new ArrayList<>();
        near.forEach(row -> {
            double metres = borderM(row.geometry(), position.orElseThrow());
            if (row.layer() == null) {
                collections.add(new Collecting(row.code(), text(row, PlaceField.NAME), metres, hours(row)));
            } else if (metres <= REACH_M) {
                areas.add(area(row, metres));
            }
        });
        Set<String> found = new TreeSet<>();
        areas.forEach(area -> found.add(area.layer() + area.code()));
        named.stream()
                .sorted()
                .map(layers.points()::get)
                .filter(row -> row != null && !found.contains(Layer.VENDING_POINTS + row.code()))
                .forEach(row -> areas.add(area(
                        row,
                        position.map(place -> borderM(row.geometry(), place)).orElse(null))));
        areas.sort(Comparator.comparing(Area::borderM, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(Area::layer)
                .thenComparing(Area::code));
        collections.sort(Comparator.comparingDouble(Collecting::metres).thenComparing(Collecting::code));
        return new Found(
                position.isPresent(),
                grids(registers, position),
                areas.subList(0, Math.min(areas.size(), MOST_AREAS)),
                collections.subList(0, Math.min(collections.size(), MOST_AREAS)),
                workdays(registers.calendar(), at));
    }

    private Layers layers(Handle handle, InForce.Registers registers) {
        Layers last = known;
        if (last != null && last.versions().equals(registers.versions())) {
            return last;
        }
        STRtree tree = new STRtree();
        Map<String, Row> points = new TreeMap<>();
        for (Register.Sort sort : List.of(
                Register.Sort.VENDING_POINTS,
                Register.Sort.CONSTRUCTION_PERMITS,
                Register.Sort.GREEN_BELTS,
                Register.Sort.COLLECTION_POINTS)) {
            InForce.Version version = registers.versions().get(sort.id());
            if (version != null) {
                PlaceRows.all(handle, version.importId()).forEach(kept -> {
                    Geometry geometry = Shapes.geometry(kept.facts().path("geometry"));
                    Row row = new Row(Layer.of(sort.id()).orElse(null), kept.key(), kept.facts(), geometry);
                    tree.insert(geometry.getEnvelopeInternal(), row);
                    if (sort == Register.Sort.VENDING_POINTS) {
                        points.put(kept.key(), row);
                    }
                });
            }
        }
        tree.build();
        known = new Layers(registers.versions(), tree, points);
        return known;
    }

    private static List<Row> near(Layers layers, CameraPosition place) {
        Envelope reach = new Envelope(place.longitude(), place.longitude(), place.latitude(), place.latitude());
        double north = REACH_M / METRES_PER_DEGREE;
        reach.expandBy(north / Math.cos(Math.toRadians(place.latitude())), north);
        return Stream.of(layers.tree().query(reach).toArray())
                .map(Row.class::cast)
                .toList();
    }

    /** Metres from a place to an area's border, negative inside; to a point, metres. In centimetres, so that it is the same again. */
    private static double borderM(Geometry degrees, CameraPosition place) {
        AffineTransformation toMetres = AffineTransformation.translationInstance(-place.longitude(), -place.latitude())
                .scale(METRES_PER_DEGREE * Math.cos(Math.toRadians(place.latitude())), METRES_PER_DEGREE);
        Geometry metres = toMetres.transform(degrees);
        Geometry origin = metres.getFactory().createPoint(new Coordinate(0, 0));
        double distance = metres.getDimension() == 2 && metres.covers(origin)
                ? -metres.getBoundary().distance(origin)
                : metres.distance(origin);
        return Math.round(distance * 100) / 100.0;
    }

    private static Area area(Row row, Double borderM) {
        String[] season = text(row, PlaceField.SEASON).split("/", -1);
        boolean seasonal = season.length == 2;
        String capacity = text(row, PlaceField.CAPACITY);
        return new Area(
                row.layer(),
                row.code(),
                text(row, PlaceField.NAME),
                text(row, PlaceField.DOCUMENT),
                borderM,
                day(row, PlaceField.VALID_FROM),
                day(row, PlaceField.VALID_TO),
                seasonal ? MonthDay.parse("--" + season[0]) : null,
                seasonal ? MonthDay.parse("--" + season[1]) : null,
                hours(row),
                capacity.isEmpty() ? 0 : Integer.parseInt(capacity),
                0);
    }

    private static String text(Row row, PlaceField field) {
        return row.facts().path(field.header()).asText("");
    }

    private static LocalDate day(Row row, PlaceField field) {
        String text = text(row, field);
        return text.isEmpty() ? null : LocalDate.parse(text);
    }

    /** @return null where its register states none */
    private static Schedule hours(Row row) {
        return Hours.parse(text(row, PlaceField.HOURS), true)
                .map(hours -> new Schedule(
                        WorkingCalendar.CHINA,
                        hours.spans().stream()
                                .map(span -> new Schedule.Span(DAILY, span.from(), span.to()))
                                .toList()))
                .orElse(null);
    }

    private static Set<String> grids(InForce.Registers registers, Optional<CameraPosition> position) {
        Set<String> grids = new TreeSet<>();
        position.ifPresent(place -> Stream.of(registers.unitGrids(), registers.responsibilityGrids())
                .forEach(layer -> layer.at(place.longitude(), place.latitude()).ifPresent(grids::add)));
        return grids;
    }

    /** @param calendar null where there is none */
    private static Map<LocalDate, Boolean> workdays(WorkingCalendar calendar, Instant at) {
        Map<LocalDate, Boolean> days = new TreeMap<>();
        LocalDate today = LocalDate.ofInstant(at, WorkingCalendar.CHINA);
        for (LocalDate day = today.minusDays(1);
                calendar != null && !day.isAfter(today.plusDays(2));
                day = day.plusDays(1)) {
            days.put(day, calendar.works(day));
        }
        return days;
    }
}
