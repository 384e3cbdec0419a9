package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.flights.UploadBounds;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightJobCodec;
import org.streetwarden.casefile.FlightKeys;
import org.streetwarden.casefile.FlightRecord.FlightInspected;
import org.streetwarden.casefile.FlightRecord.FlightProgress;
import org.streetwarden.casefile.WorkerRecord;

/** Flights over HTTP by tus against a real PostgreSQL, Redis and S3 store. */
class FlightUploadTest {

    private static final int PART = UploadBounds.PART_BYTES;
    private static final String TUS = "Tus-Resumable";

    private static Peers peers;
    private static Api api;
    private static Web web;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static HttpResponse<byte[]> announce(Web as, String files) {
        return as.send(
                "POST",
                "/api/v1/flights",
                "{\"name\":\"北街\",\"files\":[%s]}".formatted(files).getBytes(UTF_8),
                "Content-Type",
                "application/json");
    }

    private static JsonNode announced(String files) {
        HttpResponse<byte[]> answer = announce(web, files);
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
        return Web.json(answer);
    }

    private static String file(String name, long length) {
        return "{\"name\":\"%s\",\"bytes\":%d}".formatted(name, length);
    }

    private static String create(String flightId, String name, long length) {
        HttpResponse<byte[]> made = web.send(
                "POST",
                "/api/v1/uploads",
                TUS,
                "1.0.0",
                "Upload-Length",
                Long.toString(length),
                "Upload-Metadata",
                "flight " + base64(flightId) + ",filename " + base64(name));
        assertThat(made.statusCode()).as(new String(made.body(), UTF_8)).isEqualTo(201);
        return made.headers().firstValue("Location").orElseThrow();
    }

    private static HttpResponse<byte[]> patch(String path, long offset, byte[] body, String... more) {
        String[] headers = {
            TUS, "1.0.0", "Content-Type", "application/offset+octet-stream", "Upload-Offset", Long.toString(offset)
        };
        String[] all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return web.send("PATCH", path, body, all);
    }

    private static long offset(String path) {
        return web.send("HEAD", path, TUS, "1.0.0")
                .headers()
                .firstValueAsLong("Upload-Offset")
                .orElse(-1);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    /**
     * Announces all that is left, sends some of it, and cuts the connection; only the last byte before the cut goes so, since
     * what waits to be read may be lost.
     */
    private static void cut(String path, byte[] content, int start, int to) throws Exception {
        int from = Math.max(start, to - 1);
        if (from > start) {
            assertThat(patch(path, start, Arrays.copyOfRange(content, start, from))
                            .statusCode())
                    .isEqualTo(204);
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            begin(socket, path, content, from, to);
        }
        Peers.await("what came is kept", () -> offset(path) == to);
    }

    private static void begin(Socket socket, String path, byte[] content, int from, int to) throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(
                """
                PATCH %s HTTP/1.1\r
                Host: x\r
                %sTus-Resumable: 1.0.0\r
                Upload-Offset: %d\r
                Content-Type: application/offset+octet-stream\r
                Content-Length: %d\r
                \r
                """.formatted(path, Peers.KEY_LINE, from, content.length - from).getBytes(UTF_8));
        sent.write(content, from, to - from);
        sent.writeTo(socket.getOutputStream());
    }

    @Test
    void goesOnAfterCutsAtAndAroundEveryPartsEnd() throws Exception {
        byte[] content = bytes(PART + 1000, 1);
        JsonNode flight = announced(file("DCIM/DJI_0001.MP4", content.length));
        String id = flight.get("flightId").asText();
        assertThat(flight.at("/unpaired/0/name").asText()).isEqualTo("DCIM/DJI_0001.MP4");
        String path = create(id, "DCIM/DJI_0001.MP4", content.length);
        int from = 0;
        for (int to : new int[] {1, PART, PART + 1, PART + 999}) {
            cut(path, content, from, to);
            from = to;
        }
        assertThat(patch(path, PART + 999, new byte[] {content[PART + 999]}).statusCode())
                .isEqualTo(204);
        JsonNode shown = web.json("/api/v1/flights/" + id);
        assertThat(shown.get("state").asText()).isEqualTo("INSPECTING");
        assertThat(shown.at("/files/0/sha256").asText()).isEqualTo(sha256(content));
        assertThat(sha256(peers.read("flights/" + id + "/0001-DJI_0001.MP4"))).isEqualTo(sha256(content));
    }

    /** The first connection is dead, which nobody has told the server; a part of its bytes is known to be kept by then. */
    @Test
    void endsAnOlderRequestForALaterOne() throws Exception {
        byte[] content = bytes(2 * PART + 300, 6);
        String id = announced(file("half.mp4", content.length)).get("flightId").asText();
        String path = create(id, "half.mp4", content.length);
        try (Socket dead = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            begin(dead, path, content, 0, 2 * PART + 100);
            Peers.await("a part is kept", () -> offset(path) == PART);
            assertThat(patch(path, 7, new byte[1]).statusCode()).isEqualTo(409);
            int kept = (int) offset(path);
            assertThat(kept).isBetween(2 * PART, 2 * PART + 100);
            assertThat(new String(dead.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 204")
                    .containsIgnoringCase("upload-offset: " + kept + "\r\n");
            assertThat(patch(path, kept, Arrays.copyOfRange(content, kept, content.length))
                            .statusCode())
                    .isEqualTo(204);
        }
        assertThat(sha256(peers.read("flights/" + id + "/0001-half.mp4"))).isEqualTo(sha256(content));
    }

    @Test
    void goesOnInAnotherProcessAndTellsWorkersOnce() throws Exception {
        byte[] content = bytes(PART + 5000, 2);
        String id = announced(file("a.mp4", content.length) + "," + file("a.srt", 3))
                .get("flightId")
                .asText();
        String path = create(id, "a.mp4", content.length);
        assertThat(patch(path, 0, Arrays.copyOf(content, PART + 2)).statusCode())
                .isEqualTo(204);
        api.close();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("ready", () -> web.get("/readyz").statusCode() == 200);
        assertThat(offset(path)).isEqualTo(PART + 2);
        assertThat(patch(path, PART + 2, Arrays.copyOfRange(content, PART + 2, content.length))
                        .statusCode())
                .isEqualTo(204);
        assertThat(web.json("/api/v1/flights/" + id).get("state").asText()).isEqualTo("UPLOADING");
        assertThat(patch(create(id, "a.srt", 3), 0, "1\n\n".getBytes(UTF_8)).statusCode())
                .isEqualTo(204);
        FlightJob job = job(id, FlightJob.Step.INSPECT);
        assertThat(job.files().getFirst().sha256()).isEqualTo(sha256(content));
        assertThat(job.files().getFirst().pairedWith()).isEqualTo("a.srt");
        Instant now = Instant.parse("2026-11-27T00:00:00Z");
        peers.put(new FlightInspected(id, job.jobId(), "{\"flights\":[]}", true, now));
        job(id, FlightJob.Step.SURVEY);
        peers.put(new FlightProgress(id, "w-1", 10, 100, 3, 1, 9, now));
        Peers.await(
                "surveying",
                () -> web.json("/api/v1/flights/" + id).get("state").asText().equals("SURVEYING"));
        assertThat(web.send("DELETE", "/api/v1/flights/" + id).statusCode()).isEqualTo(409);
        Peers.await("read", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
    }

    private static FlightJob job(String flightId, FlightJob.Step step) throws Exception {
        FlightJob[] found = new FlightJob[1];
        Peers.await("job", () -> {
            for (var entry : peers.redis().xrange(FlightKeys.STREAM, io.lettuce.core.Range.unbounded())) {
                FlightJob job = FlightJobCodec.decode(entry.getBody());
                found[0] = job.flightId().equals(flightId) && job.step() == step ? job : found[0];
            }
            return found[0] != null;
        });
        return found[0];
    }

    @Test
    void countsNothingThatItsChecksumDoesNotFit() throws Exception {
        byte[] content = bytes(4000, 3);
        String id = announced(file("b.jpg", content.length)).get("flightId").asText();
        String path = create(id, "b.jpg", content.length);
        String wrong = "sha256 " + Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(patch(path, 0, content, "Upload-Checksum", wrong).statusCode())
                .isEqualTo(460);
        assertThat(offset(path)).isZero();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
        String right = "sha256 " + Base64.getEncoder().encodeToString(digest);
        assertThat(patch(path, 7, content, "Upload-Checksum", right).statusCode())
                .isEqualTo(409);
        assertThat(patch(path, 0, content, "Upload-Checksum", right).statusCode())
                .isEqualTo(204);
        assertThat(web.send("DELETE", path, TUS, "1.0.0").statusCode()).isEqualTo(409);
        assertThat(web.send("DELETE", "/api/v1/flights/" + id).statusCode()).isEqualTo(204);
        assertThat(web.get("/api/v1/flights/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void givesAnUploadUpAndTakesItAnew() throws Exception {
        byte[] content = bytes(5000, 4);
        String id = announced(file("c.jpg", content.length)).get("flightId").asText();
        String path = create(id, "c.jpg", content.length);
        assertThat(patch(path, 0, Arrays.copyOf(content, 100)).statusCode()).isEqualTo(204);
        assertThat(web.send("DELETE", path, TUS, "1.0.0").statusCode()).isEqualTo(204);
        assertThat(web.send("HEAD", path, TUS, "1.0.0").statusCode()).isEqualTo(404);
        String again = create(id, "c.jpg", content.length);
        assertThat(patch(again, 0, content).statusCode()).isEqualTo(204);
        assertThat(peers.read("flights/" + id + "/0001-c.jpg")).isEqualTo(content);
    }

    @Test
    void saysWhyAFileIsNotTaken() {
        String long500 = "长".repeat(501) + ".mp4";
        HttpResponse<byte[]> refused = announce(
                web,
                String.join(
                        ",",
                        file("x.mp4", 300L << 30),
                        file("paper.pdf", 5),
                        file("empty.srt", 0),
                        file(long500, 5),
                        file("n\\u0000.mp4", 5),
                        file("y.mp4", 1),
                        file("y.mp4", 1)));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Web.json(refused).get("problems").toString())
                .contains("files[0].bytes: expected at most 16 GiB, found 300 GiB")
                .contains("files[1].name: expected a video")
                .contains("files[2].bytes: expected a file with something in it")
                .contains("files[3].name: expected 1 to 500 characters, found 505")
                .contains("files[4].name: expected text")
                .contains("files[6].name: expected each file once");
        assertThat(web.send("POST", "/api/v1/uploads", TUS, "1.0.0", "Upload-Length", "322122547200")
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void keepsNamesAsTheyAreAndPathsOutOfTheStore() {
        JsonNode flight = announced(file("../../etc/\\u001b[2Jx\\n飞行.mp4", 5));
        assertThat(flight.at("/files/0/name").asText()).isEqualTo("../../etc/\u001b[2Jx\n飞行.mp4");
        assertThat(flight.at("/files/0/shown").asText()).isEqualTo("../../etc/\uFFFD[2Jx\uFFFD飞行.mp4");
    }

    @Test
    void showsPilotsTheirOwnAndOthersAll() {
        Web pilot = Web.as(Peers.key(Role.PILOT), api.port());
        String id = Web.json(announce(pilot, file("d.mp4", 5))).get("flightId").asText();
        String other = announced(file("d.mp4", 5)).get("flightId").asText();
        assertThat(pilot.get("/api/v1/flights/" + id).statusCode()).isEqualTo(200);
        assertThat(pilot.get("/api/v1/flights/" + other).statusCode()).isEqualTo(404);
        assertThat(pilot.send("DELETE", "/api/v1/flights/" + other).statusCode())
                .isEqualTo(404);
        assertThat(pilot.json("/api/v1/flights").get("flights")).hasSize(1);
        Web operator = Web.as(Peers.key(Role.OPERATOR), api.port());
        assertThat(operator.get("/api/v1/flights/" + id).statusCode()).isEqualTo(200);
        assertThat(announce(operator, file("d.mp4", 5)).statusCode()).isEqualTo(403);
    }
}
