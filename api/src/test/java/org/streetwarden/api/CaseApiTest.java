package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.zone.Kind;

/** Lists, cases and evidence over HTTP, against real servers. */
class CaseApiTest {

    private static final int CASES = 45;
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final byte[] CLIP = random(300_000, 1);
    private static final byte[] STILL = random(5_000, 2);

    private static Peers peers;
    private static Api api;
    private static Web web;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        Map<String, byte[]> evidence = Records.evidence(CLIP, STILL);
        for (var part : evidence.entrySet()) {
            peers.store(Records.prefix(1) + part.getKey(), Records.mime(part.getKey()), part.getValue());
        }
        peers.put(Records.camera("cam-0", State.WATCHING, Records.NOON));
        for (int i = 1; i <= CASES; i++) {
            // Three cases share every instant, so that order needs the second key.
            peers.put(Records.incident(
                    i,
                    KINDS.get(i % 4),
                    "cam-" + i % 3,
                    Records.NOON.plusSeconds(i / 3),
                    i == 1 ? evidence : Map.of()));
        }
        Peers.await("all filed", () -> peers.redis().xlen("streetwarden:records") == 0);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static byte[] random(int bytes, int seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return content;
    }

    private static List<String> numbers(JsonNode page) {
        List<String> numbers = new ArrayList<>();
        page.get("cases").forEach(summary -> numbers.add(summary.get("caseNo").asText()));
        return numbers;
    }

    private static List<String> walk(String filter, int limit) {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = web.json("/api/v1/cases?limit=" + limit + filter + cursor);
            assertThat(page.get("cases").size()).isLessThanOrEqualTo(limit);
            all.addAll(numbers(page));
            cursor = page.get("nextCursor").isNull()
                    ? null
                    : "&cursor=" + page.get("nextCursor").asText();
        } while (cursor != null);
        return all;
    }

    private static String first() {
        return numbers(web.json("/api/v1/cases?camera=cam-1&kind=bin-overflow&limit=200"))
                .getLast();
    }

    private static HttpResponse<byte[]> part(String name, String... headers) {
        return web.get("/api/v1/cases/" + first() + "/evidence/" + name, headers);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 44, 45, 46, 200})
    void walksEveryCaseOnceWhateverThePageSize(int limit) {
        List<String> all = walk("", limit);
        assertThat(all).hasSize(CASES).doesNotHaveDuplicates();
        assertThat(all).isEqualTo(walk("", 200));
    }

    @Test
    void listsNewestFirst() {
        JsonNode cases = web.json("/api/v1/cases?limit=200").get("cases");
        List<String> raised = new ArrayList<>();
        cases.forEach(summary -> raised.add(summary.get("raisedAt").asText()));
        assertThat(raised).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void filtersByKindCameraStatusAndTime() {
        List<String> byKind = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            byKind.addAll(walk("&kind=" + kind.id(), 4));
        }
        assertThat(new HashSet<>(byKind)).hasSize(CASES);
        assertThat(byKind).hasSize(CASES);
        assertThat(walk("&camera=cam-0&camera=cam-2", 4)).hasSize(30);
        assertThat(walk("&status=PENDING_REVIEW", 50)).hasSize(CASES);
        assertThat(walk("&from=2026-11-21T04:00:01Z&to=2026-11-21T12:00:03%2B08:00", 2))
                .hasSize(6);
        assertThat(walk("&camera=nobody", 4)).isEmpty();
    }

    @Test
    void refusesACursorOfAnotherList() {
        String cursor = web.json("/api/v1/cases?limit=2").get("nextCursor").asText();
        HttpResponse<byte[]> refused = web.get("/api/v1/cases?kind=vending&cursor=" + cursor);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Web.json(refused).get("field").asText()).isEqualTo("cursor");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0|limit",
                "limit=201|limit",
                "limit=-1|limit",
                "limit=99999999999999999999|limit",
                "limit=1&limit=2|limit",
                "limit=|limit",
                "kind=piracy|kind",
                "kind=VENDING|kind",
                "kind=vending%00|kind",
                "status=open|status",
                "camera=../../etc/passwd|camera",
                "camera=a%0d%0ab|camera",
                "camera=%27%3BDROP%20TABLE%20cases%3B--|camera",
                "from=yesterday|from",
                "from=2026-11-21|from",
                "from=2026-11-21T00:00:00|from",
                "from=-999999999-01-01T00:00:00Z|from",
                "to=%2B999999999-12-31T23:59:59Z|to",
                "from=2026-11-21T00:00:00Z&to=2026-11-21T00:00:00Z|to",
                "cursor=|cursor",
                "cursor=AAAA|cursor",
                "cursor=AX______________________________|cursor",
                "cursor=%F0%9F%98%80|cursor",
                "page=2|query",
                "%00=1|query",
            })
    void namesTheParameterAtFault(String query, String field) {
        HttpResponse<byte[]> response = web.get("/api/v1/cases?" + query);
        assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(Web.json(response).get("field").asText()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/cases/VA-370126-20261121-999999",
                "/api/v1/cases/1%20OR%201=1",
                "/api/v1/cases/%00",
                "/api/v1/cases/VA-370126-20261121-999999/evidence/clip.mp4",
                "/api/v1/nothing",
                "/assets/..%2f..%2flogback.xml",
                "/API/v1/cases",
            })
    void answersUnknownPathsWithAProblem(String path) {
        HttpResponse<byte[]> response = web.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Web.json(response).get("status").asInt()).isEqualTo(404);
    }

    @Test
    void refusesOtherMethodsAndBodies() {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE2")) {
            HttpResponse<byte[]> response = web.send(method, "/api/v1/cases");
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("allow")).hasValue("GET, HEAD");
            assertThat(response.headers().firstValue("access-control-allow-origin"))
                    .isEmpty();
        }
    }

    @Test
    void servesWholePartsWithTheirDigest() {
        HttpResponse<byte[]> whole = part("clip.mp4");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(CLIP);
        assertThat(whole.headers().firstValue("etag")).hasValue('"' + Records.sha256(CLIP) + '"');
        assertThat(whole.headers().firstValue("content-type")).hasValue("video/mp4");
        assertThat(part("raised-boxes.jpg").body()).isEqualTo(STILL);
        assertThat(part("manifest.json").body()).isEqualTo("{\"schema\":1}".getBytes(UTF_8));
        assertThat(part("clip.mp4", "If-None-Match", "\"x\", W/\"" + Records.sha256(CLIP) + "\"")
                        .statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0|0|0",
                "bytes=0-|0|299999",
                "bytes=100-199|100|199",
                "bytes=299999-|299999|299999",
                "bytes=65536-999999999|65536|299999",
                "bytes=-1|299999|299999",
                "bytes=-999999999|0|299999",
            })
    void servesRanges(String range, int from, int to) {
        HttpResponse<byte[]> response = part("clip.mp4", "Range", range);
        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.headers().firstValue("content-range")).hasValue("bytes " + from + "-" + to + "/300000");
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(CLIP, from, to + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=300000-", "bytes=300000-300001", "bytes=-0"})
    void refusesRangesBeyondTheEnd(String range) {
        HttpResponse<byte[]> response = part("clip.mp4", "Range", range);
        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(response.headers().firstValue("content-range")).hasValue("bytes */300000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-1,5-6",
                "bytes=5-4",
                "bytes=-",
                "bytes=a-b",
                "lines=1-2",
                "bytes=0-99999999999999999999999",
                "x"
            })
    void answersOtherRangesWithTheWhole(String range) {
        HttpResponse<byte[]> response = part("clip.mp4", "Range", range);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(CLIP);
    }

    @Test
    void honoursIfRangeAndHead() {
        assertThat(part("clip.mp4", "Range", "bytes=0-9", "If-Range", "\"other\"")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<byte[]> head = web.send("HEAD", "/api/v1/cases/" + first() + "/evidence/clip.mp4");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-length")).hasValue("300000");
        assertThat(head.body()).isEmpty();
        assertThat(web.send("HEAD", "/api/v1/cases").body()).isEmpty();
    }

    @Test
    void saysWhenStoredEvidenceIsNotWhatWasFiled() throws Exception {
        byte[] shorter = Arrays.copyOf(STILL, 4_999);
        peers.store(Records.prefix(1) + "first.jpg", "image/jpeg", shorter);
        assertThat(part("first.jpg").statusCode()).isEqualTo(502);
        peers.store(Records.prefix(1) + "manifest.json", "application/json", "{\"schema\":2}".getBytes(UTF_8));
        assertThat(part("manifest.json").statusCode()).isEqualTo(502);
        peers.store(Records.prefix(1) + "first.jpg", "image/jpeg", STILL);
        peers.store(Records.prefix(1) + "manifest.json", "application/json", "{\"schema\":1}".getBytes(UTF_8));
        assertThat(part("manifest.json").statusCode()).isEqualTo(200);
        assertThat(part("secret.txt").statusCode()).isEqualTo(404);
    }

    @Test
    void putsSecurityHeadersOnEveryAnswer() {
        for (String path : List.of("/", "/api/v1/cases", "/nothing", "/api/v1/cases?limit=0", "/openapi.yaml")) {
            var headers = web.get(path).headers();
            assertThat(headers.firstValue("content-security-policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(headers.firstValue("server")).isEmpty();
            assertThat(headers.firstValue("x-powered-by")).isEmpty();
        }
    }

    @Test
    void countsRequestsAndRecords() {
        String metrics = new String(web.get("/metrics").body(), UTF_8);
        assertThat(metrics)
                .contains("streetwarden_intake_records_total{outcome=\"written\",type=\"incident\"} 45.0")
                .contains("streetwarden_http_requests_seconds_count{route=\"/api/v1/cases\",status=\"200\"}");
    }
}
