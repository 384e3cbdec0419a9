package org.streetwarden.incident;

import java.time.Duration;
import java.util.Locale;
import org.streetwarden.zone.Zone;

/** Says in one English sentence why an incident was raised. */
final class Why {

    static final String HANDED_OVER = "; the watching was handed over meanwhile: pictures from before are gone";

    private Why() {}

    /** @param things how many of the kind the raising look showed in the zone */
    static String sentence(Zone zone, RuleSettings settings, Candidate candidate, int things) {
        DwellRule dwell = candidate.dwell;
        StringBuilder why = new StringBuilder(subject(zone, settings, candidate))
                .append(" for %s (limit %s)".formatted(text(dwell.presentUs()), text(micros(settings.raiseAfter()))))
                .append(String.format(
                        Locale.ROOT,
                        ": seen in %d of %d looks (%.0f %%, at least %.0f %%), observed for %s, longest gap %s",
                        dwell.seen(),
                        dwell.looks(),
                        Math.floor(100 * dwell.share()),
                        100 * settings.presenceShare(),
                        text(dwell.observedUs()),
                        text(dwell.longestGapUs())));
        if (things > 1) {
            why.append("; ").append(things).append(" such things in the zone at the raise");
        }
        if (!zone.permitted().spans().isEmpty()) {
            why.append("; outside the permitted hours");
        }
        if (candidate.suspended() > 0) {
            why.append("; %d looks in between not judged, because the view was %s"
                    .formatted(
                            candidate.suspended(),
                            candidate.suspendedBy().name().toLowerCase(Locale.ROOT)));
        }
        if (candidate.inherited) {
            why.append(HANDED_OVER);
        }
        return why.append(arrival(zone, candidate))
                .append(rest(candidate))
                .append('.')
                .toString();
    }

    private static String subject(Zone zone, RuleSettings settings, Candidate candidate) {
        if (candidate.basis() == Basis.STATIC_OBJECT) {
            return "Something that is not part of the place stood in zone '%s'".formatted(zone.id());
        }
        return switch (zone.kind()) {
            case VENDING -> "A stall stood in zone '%s'".formatted(zone.id());
            case BIN_OVERFLOW -> "Waste stood above or beside a bin in zone '%s'".formatted(zone.id());
            case DUMPING -> "Rubbish lay in zone '%s'".formatted(zone.id());
            case GREEN_PARKING ->
                String.format(
                        Locale.ROOT,
                        "A vehicle stood with at least %.0f %% of its wheel contact on green belt '%s'",
                        100 * settings.groundOverlap(),
                        zone.id());
        };
    }

    private static String arrival(Zone zone, Candidate candidate) {
        boolean person = Evidence.personNear(candidate.first.subject(), candidate.first.all());
        return switch (zone.kind()) {
            case DUMPING ->
                person ? "; a person stood near it at first sight" : "; nobody stood near it at first sight";
            case VENDING, BIN_OVERFLOW, GREEN_PARKING -> "";
        };
    }

    /** What says so, beyond the model, and who was there. */
    private static String rest(Candidate candidate) {
        if (candidate.basis() == Basis.DETECTOR) {
            return "";
        }
        StringBuilder rest = new StringBuilder("; evidence: ")
                .append(candidate.basis() == Basis.BOTH ? "detector and static object" : "static object only");
        rest.append(String.format(
                Locale.ROOT,
                " (unlike the clean reference by %.2f, there %s before its first sighting)",
                candidate.object().score(),
                text(Math.max(0, candidate.first.ptsUs() - candidate.object().sinceUs()))));
        if (candidate.basis() == Basis.STATIC_OBJECT && candidate.attended() > 0) {
            rest.append("; somebody stood at it in ")
                    .append(candidate.attended())
                    .append(" looks");
        }
        candidate.placer.ifPresent(placer -> rest.append("; a %s was at the place %s"
                .formatted(
                        placer.label(), ago(placer.ptsUs() - candidate.object().sinceUs()))));
        return rest.toString();
    }

    private static String ago(long us) {
        if (us == 0) {
            return "when it first appeared";
        }
        return text(Math.abs(us)) + (us < 0 ? " before it appeared" : " after it appeared");
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    /** {@code 4.5 s}, {@code 5 min 2 s}, {@code 1 h 0 min}; cut, not rounded. */
    static String text(long us) {
        long seconds = us / 1_000_000;
        if (seconds < 60) {
            long tenths = us / 100_000;
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        }
        if (seconds < 3600) {
            return seconds % 60 == 0 ? seconds / 60 + " min" : seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
