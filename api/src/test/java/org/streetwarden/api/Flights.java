package org.streetwarden.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.casefile.FlightKeys;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;
import org.streetwarden.casefile.GroundSight;
import org.streetwarden.casefile.SiteView;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundCover;
import org.streetwarden.zone.Kind;

/** Flights as workers report them: piles on the ground around one place, and the ground that was seen. */
final class Flights {

    static final LonLat HOME = new LonLat(117.3, 36.8);
    static final double METRES_PER_DEGREE = 111_195;

    private static final double CELL_M = 10;

    private Flights() {}

    /**
     * A thing on the ground.
     *
     * @param number of its incident
     * @param eastM from {@link #HOME}
     * @param areaM2 NaN where not estimated
     */
    record Pile(
            int number, Kind kind, double eastM, double northM, double uncertaintyM, double areaM2, double unsureM2) {

        static Pile dumped(int number, double eastM, double northM, double areaM2) {
            return new Pile(number, Kind.DUMPING, eastM, northM, 4, areaM2, 2);
        }

        LonLat place() {
            return at(eastM, northM);
        }
    }

    static LonLat at(double eastM, double northM) {
        double east = METRES_PER_DEGREE * Math.cos(Math.toRadians(HOME.latitude()));
        return new LonLat(HOME.longitude() + eastM / east, HOME.latitude() + northM / METRES_PER_DEGREE);
    }

    /** A picture of 64 by 36 m of ground with the pile in its middle, north above. */
    static GroundSight sight(String flightId, Pile pile) {
        List<LonLat> footprint = List.of(
                at(pile.eastM() - 32, pile.northM() + 18),
                at(pile.eastM() + 32, pile.northM() + 18),
                at(pile.eastM() + 32, pile.northM() - 18),
                at(pile.eastM() - 32, pile.northM() - 18));
        return new GroundSight(
                pile.place(),
                pile.uncertaintyM(),
                80,
                flightId,
                "M3E",
                "…4F2A",
                footprint,
                pile.areaM2(),
                Double.isNaN(pile.areaM2()) ? Double.NaN : pile.unsureM2());
    }

    static IncidentFiled incident(String flightId, Pile pile, Instant at, Map<String, byte[]> evidence) {
        IncidentFiled filed = Records.incident(pile.number(), pile.kind(), FlightKeys.cameraId(flightId), at, evidence);
        return new IncidentFiled(
                filed.incidentId(),
                filed.kind(),
                filed.cameraId(),
                "城北勘察",
                FlightKeys.ZONE_ID,
                "rubbish",
                filed.score(),
                filed.box(),
                filed.experimental(),
                filed.firstSeenAt(),
                filed.thresholdAt(),
                filed.raisedAt(),
                Duration.ofSeconds(9),
                Duration.ofSeconds(8),
                Duration.ofSeconds(1),
                filed.model(),
                filed.ruleVersion(),
                filed.zoneVersion(),
                filed.why(),
                filed.workerId(),
                filed.evidencePrefix(),
                filed.manifestSha256(),
                filed.parts(),
                filed.basis(),
                null,
                sight(flightId, pile));
    }

    /** Files everything that a flight found, then its end; the evidence of each is its still. */
    static void fly(Peers peers, String flightId, Instant at, boolean[] covered, Pile... piles) throws Exception {
        List<SiteView> views = new ArrayList<>();
        for (Pile pile : piles) {
            Map<String, byte[]> evidence = new LinkedHashMap<>();
            evidence.put("raised.jpg", JudgedCases.still(pile.number()));
            evidence.put("raised-boxes.jpg", JudgedCases.still(pile.number()));
            evidence.put(
                    "manifest.json",
                    "{\"schema\":1,\"seen\":{\"raised\":[]}}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (var part : evidence.entrySet()) {
                peers.store(
                        Records.prefix(pile.number()) + part.getKey(), Records.mime(part.getKey()), part.getValue());
            }
            IncidentFiled filed = incident(flightId, pile, at, evidence);
            peers.put(filed);
            views.add(new SiteView(
                    filed.incidentId(),
                    pile.kind(),
                    "rubbish",
                    pile.place(),
                    pile.uncertaintyM(),
                    pile.areaM2(),
                    pile.unsureM2(),
                    5,
                    at));
        }
        peers.put(surveyed(flightId, at, covered, views));
        Peers.await("taken in", () -> peers.redis().xlen("streetwarden:records") == 0);
    }

    /** @param covered west and east half of 400 by 400 m around {@link #HOME} */
    static FlightSurveyed surveyed(String flightId, Instant at, boolean[] covered, List<SiteView> views) {
        byte[] bits = new byte[40 * 40 / 8];
        for (int cell = 0; cell < 1600; cell++) {
            if (covered[cell % 40 < 20 ? 0 : 1]) {
                bits[cell / 8] |= (byte) (1 << (cell % 8));
            }
        }
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        return new FlightSurveyed(
                flightId,
                "job-" + flightId,
                "worker-1",
                FlightSurveyed.Outcome.DONE,
                "",
                "flights/" + flightId + "/track.geojson",
                views,
                new GroundCover(at(-200, -200), CELL_M, 40, 40, text),
                at);
    }
}
