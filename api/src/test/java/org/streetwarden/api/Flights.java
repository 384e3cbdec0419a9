package org.streetwarden.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
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

    /** How far a rendered flight's place is moved, away from everything else. */
    private static final double EAST_DEG = 0.4;

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
        return new LonLat(
                HOME.longitude() + eastM / metresPerDegreeEast(), HOME.latitude() + northM / METRES_PER_DEGREE);
    }

    private static double metresPerDegreeEast() {
        return METRES_PER_DEGREE * Math.cos(Math.toRadians(HOME.latitude()));
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
        fly(peers, flightId, at, cover(covered), piles);
    }

    static void fly(Peers peers, String flightId, Instant at, GroundCover cover, Pile... piles) throws Exception {
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
        peers.put(surveyed(flightId, at, cover, views));
        Peers.await("taken in", () -> peers.redis().xlen("streetwarden:records") == 0);
    }

    /** The survey of a rendered flight as {@code flights survey --json} printed it, elsewhere. */
    record Rendered(GroundCover cover, List<Pile> piles) {

        /** @param firstNumber of the first pile's incident */
        static Rendered of(String name, int firstNumber) throws IOException {
            Path file =
                    Path.of(System.getProperty("streetwarden.root"), "models/scenes/flights", name + ".survey.json");
            JsonNode survey = new ObjectMapper().readTree(file.toFile());
            List<Pile> piles = new ArrayList<>();
            for (JsonNode each : survey.get("findings")) {
                if (each.get("kind").asText().equals("dumping")) {
                    LonLat place = moved(each.get("place"));
                    piles.add(new Pile(
                            firstNumber + piles.size(),
                            Kind.DUMPING,
                            (place.longitude() - HOME.longitude()) * metresPerDegreeEast(),
                            (place.latitude() - HOME.latitude()) * METRES_PER_DEGREE,
                            each.get("uncertaintyM").asDouble(),
                            each.path("areaM2").asDouble(Double.NaN),
                            each.path("areaUnsureM2").asDouble(Double.NaN)));
                }
            }
            JsonNode cover = survey.get("cover");
            GroundCover seen = new GroundCover(
                    moved(cover.get("corner")),
                    cover.get("cellM").asDouble(),
                    cover.get("columns").asInt(),
                    cover.get("rows").asInt(),
                    cover.get("bits").asText());
            return new Rendered(seen, piles);
        }

        private static LonLat moved(JsonNode place) {
            return new LonLat(place.get(0).asDouble() + EAST_DEG, place.get(1).asDouble());
        }
    }

    private static FlightSurveyed surveyed(String flightId, Instant at, GroundCover cover, List<SiteView> views) {
        return new FlightSurveyed(
                flightId,
                "job-" + flightId,
                "worker-1",
                FlightSurveyed.Outcome.DONE,
                "",
                "flights/" + flightId + "/track.geojson",
                views,
                cover,
                at);
    }

    /** @param covered west and east half of 400 by 400 m around {@link #HOME} */
    private static GroundCover cover(boolean[] covered) {
        byte[] bits = new byte[40 * 40 / 8];
        for (int cell = 0; cell < 1600; cell++) {
            if (covered[cell % 40 < 20 ? 0 : 1]) {
                bits[cell / 8] |= (byte) (1 << (cell % 8));
            }
        }
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        return new GroundCover(at(-200, -200), CELL_M, 40, 40, text);
    }
}
