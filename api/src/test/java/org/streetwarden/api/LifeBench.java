package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.streetwarden.zone.Kind;

/** What tests of the life of a case have: an api, and cases that are filed, judged and moved over HTTP. */
abstract class LifeBench {

    static final String CONFIRMED = "{\"who\":\"王\",\"confirmed\":true}";
    static final String FALSE_DETECTION = "{\"who\":\"王\",\"confirmed\":false,\"reason\":\"false-detection\"}";

    /** Far enough back that what follows within a week has been. */
    static Instant closedAt;

    static Peers peers;
    static Api api;
    static Web web;
    static int lastNumber;

    @BeforeAll
    static void start() throws Exception {
        closedAt = Instant.now().minus(Duration.ofDays(8)).truncatedTo(ChronoUnit.SECONDS);
        peers = Peers.start();
        Map<String, String> environment = peers.environment();
        environment.put("STREETWARDEN_REVIEW", "vending=always, green-parking=0.8");
        environment.put("STREETWARDEN_STATUS_MAP", "3=HANDLED,已办=HANDLED");
        api = Api.start(ApiSettings.from(environment), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    static String file(Kind kind, String cameraId, Instant raisedAt) throws Exception {
        int number = ++lastNumber;
        peers.put(Records.inZone(Records.incident(number, kind, cameraId, raisedAt, Map.of()), "zone-1"));
        Peers.await("taken in", () -> peers.redis().xlen("streetwarden:records") == 0);
        return peers.text("SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'");
    }

    static String fresh() throws Exception {
        return file(Kind.VENDING, "cam-" + (lastNumber + 1), closedAt);
    }

    /** One that was handed over. */
    static String pushed() throws Exception {
        String caseNo = fresh();
        JudgedCases.judge(web, caseNo, CONFIRMED);
        assertThat(step(caseNo, "push").statusCode()).isEqualTo(200);
        return caseNo;
    }

    static HttpResponse<byte[]> post(String path, String json) {
        return web.send("POST", path, json.getBytes(UTF_8), "Content-Type", "application/json");
    }

    static HttpResponse<byte[]> step(String caseNo, String action) {
        return post(
                "/api/v1/cases/" + caseNo + "/steps",
                "{\"action\":\"%s\",\"who\":\"李\",\"why\":\"试\"}".formatted(action));
    }

    static HttpResponse<byte[]> callBack(String caseNo, String status, Instant at, String more) {
        return post(
                "/api/v1/callbacks/status",
                "{\"caseNo\":\"%s\",\"status\":\"%s\",\"at\":\"%s\"%s}".formatted(caseNo, status, at, more));
    }

    static String outcome(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        JsonNode json = Web.json(answer);
        return json.get("outcome").asText() + " " + json.get("status").asText();
    }

    static JsonNode shown(String caseNo) {
        return web.json("/api/v1/cases/" + caseNo);
    }

    static String status(String caseNo) {
        return shown(caseNo).get("status").asText();
    }

    static List<String> texts(JsonNode array, String field) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.get(field).asText()));
        return texts;
    }
}
