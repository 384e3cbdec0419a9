package org.streetwarden.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.streetwarden.zone.Schedule;

/**
 * An area that a city has laid down, seen from a camera.
 *
 * @param document that it rests on; empty where none is named
 * @param borderM metres from the camera to the area's border, negative inside; null where the camera's position is unknown
 * @param from first day on which it counts; null: always
 * @param to last day on which it counts; null: for ever
 * @param seasonFrom first day of its season in any year; null: all year
 * @param seasonTo last day of its season
 * @param hours null: all day
 * @param capacity most things that may stand there; 0: any number
 * @param standing how many incidents stand there besides this one, each taken for one thing
 */
public record Area(
        Layer layer,
        String code,
        String name,
        String document,
        Double borderM,
        LocalDate from,
        LocalDate to,
        MonthDay seasonFrom,
        MonthDay seasonTo,
        Schedule hours,
        int capacity,
        int standing) {

    /** Which register it stands in. */
    public enum Layer {
        VENDING_POINTS,
        CONSTRUCTION_PERMITS,
        GREEN_BELTS;

        /** As written: {@code vending-points}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Layer> of(String id) {
            return Stream.of(values()).filter(layer -> layer.id().equals(id)).findFirst();
        }
    }

    /** Whether a thing stands in an area, as far as that can be told. */
    public enum Where {
        INSIDE,
        OUTSIDE,
        UNSURE
    }

    /** Why an area does not permit what stands in it. */
    public enum Not {
        DATES,
        SEASON,
        HOURS,
        CAPACITY
    }

    /** @param uncertaintyM how far from the camera's position the thing may be */
    public Where where(double uncertaintyM) {
        if (borderM == null) {
            return Where.UNSURE;
        }
        return borderM <= -uncertaintyM ? Where.INSIDE : borderM > uncertaintyM ? Where.OUTSIDE : Where.UNSURE;
    }

    /** Why it permits nothing more at this moment; empty where it does. */
    Optional<Not> refuses(Instant at, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(at, zone);
        if ((from != null && day.isBefore(from)) || (to != null && day.isAfter(to))) {
            return Optional.of(Not.DATES);
        }
        if (!inSeason(MonthDay.from(day))) {
            return Optional.of(Not.SEASON);
        }
        if (hours != null && !hours.permits(at)) {
            return Optional.of(Not.HOURS);
        }
        return capacity > 0 && standing >= capacity ? Optional.of(Not.CAPACITY) : Optional.empty();
    }

    private boolean inSeason(MonthDay day) {
        if (seasonFrom == null) {
            return true;
        }
        boolean begun = !day.isBefore(seasonFrom);
        boolean lasts = !day.isAfter(seasonTo);
        return seasonFrom.isAfter(seasonTo) ? begun || lasts : begun && lasts;
    }

    /** When what it permits now ends, by its hours or its last day; empty where neither is near. */
    Optional<Instant> ends(Instant at, ZoneId zone) {
        Optional<Instant> byHours = hours == null ? Optional.empty() : hours.permittedUntil(at);
        Optional<Instant> byDay = Optional.ofNullable(to)
                .map(day -> day.plusDays(1).atStartOfDay(zone).toInstant());
        return Stream.of(byHours, byDay).flatMap(Optional::stream).min(Instant::compareTo);
    }
}
