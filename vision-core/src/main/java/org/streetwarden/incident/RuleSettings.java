package org.streetwarden.incident;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.streetwarden.zone.Fingerprint;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;

/**
 * When a thing that stands becomes an incident. All times are media time.
 *
 * @param noticeAfter dwell at which the second still is taken; at most {@code raiseAfter}
 * @param raiseAfter dwell at which the incident is raised, 1 s to 24 h
 * @param presenceShare least share of the dwell's looks that saw it (M of N), and least share of {@code raiseAfter} that
 *     was observed; 0.1 to 1
 * @param minLooks least number of looks that saw it, 2 to 1000
 * @param grace how long it may be looked for and not seen before the dwell ends (occlusion); a young dwell is given no
 *     more than its own age
 * @param blindCarry how long a gap without looks a dwell survives; such a gap counts neither for nor against it
 * @param clearAfter how long an incident's place must be looked at and seen empty before it is cleared, 1 s to 24 h
 * @param maxSpeed at which a thing still counts as standing, in its own box sizes per second
 * @param groundOverlap least share of a vehicle's wheel-contact strip inside the zone, above 0 to 1
 */
public record RuleSettings(
        Duration noticeAfter,
        Duration raiseAfter,
        double presenceShare,
        int minLooks,
        Duration grace,
        Duration blindCarry,
        Duration clearAfter,
        double maxSpeed,
        double groundOverlap) {

    private static final Duration DAY = Duration.ofHours(24);

    /** What {@link #visitEvery()} never exceeds. */
    static final Duration LONGEST_VISIT_EVERY = Duration.ofSeconds(30);

    /** Looks of a dwell or a clearing that is watched by visits, at the least. */
    private static final int VISITS = 30;

    /** What holds where nothing else is configured. */
    public static RuleSettings defaults(Kind kind) {
        return switch (kind) {
            case VENDING -> minutes(2, 5, 1, 2, 10);
            case BIN_OVERFLOW -> minutes(10, 30, 2, 10, 15);
            case DUMPING -> minutes(5, 10, 2, 5, 15);
            case GREEN_PARKING -> minutes(5, 10, 2, 5, 10);
        };
    }

    private static RuleSettings minutes(int notice, int raise, int grace, int blind, int clear) {
        return new RuleSettings(
                Duration.ofMinutes(notice),
                Duration.ofMinutes(raise),
                0.7,
                3,
                Duration.ofMinutes(grace),
                Duration.ofMinutes(blind),
                Duration.ofMinutes(clear),
                0.25,
                0.4);
    }

    /**
     * The same settings, except what the overrides say. A notice, grace or blind carry they do not name is cut to a
     * shorter {@code raiseAfter}, so that one line shortens a rule.
     */
    public RuleSettings with(RuleOverrides other) {
        Duration raise = or(other.raiseAfter(), raiseAfter);
        return new RuleSettings(
                or(other.noticeAfter(), shorter(noticeAfter, raise)),
                raise,
                or(other.presenceShare(), presenceShare),
                or(other.minLooks(), minLooks),
                or(other.grace(), shorter(grace, raise)),
                or(other.blindCarry(), shorter(blindCarry, raise)),
                or(other.clearAfter(), clearAfter),
                or(other.maxSpeed(), maxSpeed),
                or(other.groundOverlap(), groundOverlap));
    }

    /** How far apart visits may be that watch a dwell or a clearing: a thirtieth of the shorter, 30 s at most. */
    Duration visitEvery() {
        Duration part = shorter(raiseAfter, clearAfter).dividedBy(VISITS);
        return shorter(part, LONGEST_VISIT_EVERY);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /** @return every setting at fault, one sentence each, beginning with its name; empty where all is well */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        between("raiseAfter", raiseAfter, Duration.ofSeconds(1), DAY, problems);
        between("noticeAfter", noticeAfter, Duration.ZERO, raiseAfter, problems);
        between("grace", grace, Duration.ZERO, raiseAfter, problems);
        between("blindCarry", blindCarry, Duration.ZERO, raiseAfter, problems);
        between("clearAfter", clearAfter, Duration.ofSeconds(1), DAY, problems);
        between("presenceShare", presenceShare, 0.1, 1.0, problems);
        between("minLooks", minLooks, 2, 1000, problems);
        between("maxSpeed", maxSpeed, 0.001, 100.0, problems);
        between("groundOverlap", groundOverlap, 0.001, 1.0, problems);
        return problems;
    }

    private static <T extends Comparable<T>> void between(
            String name, T value, T least, T most, List<String> problems) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            problems.add("%s: expected %s to %s, found %s".formatted(name, least, most, value));
        }
    }

    /** Digest of all settings: 12 hexadecimal digits, the same for the same settings. */
    public String version() {
        String text = String.format(
                Locale.ROOT,
                "dwell-1|%s|%s|%.4f|%d|%s|%s|%s|%.4f|%.4f",
                noticeAfter,
                raiseAfter,
                presenceShare,
                minLooks,
                grace,
                blindCarry,
                clearAfter,
                maxSpeed,
                groundOverlap);
        return Fingerprint.of(text, 12);
    }
}
