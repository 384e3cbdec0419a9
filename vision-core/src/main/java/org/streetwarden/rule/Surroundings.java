package org.streetwarden.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.streetwarden.zone.Schedule;

/**
 * What a rule may ask about the place and the past of a finding. It holds everything any rule could ask, so that another rule
 * can be tried on it later.
 *
 * @param group of the camera
 * @param grids codes of all grids that the camera stands in
 * @param positioned whether the position of the thing or of its camera is known
 * @param workdays whether people work on the days around, by the working calendar; empty where there is none
 * @param areas laid down near the camera, nearest first
 * @param collections points near the camera, nearest first
 * @param lastFiled when the same was last filed here; null: never
 * @param lastReminded when somebody was last reminded of the same here; null: never
 * @param filedToday how often the same was filed here on that day
 * @param openCase number of the open case of the same thing here; null where there is none
 * @param uncertaintyM how far from the position that a flight measured the thing may be, metres; null where the position is a
 *     camera's
 */
public record Surroundings(
        String group,
        Set<String> grids,
        boolean positioned,
        Map<LocalDate, Boolean> workdays,
        List<Area> areas,
        List<Collecting> collections,
        Instant lastFiled,
        Instant lastReminded,
        int filedToday,
        String openCase,
        Double uncertaintyM) {

    /** Of a camera's position, around which the rule says how far a thing may be. */
    public Surroundings(
            String group,
            Set<String> grids,
            boolean positioned,
            Map<LocalDate, Boolean> workdays,
            List<Area> areas,
            List<Collecting> collections,
            Instant lastFiled,
            Instant lastReminded,
            int filedToday,
            String openCase) {
        this(
                group,
                grids,
                positioned,
                workdays,
                areas,
                collections,
                lastFiled,
                lastReminded,
                filedToday,
                openCase,
                null);
    }

    public Surroundings {
        grids = Collections.unmodifiableSet(new TreeSet<>(grids));
        workdays = Collections.unmodifiableMap(new TreeMap<>(workdays));
        areas = List.copyOf(areas);
        collections = List.copyOf(collections);
    }

    /**
     * When a collection point is emptied.
     *
     * @param metres from the camera
     * @param hours null where its register states none
     */
    public record Collecting(String code, String name, double metres, Schedule hours) {}
}
