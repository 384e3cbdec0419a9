package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.remote.PlatformMain;
import org.streetwarden.zone.Kind;
import picocli.CommandLine;

/** The sample platform beside an api: a case goes all the way from filing to being handled, and nobody but them moves it. */
class SamplePlatformTest {

    private static String secret() {
        StringWriter out = new StringWriter();
        assertThat(PlatformMain.line().setOut(new PrintWriter(out)).execute("secret"))
                .isZero();
        return out.toString().strip();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void registersAndHandlesWhatItIsPushed(@TempDir Path dir) throws Exception {
        Peers peers = Peers.start();
        int port = freePort();
        Files.writeString(dir.resolve("sample.secret"), secret());
        Files.writeString(dir.resolve("targets.json"), """
                {"targets": [{"id": "sample", "url": "http://127.0.0.1:%d/", "plainHttp": true,
                  "secrets": ["file:sample.secret"], "allow": ["127.0.0.1:%d"]}]}""".formatted(port, port));
        Map<String, String> environment = peers.environment();
        environment.put("STREETWARDEN_PUSH_TARGETS", dir.resolve("targets.json").toString());
        environment.put("STREETWARDEN_REVIEW", "vending=always,green-parking=0.5");
        StringWriter out = new StringWriter();
        AtomicInteger code = new AtomicInteger(-1);
        try (Api api = Api.start(ApiSettings.from(environment), Clock.systemUTC())) {
            useSigningKey(api.port(), dir);
            Thread platform = new Thread(() -> code.set(sample(out, dir, port, api.port())));
            platform.start();
            peers.put(Records.incident(
                    1, Kind.GREEN_PARKING, "cam-1", Instant.now().minusSeconds(60), Map.of()));
            Peers.await("handled", () -> "HANDLED".equals(peers.text("SELECT status FROM cases")));
            assertThat(peers.text("SELECT platform_case_no FROM cases")).isEqualTo("S-000001");
            // Its call-back may overtake its answer, which then moves nothing.
            assertThat(peers.text("SELECT string_agg(to_status, ' ' ORDER BY id) FROM case_history"))
                    .isIn("APPROVED PUSHED REGISTERED HANDLED", "APPROVED PUSHED HANDLED");
            Peers.await("told", () -> out.toString().contains("the api says MOVED"));
            assertThat(tried(peers.text("SELECT case_no FROM cases"), api.port()))
                    .contains("CREATE of VA-370126-", "specversion");
            platform.interrupt();
            platform.join();
        } finally {
            System.clearProperty("STREETWARDEN_API_KEY");
        }
        assertThat(out.toString()).contains("listening on", "CREATE VA-370126-", "占压绿化带", "the api says MOVED");
    }

    /** From now on commands have a key whose call-backs must be signed. */
    private static void useSigningKey(int port, Path dir) throws Exception {
        Web web = new Web(port);
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        String body = "{\"name\":\"sample\",\"roles\":[\"platform\",\"operator\"],\"signs\":true}";
        JsonNode key =
                Web.json(web.send("POST", "/api/v1/keys", body.getBytes(UTF_8), "Content-Type", "application/json"));
        Files.writeString(
                dir.resolve("signing.secret"), key.get("signingSecret").asText());
        System.setProperty("STREETWARDEN_API_KEY", key.get("key").asText());
    }

    private static String tried(String caseNo, int port) {
        StringWriter out = new StringWriter();
        assertThat(PlatformMain.line()
                        .setOut(new PrintWriter(out))
                        .execute("try", caseNo, "--target", "sample", "--api", "http://127.0.0.1:" + port))
                .isZero();
        return out.toString();
    }

    private static int sample(StringWriter out, Path dir, int port, int apiPort) {
        CommandLine line = PlatformMain.line().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        return line.execute(
                "sample",
                "--secret-file",
                dir.resolve("sample.secret").toString(),
                "--signing-secret-file",
                dir.resolve("signing.secret").toString(),
                "--port",
                Integer.toString(port),
                "--api",
                "http://127.0.0.1:" + apiPort,
                "--handled-after",
                "1");
    }

    @Test
    void saysWhatItNeeds(@TempDir Path dir) throws Exception {
        Files.writeString(dir.resolve("sample.secret"), "secret");
        Files.writeString(dir.resolve("signing.secret"), secret());
        StringWriter out = new StringWriter();
        assertThat(sample(out, dir, 0, 1)).isEqualTo(1);
        assertThat(out.toString()).contains("--secret-file: expected whsec_ and base64");
        assertThat(sample(out, dir.resolve("none"), 0, 1)).isEqualTo(1);
    }
}
