package org.streetwarden.rule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Schedule;

/**
 * What a rule is about; an empty set means any.
 *
 * @param grids codes of grids; one of 6, 9 or 12 digits stands for every unit grid in that division
 * @param hours null: at any
 * @param from first day; null: always
 * @param to last day; null: for ever
 */
public record Scope(
        Set<Kind> kinds,
        Set<String> cameras,
        Set<String> zones,
        Set<String> groups,
        Set<String> grids,
        Set<String> labels,
        Schedule hours,
        Days days,
        LocalDate from,
        LocalDate to) {

    /** Days by the working calendar; where there is none, people work from Monday to Friday. */
    public enum Days {
        ANY,
        WORKDAYS,
        REST_DAYS
    }

    public Scope {
        kinds = Set.copyOf(kinds);
        cameras = Set.copyOf(cameras);
        zones = Set.copyOf(zones);
        groups = Set.copyOf(groups);
        grids = Set.copyOf(grids);
        labels = Set.copyOf(labels);
    }

    /** Some kinds, anywhere and at any time. */
    public static Scope of(Set<Kind> kinds) {
        return new Scope(kinds, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), null, Days.ANY, null, null);
    }

    boolean holds(Finding finding, Surroundings around, Instant at, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(at, zone);
        return kinds.contains(finding.kind())
                && among(cameras, finding.cameraId())
                && among(zones, finding.zoneId())
                && among(groups, around.group())
                && among(labels, finding.label())
                && (grids.isEmpty() || around.grids().stream().anyMatch(this::inGrid))
                && (hours == null || hours.permits(at))
                && (from == null || !day.isBefore(from))
                && (to == null || !day.isAfter(to))
                && (days == Days.ANY || (days == Days.WORKDAYS) == worked(around, day));
    }

    private static boolean among(Set<String> wanted, String found) {
        return wanted.isEmpty() || wanted.contains(found);
    }

    private boolean inGrid(String code) {
        return grids.contains(code)
                || (code.matches("[0-9]{15}")
                        && grids.stream()
                                .anyMatch(
                                        wide -> wide.matches("[0-9]{6}|[0-9]{9}|[0-9]{12}") && code.startsWith(wide)));
    }

    private static boolean worked(Surroundings around, LocalDate day) {
        DayOfWeek weekday = day.getDayOfWeek();
        return around.workdays().getOrDefault(day, weekday != DayOfWeek.SATURDAY && weekday != DayOfWeek.SUNDAY);
    }
}
