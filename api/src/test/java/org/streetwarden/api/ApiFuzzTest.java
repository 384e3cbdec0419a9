package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.FuzzedRequests.Request;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.zone.Kind;

/**
 * Every operation of {@code openapi.yaml} asked with good, borderline and hostile values for everything that a request holds.
 * {@code -Dstreetwarden.fuzz.seed=N} chooses other ones; a failure names the seed and the request.
 */
class ApiFuzzTest {

    private static final long SEED = Long.getLong("streetwarden.fuzz.seed", 5);

    private static final int TOO_SOON = 429;

    /** Written to by rounds that no request starts, or by every request, whatever it asks. */
    private static final String OTHERWISE_WRITTEN =
            "'coverage_windows', 'coverage_promise', 'events', 'flyway_schema_history', 'api_keys', 'sessions'";

    private static Peers peers;
    private static Api api;
    private static Web web;
    private static JsonNode description;
    private static Map<String, String> good;
    private static PreparedStatement counting;

    private final List<String> faults = new ArrayList<>();
    private String content;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        description = new YAMLMapper().readTree(web.get("/openapi.yaml").body());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        Map<String, byte[]> evidence = Records.evidence(new byte[] {1, 2}, new byte[] {3});
        for (var part : evidence.entrySet()) {
            peers.store(Records.prefix(1) + part.getKey(), Records.mime(part.getKey()), part.getValue());
        }
        peers.put(Records.incident(1, Kind.VENDING, "cam", Records.NOON, evidence));
        peers.put(Records.incident(2));
        peers.put(Records.camera("cam", State.WATCHING, Records.NOON));
        peers.put(Records.coverage("cam", Instant.now(), Instant.now(), BlindReason.NONE));
        Peers.await("filed", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
        good = good();
        counting = counting();
    }

    private static Map<String, String> good() {
        Map<String, String> good = new HashMap<>();
        good.put("caseNo", web.json("/api/v1/cases").at("/cases/1/caseNo").asText());
        good.put("part", "raised.jpg");
        good.put("incidentId", Records.incidentId(1));
        good.put("day", "2026-11-21");
        good.put("code", "37012600081327000001");
        good.put("register", "codes-local");
        good.put("sha256", "ab".repeat(32));
        good.put("from", "1");
        good.put("/api/v1/cases from", "2026-11-20T00:00:00Z");
        good.put("to", "2");
        good.put("/api/v1/cases to", "2026-11-22T00:00:00Z");
        good.put("id", "1");
        good.put("case", good.get("caseNo"));
        good.put("service_request_id", good.get("caseNo"));
        good.put("service_code", "vending,dumping");
        good.put("status", "open,closed");
        good.put("/api/v1/cases status", "CLOSED");
        good.put("after", "1");
        good.put("division", "370126");
        good.put("Last-Event-ID", "1");
        good.put("text/csv", "code,name\n1,a\n");
        good.put("giveVerdict", "{\"who\":\"a\",\"confirmed\":true,\"note\":\"x\",\"boxes\":[]}");
        good.put("changePassword", "{\"old\":\"x1\",\"new\":\"long enough for one\"}");
        good.put("announceFlight", "{\"name\":\"a\",\"files\":[{\"name\":\"a.mp4\",\"bytes\":1}]}");
        good.put("flightId", "F20261121-AAAAAAAA");
        good.put("/api/v1/flights after", "F20261121-AAAAAAAA");
        good.put("uploadId", "0".repeat(26));
        good.put("moveModel", "{\"step\":\"check\",\"who\":\"a\",\"why\":\"b\"}");
        return good;
    }

    @AfterAll
    static void stop() throws Exception {
        counting.getConnection().close();
        api.close();
        peers.close();
    }

    /** How many rows every table has, and the last transaction that wrote one. */
    private static String content() throws SQLException {
        try (ResultSet rows = counting.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static PreparedStatement counting() throws SQLException {
        String query =
                peers.text("SELECT string_agg(format('SELECT %L || count(*) || coalesce(max(xmin::text::bigint), 0)"
                        + " AS a FROM %I', tablename, tablename), ' UNION ALL ') FROM pg_tables WHERE schemaname = 'public'"
                        + " AND tablename NOT IN (" + OTHERWISE_WRITTEN + ")");
        Map<String, String> settings = peers.environment();
        return DriverManager.getConnection(
                        settings.get("STREETWARDEN_DB_URL"),
                        settings.get("STREETWARDEN_DB_USER"),
                        settings.get("STREETWARDEN_DB_PASSWORD"))
                .prepareStatement("SELECT string_agg(a, ' ') FROM (" + query + ") t");
    }

    @Test
    void findsNoRequestThatBreaksIt() throws Exception {
        FuzzedRequests requests = new FuzzedRequests(new JsonSchema(description), good, new Random(SEED));
        content = content();
        int asked = 0;
        for (var path : description.get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                List<Request> all = requests.of(path.getKey(), operation.getKey(), operation.getValue());
                boolean endless = operation.getValue().toString().contains("text/event-stream");
                walk(all, endless);
                asked += all.size();
            }
        }
        assertThat(faults).as("seed %d", SEED).isEmpty();
        assertThat(asked).isGreaterThan(1000);
    }

    private void walk(List<Request> requests, boolean endless) throws Exception {
        String usual = "";
        for (Request request : requests) {
            if (endless) {
                hold(request, head(request));
                continue;
            }
            HttpResponse<byte[]> answer = answer(request);
            if (answer == null) {
                continue;
            }
            String said = hold(request, answer, usual);
            usual = usual.isEmpty() ? said : usual;
            holdWhole(request, answer.statusCode());
        }
    }

    /** Asked again where it comes too soon, so that no request goes unjudged. */
    private HttpResponse<byte[]> answer(Request request) throws InterruptedException {
        try {
            HttpResponse<byte[]> answer = sent(request);
            while (answer.statusCode() == TOO_SOON) {
                Thread.sleep(50);
                answer = sent(request);
            }
            return answer;
        } catch (UncheckedIOException | IllegalArgumentException none) {
            faults.add("no answer (" + none.getMessage() + "): " + request);
            return null;
        }
    }

    private HttpResponse<byte[]> sent(Request request) {
        return web.send(request.method(), request.path(), request.body(), request.headerPairs());
    }

    /** @return what it was told */
    private String hold(Request request, HttpResponse<byte[]> answer, String usual) {
        int status = answer.statusCode();
        if (status >= 500 || status < 200) {
            faults.add(status + ": " + request);
        }
        if (status < 400 || status >= 500) {
            return Integer.toString(status);
        }
        JsonNode problem = Web.json(answer);
        boolean sound = answer.headers().firstValue("content-type").orElse("").equals("application/problem+json")
                && problem.path("status").asInt() == status
                && !problem.path("detail").asText().isEmpty();
        String said = status + " " + problem.path("field").asText() + " "
                + problem.path("detail").asText() + " " + problem.path("problems");
        boolean named = request.at() == null
                || (request.isPath() && status == 404)
                || (status != 400 && status != 415 && status != 422)
                || said.contains(request.at());
        if (!sound || (!named && !said.equals(usual))) {
            faults.add(said + ": expected a problem that names " + request.at() + ": " + request);
        }
        return said;
    }

    /** What is refused changes nothing. */
    private void holdWhole(Request request, int status) throws Exception {
        if (request.method().equals("GET") && status >= 400) {
            return;
        }
        String now = content();
        boolean counted = status == 401 && request.path().equals("/api/v1/session"); // a refused sign-in
        if (status >= 400 && !counted && !now.equals(content)) {
            faults.add(status + ", but it changed something: " + request);
        }
        content = now;
    }

    private void hold(Request request, String head) {
        if (!head.startsWith("HTTP/1.1 200") && !head.startsWith("HTTP/1.1 4")) {
            faults.add(head + ": " + request);
        }
    }

    /** The first line of an answer that may never end. */
    private static String head(Request request) throws IOException {
        StringBuilder text = new StringBuilder("GET " + request.path() + " HTTP/1.1\r\nHost: x\r\n");
        request.headers().forEach((name, value) -> text.append(name + ": " + value + "\r\n"));
        return say(text + "\r\n", new byte[0]).lines().findFirst().orElse("nothing");
    }

    /** @return the beginning of what it answers, or nothing where it waits for more */
    private static String say(String head, byte[] part) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.getOutputStream().write(part);
            byte[] answer = new byte[4096];
            int read = socket.getInputStream().read(answer);
            return read < 0 ? "" : new String(answer, 0, read, UTF_8);
        } catch (SocketTimeoutException waits) {
            return "";
        }
    }

    /** 50 MB are announced, the beginning comes, then nothing more. */
    @Test
    void takesNothingOfWhatEndsTooSoon() throws Exception {
        content = content();
        byte[] part = "{\"who\":\"a\",\"why\":\"".concat("x".repeat(40_000)).getBytes(UTF_8);
        for (String operation : api.operations()) {
            String[] words = operation.split(" ", -1);
            if (words[0].equals("post") || words[0].equals("put")) {
                String path = words[1].replaceAll("\\{\\w+}", "1");
                String head =
                        "%s %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 52428800\r\n\r\n"
                                .formatted(words[0].toUpperCase(java.util.Locale.ROOT), path);
                String answer = say(head, part);
                if (!answer.startsWith("HTTP/1.1 4") || !answer.contains("application/problem+json")) {
                    faults.add(operation + ": " + answer);
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(content()).isEqualTo(content);
    }
}
