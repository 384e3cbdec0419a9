package org.streetwarden.evidence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.streetwarden.casefile.GroundSight;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Verification;
import org.streetwarden.incident.Incident;

/** The record of an incident whose pack is written, of cameras and flights alike. */
final class Filed {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd/", Locale.ROOT);

    private Filed() {}

    /**
     * @param verification null where no verifier was asked
     * @param prefix of the keys of its evidence, with the slash
     * @param ground where a flight saw it; null for a camera
     */
    static IncidentFiled of(
            Raise raise,
            Verification verification,
            EvidencePack pack,
            String workerId,
            String prefix,
            GroundSight ground) {
        Incident incident = raise.incident();
        Detection subject = incident.raised().subject();
        Instant threshold = later(incident.first().at(), incident.threshold().at());
        return new IncidentFiled(
                incident.id(),
                incident.kind(),
                incident.cameraId(),
                raise.cameraName(),
                incident.zoneId(),
                subject.label(),
                Double.parseDouble(Float.toString(subject.score())),
                subject.box(),
                raise.experimental(),
                incident.first().at(),
                threshold,
                later(threshold, incident.raised().at()),
                micros(incident.presentUs()),
                micros(incident.observedUs()),
                micros(incident.longestGapUs()),
                incident.raised().model(),
                incident.ruleVersion(),
                incident.zoneVersion(),
                incident.why(),
                workerId,
                prefix,
                pack.manifestSha256(),
                pack.parts(),
                incident.basis(),
                verification,
                ground);
    }

    /** Looks of a flight are not in the order of time; those of a camera are. */
    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration micros(long us) {
        return Duration.of(us, ChronoUnit.MICROS);
    }

    /** {@code yyyy/MM/dd/INCIDENT/}, the raise's day in UTC. */
    static String day(Incident incident) {
        String day = DAY.format(LocalDate.ofInstant(incident.raised().at(), ZoneOffset.UTC));
        return day + incident.id() + "/";
    }
}
