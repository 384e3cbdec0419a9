package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.zone.Kind;

/** What becomes of incidents whose cameras stand in the directory: codes, grids, units, deadlines, and one case per thing. */
class CasePlaceTest {

    /** A Friday, 16:00 in China. */
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    private static final String SYSTEM = "gb-t-47678.5-2026";
    private static final AtomicInteger NUMBERS = new AtomicInteger(1000);

    private static Peers peers;
    private static Api api;
    private static Web web;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.fixed(NOW, ZoneOffset.UTC));
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        bringCameras();
        bring(
                "codes-" + SYSTEM,
                "",
                "text/csv",
                "code,name,validTo\n09006,占道经营,\n06011,积存垃圾渣土,\n06042,满溢,2026-01-01\n");
        bring("codes-local", "", "text/csv", "code,name\n01-98,垃圾满溢\n");
        bring("code-map", "", "text/csv", """
                codeSystem,kind,label,basis,code
                %1$s,vending,,,09006
                %1$s,dumping,,,06011
                %1$s,bin-overflow,,,06042
                local,bin-overflow,,,01-98
                """.formatted(SYSTEM));
        bring("units", "", "text/csv", """
                codeSystem,code,grid,unit,unitCode,limit
                %1$s,09006,*,执法局,,4工作时
                %1$s,09006,370126001001001,一街道,11370126MB0000001X,2工作日
                %1$s,*,370126001,街道办,,24自然时
                local,01-98,责任一,环卫中心,,
                """.formatted(SYSTEM));
        bring("calendar", "", "text/csv", "day,hours\n周一,08:30-12:00 13:30-17:30\n周五,08:30-12:00 13:30-17:30\n");
        bringGrids();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    /** 1 to 5 lie in the first grid, 6 in the second; 1 and 2 on one pole, 3 is 14 m from them, 4 another 14 m on. */
    private static void bringCameras() {
        StringBuilder csv = new StringBuilder("code,name,longitude,latitude\n");
        double[][] places = {
            {117.1005, 36.9005},
            {117.1005, 36.9005},
            {117.1005, 36.9005 + 14 / 111_195.0},
            {117.1005, 36.9005 + 28 / 111_195.0},
            {117.1002, 36.9001},
            {117.1015, 36.9005},
        };
        for (int i = 0; i < places.length; i++) {
            csv.append("%s,cam %d,%s,%s\n".formatted(camera(i + 1), i + 1, places[i][0], places[i][1]));
        }
        csv.append(camera(9) + ",cam 9,,\n");
        apply(web.send(
                "POST",
                "/api/v1/cameras/imports?source=county&crs=wgs84",
                csv.toString().getBytes(UTF_8),
                "Content-Type",
                "text/csv",
                "X-Who",
                "wang",
                "X-Why",
                "trial"));
    }

    private static void bringGrids() {
        String square = """
                {"type":"Feature","properties":{"code":"%s","name":"n"},"geometry":{"type":"Polygon","coordinates":
                [[[%2$s,36.9],[%3$s,36.9],[%3$s,36.901],[%2$s,36.901],[%2$s,36.9]]]}}""";
        bring(
                "unit-grids",
                "&crs=wgs84",
                "application/geo+json",
                "{\"features\":["
                        + square.formatted("370126001001001", 117.1, 117.101) + ","
                        + square.formatted("370126001001002", 117.101, 117.102) + "]}");
        bring(
                "responsibility-grids",
                "&crs=wgs84",
                "application/geo+json",
                "{\"features\":[" + square.formatted("责任一", 117.1, 117.102) + "]}");
    }

    private static void bring(String register, String query, String mime, String body) {
        apply(web.send(
                "POST",
                "/api/v1/places/" + register + "/imports?source=sample" + query,
                body.getBytes(UTF_8),
                "Content-Type",
                mime,
                "X-Who",
                "wang",
                "X-Why",
                "trial"));
    }

    private static void apply(HttpResponse<byte[]> draft) {
        assertThat(draft.statusCode()).as(new String(draft.body(), UTF_8)).isEqualTo(201);
        HttpResponse<byte[]> done = web.send(
                "POST",
                draft.headers().firstValue("location").orElseThrow() + "/apply",
                "{\"who\":\"li\"}".getBytes(UTF_8),
                "Content-Type",
                "application/json");
        assertThat(done.statusCode()).isEqualTo(200);
    }

    private static String camera(int number) {
        return "3701260008132700%04d".formatted(number);
    }

    private static IncidentFiled incident(Kind kind, String cameraId) {
        int number = NUMBERS.incrementAndGet();
        return Records.incident(number, kind, cameraId, Records.NOON.plusSeconds(number), Map.of());
    }

    private static void put(WorkerRecord... records) throws Exception {
        for (WorkerRecord record : records) {
            peers.put(record);
        }
        Peers.await("read", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
    }

    private static JsonNode caseOf(IncidentFiled filed) throws SQLException {
        return web.json("/api/v1/cases/" + peers.text("""
                SELECT case_no FROM cases WHERE incident_id = '%1$s' OR id =
                    (SELECT case_id FROM case_incidents WHERE incident_id = '%1$s')""".formatted(filed.incidentId())));
    }

    private static void end(JsonNode open) throws Exception {
        HttpResponse<byte[]> judged = JudgedCases.judge(
                web, open.get("caseNo").asText(), "{\"who\":\"wang\",\"confirmed\":false,\"reason\":\"gone\"}");
        assertThat(judged.statusCode()).isEqualTo(201);
        peers.sql("""
                WITH step AS (INSERT INTO case_history (case_id, at, actor, action, why, from_status, to_status)
                    SELECT id, now(), 'wang', 'MOVED', 'test', 'PENDING_REVIEW', 'REJECTED' FROM cases
                    WHERE case_no = '%1$s' AND status = 'PENDING_REVIEW' RETURNING id, case_id)
                SELECT 1""".formatted(open.get("caseNo").asText()));
        peers.sql("""
                UPDATE cases SET status = 'REJECTED', moved_by =
                    (SELECT max(id) FROM case_history h WHERE h.case_id = cases.id AND h.to_status = 'REJECTED')
                WHERE case_no = '%s' AND status = 'PENDING_REVIEW'""".formatted(open.get("caseNo").asText()));
    }

    @Test
    void saysWhatItIsCalledWhereItIsAndWhoseItIs() throws Exception {
        IncidentFiled filed = incident(Kind.VENDING, camera(5));
        put(filed);
        JsonNode found = caseOf(filed);
        assertThat(found.get("codes").toString())
                .matches("\\[\\{\"codeSystem\":\"%s\",\"version\":[12],\"code\":\"09006\",\"name\":\"占道经营\"}]"
                        .formatted(SYSTEM));
        JsonNode place = found.get("place");
        assertThat(place.at("/position/longitude").asDouble()).isEqualTo(117.1002);
        assertThat(place.at("/position/declaredCrs").asText()).isEqualTo("wgs84");
        assertThat(place.at("/position/uncertaintyM").isNull()).isTrue();
        assertThat(place.at("/unitGrid/code").asText()).isEqualTo("370126001001001");
        assertThat(place.at("/responsibilityGrid/code").asText()).isEqualTo("责任一");
        assertThat(place.at("/unit/name").asText()).isEqualTo("一街道");
        assertThat(place.at("/unit/code").asText()).isEqualTo("11370126MB0000001X");
        assertThat(place.get("timeLimit").asText()).isEqualTo("2 working-days");
        assertThat(place.get("dueAt").asText()).isEqualTo("2026-11-27T09:30:00Z");
        assertThat(place.get("gaps")).isEmpty();
    }

    @Test
    void takesTheNarrowerRowAndTheCodeThatIsValid() throws Exception {
        IncidentFiled second = incident(Kind.VENDING, camera(6));
        IncidentFiled dumped = incident(Kind.DUMPING, camera(5));
        IncidentFiled bin = incident(Kind.BIN_OVERFLOW, camera(5));
        put(second, dumped, bin);
        assertThat(caseOf(second).at("/place/unit/name").asText()).isEqualTo("执法局");
        assertThat(caseOf(second).at("/place/dueAt").asText()).isEqualTo("2026-11-23T03:00:00Z");
        assertThat(caseOf(dumped).at("/place/unit/name").asText()).isEqualTo("街道办");
        assertThat(caseOf(dumped).at("/place/dueAt").asText()).isEqualTo("2026-11-21T08:00:00Z");
        assertThat(caseOf(dumped).at("/place/calendarVersion").isNull()).isTrue();
        assertThat(caseOf(bin).at("/codes/0/code").asText()).isEqualTo("01-98");
        assertThat(caseOf(bin).at("/codes").size()).isEqualTo(1);
        assertThat(caseOf(bin).at("/place/gaps").toString()).isEqualTo("[\"no-limit\"]");
    }

    @Test
    void saysWhatItCannotTell() throws Exception {
        IncidentFiled unknown = incident(Kind.GREEN_PARKING, "somewhere");
        IncidentFiled without = incident(Kind.VENDING, camera(9));
        put(unknown, without);
        JsonNode place = caseOf(unknown).get("place");
        assertThat(place.get("position").isNull()).isTrue();
        assertThat(place.get("unitGrid").isNull()).isTrue();
        assertThat(place.get("gaps").toString()).isEqualTo("[\"no-position\",\"no-code\",\"no-unit\"]");
        assertThat(caseOf(without).at("/place/gaps").toString()).isEqualTo("[\"no-position\"]");
        assertThat(caseOf(without).at("/place/unit/name").asText()).isEqualTo("执法局");
    }

    @Test
    void keepsWhatACaseWasCalledWhenTheTableChanges() throws Exception {
        IncidentFiled before = incident(Kind.DUMPING, "here");
        put(before);
        bring("codes-" + SYSTEM, "", "text/csv", "code,name,validTo\n09006,占道经营,\n06011,另一名称,\n06042,满溢,2026-01-01\n");
        IncidentFiled after = incident(Kind.DUMPING, "there");
        put(after);
        assertThat(caseOf(before).at("/codes/0/name").asText()).isEqualTo("积存垃圾渣土");
        assertThat(caseOf(after).at("/codes/0/name").asText()).isEqualTo("另一名称");
        assertThat(caseOf(after).at("/codes/0/version").asInt())
                .isEqualTo(caseOf(before).at("/codes/0/version").asInt() + 1);
    }

    /** One camera under two ids, as two gateways name it: both see the one stall. */
    @Test
    void makesOneCaseOfWhatTwoCamerasOnOnePoleSee() throws Exception {
        IncidentFiled first = incident(Kind.GREEN_PARKING, camera(1));
        IncidentFiled again = incident(Kind.GREEN_PARKING, camera(2));
        put(first, again, again, first);
        JsonNode found = caseOf(again);
        assertThat(found.get("incidentId").asText()).isEqualTo(first.incidentId());
        assertThat(found.get("sightings").size()).isEqualTo(2);
        JsonNode joined = found.at("/sightings/1");
        assertThat(joined.at("/camera/id").asText()).isEqualTo(camera(2));
        assertThat(joined.get("sameBecause").asText()).isEqualTo("nearby");
        assertThat(joined.get("joinedAs").asText()).isEqualTo("MERGED");
        assertThat(found.at("/history/1/action").asText()).isEqualTo("SEEN_AGAIN");
        assertThat(found.at("/history/1/why").asText()).contains(camera(2), "0 m");
        assertThat(found.get("history").size()).isEqualTo(2);

        put(cleared(again, 60), cleared(again, 60));
        assertThat(caseOf(first).get("clearedAt").isNull()).isTrue();
        assertThat(caseOf(first).at("/sightings/1/clearedAt").isNull()).isFalse();
        put(cleared(first, 30));
        assertThat(caseOf(first).get("lastSeenAt").asText())
                .isEqualTo(again.raisedAt().plusSeconds(60).toString());
        IncidentFiled third = incident(Kind.GREEN_PARKING, camera(1));
        put(cleared(third, 5), third);
        assertThat(caseOf(third).get("sightings").size())
                .as("another zone of camera 1")
                .isEqualTo(1);
        end(caseOf(first));
        end(caseOf(third));
    }

    private static WorkerRecord.IncidentCleared cleared(IncidentFiled filed, int afterSeconds) {
        Instant seen = filed.raisedAt().plusSeconds(afterSeconds);
        return new WorkerRecord.IncidentCleared(filed.incidentId(), seen, seen.plusSeconds(20));
    }

    @Test
    void joinsNobodyElsesCase() throws Exception {
        IncidentFiled first = incident(Kind.BIN_OVERFLOW, camera(1));
        IncidentFiled near = incident(Kind.BIN_OVERFLOW, camera(3));
        IncidentFiled further = incident(Kind.BIN_OVERFLOW, camera(4));
        IncidentFiled otherKind = incident(Kind.VENDING, camera(1));
        IncidentFiled lost = incident(Kind.BIN_OVERFLOW, "lost");
        put(first, near, further, otherKind, lost);
        assertThat(caseOf(near).get("incidentId").asText()).isEqualTo(first.incidentId());
        assertThat(caseOf(further).get("incidentId").asText())
                .as("within 15 m of one that saw it")
                .isEqualTo(first.incidentId());
        assertThat(caseOf(otherKind).get("sightings").size()).isEqualTo(1);
        assertThat(caseOf(lost).get("sightings").size()).isEqualTo(1);
        end(caseOf(first));
        IncidentFiled later = incident(Kind.BIN_OVERFLOW, camera(2));
        put(later);
        assertThat(caseOf(later).get("incidentId").asText()).isEqualTo(later.incidentId());
    }

    @Test
    void servesTheEvidenceOfEverySighting() throws Exception {
        IncidentFiled first = incident(Kind.VENDING, "pole");
        IncidentFiled made = Records.incident(
                NUMBERS.incrementAndGet(),
                Kind.VENDING,
                "pole",
                Records.NOON,
                Records.evidence(new byte[] {1, 2}, new byte[] {3}));
        IncidentFiled again = Records.inZone(made, first.zoneId());
        peers.store(again.evidencePrefix() + "clip.mp4", "video/mp4", new byte[] {1, 2});
        put(first, again);
        JsonNode joined = caseOf(first).at("/sightings/1");
        assertThat(joined.get("sameBecause").asText()).isEqualTo("same-zone");
        HttpResponse<byte[]> clip = web.get(joined.at("/evidence/parts/0/href").asText());
        assertThat(clip.body()).isEqualTo(new byte[] {1, 2});
        assertThat(web.get(joined.at("/evidence/manifest/href").asText().replace("manifest.json", "nothing"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void makesOneCaseOfWhatTwoApisReadAtOnce() throws Exception {
        IncidentFiled first = incident(Kind.VENDING, "crowd");
        List<IncidentFiled> all = new ArrayList<>(List.of(first));
        for (int i = 0; i < 15; i++) {
            all.add(Records.inZone(incident(Kind.VENDING, "crowd"), first.zoneId()));
        }
        try (Api other = Api.start(peers.settings(), Clock.fixed(NOW, ZoneOffset.UTC))) {
            assertThat(other.port()).isPositive();
            for (IncidentFiled each : all) {
                peers.put(each);
                peers.put(each);
            }
            put(cleared(first, 30));
        }
        assertThat(peers.count("SELECT count(*) FROM cases WHERE camera_id = 'crowd'"))
                .isEqualTo(1);
        assertThat(caseOf(first).get("sightings").size()).isEqualTo(all.size());
    }

    @Test
    void keepsAnIncidentInOneCaseWhateverIsWritten() throws Exception {
        IncidentFiled first = incident(Kind.VENDING, "wall");
        IncidentFiled again = Records.inZone(incident(Kind.VENDING, "wall"), first.zoneId());
        put(first, again);
        for (IncidentFiled each : List.of(first, again)) {
            String second = """
                    INSERT INTO case_incidents (incident_id, case_id, joined_at, joined_as, camera_id, zone_id, worker_id,
                        raised_at, why, evidence_prefix, manifest_sha256, parts)
                    SELECT '%s', id, now(), 'MERGED', camera_id, zone_id, worker_id, raised_at, why, evidence_prefix,
                        manifest_sha256, '[]' FROM cases WHERE incident_id = '%s'""".formatted(each.incidentId(), first.incidentId());
            assertThatThrownBy(() -> peers.sql(second)).isInstanceOf(SQLException.class);
        }
        put(first, again, again);
        assertThat(caseOf(again).get("sightings").size()).isEqualTo(2);
        assertThat(peers.count("SELECT count(*) FROM rejected_records")).isZero();
    }
}
