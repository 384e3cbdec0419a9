package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.Flights.Pile;
import org.streetwarden.api.Flights.Rendered;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.directory.LonLat;
import org.streetwarden.zone.Kind;

/** What becomes of what flights see: where it is, which case it belongs to, and how rules weigh its place. */
class FlightCaseTest extends LifeBench {

    private static int flights;

    private static String flight() {
        return "F20261120-CASE%04d".formatted(++flights);
    }

    private static Pile pile(Kind kind, double eastM, double northM, double uncertaintyM) {
        return new Pile(++lastNumber, kind, eastM, northM, uncertaintyM, 40, 3);
    }

    private static String file(String flightId, Pile pile, Instant at) throws Exception {
        IncidentFiled filed = Flights.incident(flightId, pile, at, Map.of());
        peers.put(filed);
        Peers.await("taken in", () -> peers.redis().xlen("streetwarden:records") == 0);
        return peers.text(
                "SELECT coalesce(case_no, outcome) FROM incidents WHERE incident_id = '" + filed.incidentId() + "'");
    }

    @Test
    void saysWhereItIsAndHowSurely() throws Exception {
        String flightId = flight();
        String caseNo = file(flightId, pile(Kind.DUMPING, 3000, 0, 6), closedAt);
        JsonNode detail = shown(caseNo);
        assertThat(detail.at("/camera/id").asText()).isEqualTo("flight:" + flightId);
        assertThat(detail.at("/place/position/of").asText()).isEqualTo("ground");
        assertThat(detail.at("/place/position/uncertaintyM").asDouble()).isEqualTo(6);
        assertThat(detail.at("/ground/flightId").asText()).isEqualTo(flightId);
        assertThat(detail.at("/ground/aircraft").asText()).isEqualTo("M3E");
        assertThat(detail.at("/ground/footprint")).hasSize(4);
        assertThat(detail.at("/ground/areaM2").asDouble()).isEqualTo(40);
        assertThat(web.json("/api/v1/cases?camera=flight:" + flightId).get("cases"))
                .hasSize(1);
    }

    /** The first is sure to 40 m, the second to 3 m and 35 m away: one thing, and the surer sight says where. */
    @Test
    void joinsAnEarlierFlightsCaseAndSharpensItsPlace() throws Exception {
        String first = file(flight(), pile(Kind.DUMPING, 3200, 0, 40), closedAt);
        String later = flight();
        assertThat(file(later, pile(Kind.DUMPING, 3200, 35, 3), closedAt.plusSeconds(3600)))
                .isEqualTo(first);
        JsonNode detail = shown(first);
        assertThat(detail.at("/sightings/1/sameBecause").asText()).isEqualTo("same-ground");
        assertThat(detail.at("/ground/flightId").asText()).isEqualTo(later);
        assertThat(detail.at("/ground/uncertaintyM").asDouble()).isEqualTo(3);
        assertThat(detail.at("/place/position/uncertaintyM").asDouble()).isEqualTo(40);
        assertThat(texts(detail.get("history"), "action")).contains("SEEN_AGAIN");
    }

    @Test
    void keepsApartWhatIsSurelyApartAndWhatOneFlightTellsApart() throws Exception {
        String flightId = flight();
        String one = file(flightId, pile(Kind.DUMPING, 3400, 0, 4), closedAt);
        String beside = file(flightId, pile(Kind.DUMPING, 3400, 8, 4), closedAt);
        assertThat(beside).isNotEqualTo(one);
        String other = flight();
        assertThat(file(other, pile(Kind.DUMPING, 3400, 7, 4), closedAt)).isEqualTo(beside);
        assertThat(file(other, pile(Kind.DUMPING, 3400, 1, 4), closedAt)).isEqualTo(one);
        assertThat(file(flight(), pile(Kind.DUMPING, 3400, 40, 4), closedAt)).isNotIn(one, beside);
        assertThat(file(flight(), pile(Kind.GREEN_PARKING, 3400, 0, 4), closedAt))
                .isNotIn(one, beside);
    }

    @Test
    void joinsACamerasCaseWithinItsReachAndIsJoinedByACamera() throws Exception {
        stand("37012600011320000071", Flights.at(3600, 0));
        stand("37012600011320000072", Flights.at(3620, 0));
        String seen = file(Kind.DUMPING, "37012600011320000071", closedAt);
        assertThat(file(flight(), pile(Kind.DUMPING, 3600, 25, 5), closedAt)).isEqualTo(seen);
        assertThat(file(flight(), pile(Kind.DUMPING, 3600, -60, 5), closedAt)).isNotEqualTo(seen);
        String flown = file(flight(), pile(Kind.BIN_OVERFLOW, 3620, 20, 5), closedAt);
        assertThat(file(Kind.BIN_OVERFLOW, "37012600011320000072", closedAt.plusSeconds(60)))
                .isNull();
        assertThat(peers.text("SELECT same_because FROM case_incidents WHERE incident_id = '"
                        + Records.incidentId(lastNumber) + "'"))
                .isEqualTo("same-ground");
        assertThat(shown(flown).get("sightings")).hasSize(2);
        assertThat(shown(flown).get("clearedAt").isNull()).isTrue();
        peers.put(Records.cleared(lastNumber));
        Peers.await(
                "gone as its camera saw", () -> !shown(flown).get("clearedAt").isNull());
    }

    @Test
    void opensAClosedCaseAgainButNotForWhatAFlightSawBefore() throws Exception {
        String caseNo = file(flight(), pile(Kind.GREEN_PARKING, 3800, 0, 4), closedAt.minusSeconds(600));
        assertThat(outcome(callBack(caseNo, "结案", closedAt, ""))).isEqualTo("MOVED CLOSED");
        assertThat(file(flight(), pile(Kind.GREEN_PARKING, 3800, 3, 4), closedAt.minusSeconds(60)))
                .isEqualTo(caseNo);
        assertThat(status(caseNo)).isEqualTo("CLOSED");
        assertThat(file(flight(), pile(Kind.GREEN_PARKING, 3800, 5, 4), closedAt.plus(Duration.ofHours(2))))
                .isEqualTo(caseNo);
        assertThat(status(caseNo)).isEqualTo("REWORK");
    }

    /** The belt's border runs 10 m east of the first, through the second, 10 m west of the third; each is sure to 4 m. */
    @Test
    void weighsGreenBeltsByItsOwnUncertainty() throws Exception {
        belt(4000, 4100);
        rules("""
                version: 1
                time-zone: Asia/Shanghai
                rules:
                  - id: green
                    kinds: [green-parking]
                    least: {dwell: 5m}
                    permitted: {green-belts-only: true, unsure: file}
                """);
        String inside = file(flight(), pile(Kind.GREEN_PARKING, 4090, 0, 4), closedAt);
        String unsure = file(flight(), pile(Kind.GREEN_PARKING, 4101, 40, 4), closedAt);
        String outside = file(flight(), pile(Kind.GREEN_PARKING, 4120, -40, 4), closedAt);
        assertThat(outside).isEqualTo("SUPPRESS");
        assertThat(where(inside)).isEqualTo("met inside");
        assertThat(where(unsure)).isEqualTo("unsure unsure");
        assertThat(web.json("/api/v1/cases/" + unsure + "/why")
                        .at("/incidents/0/decision/review")
                        .asBoolean())
                .isTrue();
        assertThat(status(unsure)).isEqualTo("PENDING_REVIEW");
        rules("version: 1\ntime-zone: Asia/Shanghai\nrules: []\n");
    }

    /** The west half was flown again: one pile has grown, one is gone, one is new; what lies east was not seen. */
    @Test
    void keepsARegisterOfSitesThatFlyingAgainUpdates() throws Exception {
        int number = lastNumber;
        lastNumber += 6;
        boolean[] all = {true, true};
        Flights.fly(
                peers,
                flight(),
                closedAt,
                all,
                Pile.dumped(number + 1, -100, 0, 40),
                Pile.dumped(number + 2, -100, 80, 40),
                Pile.dumped(number + 3, 100, 0, 40));
        String again = flight();
        Flights.fly(
                peers,
                again,
                closedAt.plus(Duration.ofDays(2)),
                new boolean[] {true, false},
                Pile.dumped(number + 4, -98, 1, 60),
                Pile.dumped(number + 5, -100, -80, 20));
        List<JsonNode> sites = sites(Flights.at(-1000, 0), Flights.at(1000, 0));
        assertThat(sites).hasSize(4);
        Map<String, String> newest = new java.util.TreeMap<>();
        sites.forEach(site -> newest.put(
                "%.0f"
                                .formatted((site.get("latitude").asDouble() - Flights.HOME.latitude())
                                        * Flights.METRES_PER_DEGREE)
                        + (site.get("longitude").asDouble() > Flights.HOME.longitude() ? " east" : " west"),
                site.at("/views/0/change").asText() + " "
                        + site.at("/views/0/proposal").asText()));
        assertThat(newest)
                .containsEntry("80 west", "GONE CLOSE")
                .containsEntry("-80 west", "NEW NONE")
                .containsEntry("0 west", "GROWN NONE")
                .containsEntry("0 east", "NEW NONE");
        JsonNode grown = web.json("/api/v1/sites/" + sites.get(3).get("id").asLong());
        assertThat(grown.get("views")).hasSize(2);
        for (JsonNode view : grown.get("views")) {
            HttpResponse<byte[]> picture = web.get("/api/v1/sites/%d/views/%d/ground.jpg"
                    .formatted(grown.get("id").asLong(), view.get("id").asLong()));
            assertThat(picture.statusCode()).isEqualTo(200);
            assertThat(ImageIO.read(new ByteArrayInputStream(picture.body())).getWidth())
                    .isEqualTo(512);
        }
    }

    /** What the shipped model saw on two rendered flights: a week later one pile has grown, one is gone and one is new. */
    @Test
    void saysWhatARenderedFlightFoundAgain() throws Exception {
        Rendered first = Rendered.of("survey", lastNumber + 1);
        Rendered again = Rendered.of("reflight", lastNumber + 1 + first.piles().size());
        lastNumber += first.piles().size() + again.piles().size();
        Flights.fly(peers, flight(), closedAt, first.cover(), first.piles().toArray(Pile[]::new));
        Instant later = closedAt.plus(Duration.ofDays(7));
        Flights.fly(peers, flight(), later, again.cover(), again.piles().toArray(Pile[]::new));
        List<String> newest = new ArrayList<>();
        sites(new LonLat(117.4, 36), new LonLat(117.5, 37))
                .forEach(site -> newest.add(site.at("/views/0/change").asText() + " "
                        + site.at("/views/0/proposal").asText()));
        assertThat(newest)
                .containsExactlyInAnyOrder(
                        "GROWN NONE", "GONE CLOSE", "NEW NONE", "UNCHANGED NONE", "UNCHANGED NONE", "UNCHANGED NONE");
    }

    private static List<JsonNode> sites(LonLat west, LonLat east) {
        List<JsonNode> sites = new ArrayList<>();
        for (JsonNode site : web.json("/api/v1/sites").get("sites")) {
            double longitude = site.get("longitude").asDouble();
            if (longitude > west.longitude() && longitude < east.longitude()) {
                sites.add(site);
            }
        }
        return sites;
    }

    private static String where(String caseNo) {
        for (JsonNode step : web.json("/api/v1/cases/" + caseNo + "/why").at("/incidents/0/decision/steps")) {
            if (step.get("check").asText().equals("green-belts")) {
                return step.get("result").asText() + " "
                        + step.at("/facts/where").asText();
            }
        }
        return "";
    }

    private static void stand(String camera, LonLat place) throws Exception {
        peers.sql("""
                INSERT INTO directory_entries (code, source, facts, first_seen_at, changed_at) VALUES ('%s', 'county',
                '{"kind":"camera","name":"n","division":"370126","parent":"","status":"ON","crs":"wgs84",
                "longitude":%s,"latitude":%s}', now(), now())""".formatted(camera, place.longitude(), place.latitude()));
    }

    private static void belt(double westM, double eastM) throws Exception {
        String ring = "[%1$s,%3$s],[%2$s,%3$s],[%2$s,%4$s],[%1$s,%4$s],[%1$s,%3$s]"
                .formatted(
                        Flights.at(westM, 0).longitude(),
                        Flights.at(eastM, 0).longitude(),
                        Flights.at(0, -100).latitude(),
                        Flights.at(0, 100).latitude());
        String body = "{\"features\":[{\"type\":\"Feature\",\"properties\":{\"code\":\"GB-1\",\"name\":\"绿带\"},"
                + "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[" + ring + "]]}}]}";
        HttpResponse<byte[]> draft = web.send(
                "POST",
                "/api/v1/places/green-belts/imports?source=s&crs=wgs84",
                body.getBytes(UTF_8),
                "Content-Type",
                "application/geo+json",
                "X-Who",
                "wang",
                "X-Why",
                "trial");
        assertThat(draft.statusCode()).as(new String(draft.body(), UTF_8)).isEqualTo(201);
        String location = draft.headers().firstValue("location").orElseThrow();
        assertThat(post(location + "/apply", "{\"who\":\"li\"}").statusCode()).isEqualTo(200);
    }

    private static void rules(String yaml) {
        HttpResponse<byte[]> answer = web.send(
                "POST",
                "/api/v1/rules/apply",
                yaml.getBytes(UTF_8),
                "Content-Type",
                "application/yaml",
                "X-Who",
                "wang",
                "X-Why",
                "trial");
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isBetween(200, 201);
    }
}
