package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.zone.Kind;

/** Cases as service requests: what may be told, by the names of GeoReport v2, page by page. */
class Open311Test {

    @SuppressWarnings("TimeInStaticInitializer") // one class, one run
    private static final Instant BEGIN = Instant.now().minus(Duration.ofDays(5));

    private static Peers peers;
    private static Api api;
    private static Web web;
    private static final List<String> TOLD = new ArrayList<>();
    private static String waits;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        Kind[] kinds = {Kind.VENDING, Kind.DUMPING, Kind.VENDING, Kind.VENDING};
        for (int i = 0; i < kinds.length; i++) {
            peers.put(Records.incident(i + 1, kinds[i], "cam-" + i, BEGIN.plusSeconds(60L * i), Map.of()));
        }
        Peers.await("filed", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
        JsonNode cases = web.json("/api/v1/cases").get("cases");
        waits = cases.get(0).get("caseNo").asText();
        for (int i = 3; i > 0; i--) {
            TOLD.add(cases.get(i).get("caseNo").asText());
            JudgedCases.judge(web, TOLD.getLast(), "{\"who\":\"wang\",\"confirmed\":true}");
        }
        post(TOLD.get(2), "{\"caseNo\":\"%s\",\"status\":\"结案\",\"at\":\"%s\"}".formatted(TOLD.get(2), Instant.now()));
    }

    private static void post(String caseNo, String callback) {
        assertThat(web.send(
                                "POST",
                                "/api/v1/callbacks/status",
                                callback.getBytes(UTF_8),
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .as(caseNo)
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static List<String> numbers(String query) {
        List<String> numbers = new ArrayList<>();
        web.json("/open311/v2/requests.json" + query)
                .forEach(each -> numbers.add(each.get("service_request_id").asText()));
        return numbers;
    }

    @Test
    void tellsOfWhatWasApprovedAndOfNothingThatWaits() {
        assertThat(numbers("")).containsExactlyElementsOf(TOLD.reversed());
        assertThat(numbers("?service_request_id=" + waits)).isEmpty();
        assertThat(web.get("/open311/v2/requests/" + waits + ".json").statusCode())
                .isEqualTo(404);
        JsonNode one =
                web.json("/open311/v2/requests/" + TOLD.getFirst() + ".json").get(0);
        assertThat(one.get("status").asText()).isEqualTo("open");
        assertThat(one.get("service_code").asText()).isEqualTo("vending");
        assertThat(one.toString()).doesNotContain("evidence", "clip", "cam-0", "score");
    }

    @Test
    void filtersAndPages() {
        assertThat(numbers("?service_code=dumping")).containsExactly(TOLD.get(1));
        assertThat(numbers("?status=closed")).containsExactly(TOLD.get(2));
        assertThat(numbers("?status=open,closed")).hasSize(3);
        assertThat(numbers("?page_size=2&page=2")).containsExactly(TOLD.getFirst());
        assertThat(numbers("?service_request_id=" + TOLD.get(0) + "," + TOLD.get(2)))
                .hasSize(2);
        assertThat(numbers("?end_date=" + BEGIN.plusSeconds(30))).containsExactly(TOLD.getFirst());
        assertThat(numbers("?start_date=" + BEGIN.minus(Duration.ofDays(200)))).isEmpty();
        for (String wrong : List.of(
                "?status=ajar",
                "?service_code=x",
                "?page=0",
                "?start_date=2020-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z")) {
            assertThat(web.get("/open311/v2/requests.json" + wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void writesXmlAsWell() throws Exception {
        byte[] xml = web.get("/open311/v2/requests.xml").body();
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("service_requests");
        assertThat(document.getElementsByTagName("request").getLength()).isEqualTo(3);
        assertThat(web.json("/open311/v2/services.json")).hasSize(4);
        assertThat(web.get("/open311/v2/services.txt").statusCode()).isEqualTo(404);
    }
}
