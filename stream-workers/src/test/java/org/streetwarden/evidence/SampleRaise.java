package org.streetwarden.evidence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Basis;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.Moment;
import org.streetwarden.incident.OpenIncident;
import org.streetwarden.media.Clip;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Kind;

/** An incident in a synthetic video: first seen at 1 s, noticed at 5 s, raised at 12 s. */
final class SampleRaise {

    static final long FIRST_US = 1_000_000;
    static final long THRESHOLD_US = 5_000_000;
    static final long RAISED_US = 12_000_000;
    static final String ID = "0123456789abcdef0123456789abcdef";
    private static final Instant BASE = Instant.parse("2026-11-21T23:59:50Z");
    static final long BASE_US = BASE.getEpochSecond() * 1_000_000;
    private static final Detection SUBJECT = new Detection("stall", 0.87f, new Box(0.2, 0.3, 0.5, 0.8));
    private static final Detection OTHER = new Detection("person", 0.55f, new Box(0.6, 0.2, 0.7, 0.6));

    private static final ModelIdentity MODEL = new ModelIdentity("street-nano", "0.1", "ab".repeat(32));

    private SampleRaise() {}

    static GopRing ring(Clip video, int pictures) {
        GopRing ring = new GopRing(video.info(), 4 << 20);
        append(ring, video, 0, pictures);
        return ring;
    }

    static void append(GopRing ring, Clip video, int from, int to) {
        for (KeptPacket packet : video.packets().subList(from, to)) {
            ring.append(packet);
        }
    }

    static Raise of(String id, GopRing ring, Footage footage) {
        return new Raise(
                incident(id),
                new OpenIncident(id, "zone-1", Kind.VENDING, RAISED_US, SUBJECT.box()),
                "人民路 \"1\"",
                false,
                Optional.empty(),
                picture(ring, FIRST_US),
                picture(ring, THRESHOLD_US),
                picture(ring, RAISED_US),
                footage);
    }

    private static Optional<Clip> picture(GopRing ring, long ptsUs) {
        return Optional.of(ring.gopAt(ptsUs)).filter(clip -> !clip.isEmpty());
    }

    static Incident incident(String id) {
        return new Incident(
                id,
                "cam-1",
                "zone-1",
                Kind.VENDING,
                moment(FIRST_US),
                moment(THRESHOLD_US),
                moment(RAISED_US),
                11_000_000,
                10_500_000,
                500_000,
                23,
                "0123456789ab",
                "ba9876543210",
                Basis.DETECTOR,
                Optional.empty(),
                ViewState.CLEAR,
                2,
                "stall stood in zone-1 for 11 s, longer than 10 s");
    }

    private static Moment moment(long ptsUs) {
        return new Moment(ptsUs, BASE.plus(ptsUs, ChronoUnit.MICROS), SUBJECT, List.of(OTHER, SUBJECT), MODEL);
    }
}
