package org.streetwarden.flights;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.streetwarden.flight.TelemetryEntry;
import org.streetwarden.flights.FlightParts.Leg;
import org.streetwarden.flights.FlightParts.PhotoLeg;

/**
 * When the moments of a flight were: by the aircraft's clock in its zone; where it has none, or says what was yet to come when the
 * flight was uploaded, as if it had ended then. The same for the same job.
 *
 * @param zone of the aircraft's clock
 * @param uploadedAt when the flight was made known
 */
record FlightTimes(FlightParts parts, ZoneId zone, Instant uploadedAt) {

    private static final DateTimeFormatter EXIF = DateTimeFormatter.ofPattern("uuuu:MM:dd HH:mm:ss", Locale.ROOT);
    private static final Instant FIRST_CIVIL_FLIGHT = Instant.parse("2000-01-01T00:00:00Z");

    /** @param atUs on the flight's timeline */
    Instant at(long atUs) {
        return parts.leg(atUs)
                .map(leg -> begin(leg).plus(atUs - leg.beginUs(), ChronoUnit.MICROS))
                .or(() -> parts.photo(atUs).map(this::taken))
                .orElseGet(() -> told(null, atUs));
    }

    /** When a video's first picture was. */
    Instant begin(Leg leg) {
        long durationUs = leg.head().durationUs();
        Instant end = told(lastPicture(leg), leg.beginUs() + durationUs);
        return end.minus(durationUs, ChronoUnit.MICROS);
    }

    private Instant lastPicture(Leg leg) {
        long localUs = leg.localUs(leg.head().durationUs());
        if (localUs == TelemetryEntry.NONE) {
            return null;
        }
        boolean aircrafts = leg.told() != null && leg.told().firstLocalUs() != TelemetryEntry.NONE;
        return LocalDateTime.ofInstant(Instant.EPOCH.plus(localUs, ChronoUnit.MICROS), ZoneOffset.UTC)
                .atZone(aircrafts ? zone : ZoneOffset.UTC)
                .toInstant();
    }

    private Instant taken(PhotoLeg leg) {
        try {
            String taken = leg.photo() == null ? "" : leg.photo().taken();
            return told(LocalDateTime.parse(taken, EXIF).atZone(zone).toInstant(), leg.atUs());
        } catch (DateTimeException unreadable) {
            return told(null, leg.atUs());
        }
    }

    private Instant told(Instant said, long atUs) {
        boolean possible = said != null && !said.isAfter(uploadedAt) && said.isAfter(FIRST_CIVIL_FLIGHT);
        return possible ? said : uploadedAt.minus(Math.max(0, parts.totalUs() - parts.doneUs(atUs)), ChronoUnit.MICROS);
    }
}
