package org.streetwarden.models.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.models.Fixtures;
import org.streetwarden.models.ModelCommand;
import org.streetwarden.models.ModelPackage;
import picocli.CommandLine;

/** The commands against an api that answers from a table. */
class RemoteCommandsTest {

    private static final String FIRST = "aaaaaaaa1" + "0".repeat(55);
    private static final String SECOND = "aaaaaaaa2" + "0".repeat(55);

    @TempDir
    Path dir;

    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers.put(
                "GET /models",
                "{\"models\":[{\"sha256\":\"%s\",\"name\":\"street\",\"version\":\"2\",\"role\":\"detector\",\"state\":\"ACTIVE\","
                                .formatted(FIRST)
                        + "\"experimental\":true,\"groups\":[{\"group\":\"north\",\"role\":\"active\",\"share\":null}]},"
                        + "{\"sha256\":\"%s\",\"name\":\"street\",\"version\":\"1\",\"groups\":[]}]}"
                                .formatted(SECOND));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().toString().replaceFirst("/api/v1", "");
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.add(line + ("application/json".equals(type) ? " " + new String(body, UTF_8) : ""));
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        byte[] answer = answers.getOrDefault(line, "{}").getBytes(UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--api", "http://127.0.0.1:" + server.getAddress().getPort()));
        CommandLine line = ModelCommand.line();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(all.toArray(String[]::new));
    }

    @Test
    void listsModelsWithWhereTheyStand() {
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("aaaaaaaa1000", "street 2 *", "ACTIVE", "active in north");
    }

    @Test
    void asksForAStepWithWhoWhyAndWhatItNeeds() {
        assertThat(run(
                        "canary",
                        "aaaaaaaa1",
                        "--share",
                        "0.25",
                        "--group",
                        "north",
                        "--who",
                        "王",
                        "--why",
                        "试用",
                        "--skip",
                        "x",
                        "--max-latency",
                        "80"))
                .isZero();
        assertThat(asked)
                .containsExactly(
                        "GET /models",
                        ("POST /models/%s/steps {\"step\":\"canary\",\"who\":\"王\","
                                        + "\"why\":\"试用\",\"group\":\"north\",\"skip\":\"x\",\"band\":{\"maxLatencyMs\":80},\"share\":0.25}")
                                .formatted(FIRST));
    }

    @Test
    void wantsAReasonAndAClearDigest() {
        assertThat(run("activate", "aaaaaaaa1")).isEqualTo(2);
        assertThat(err.toString()).contains("--why");
        assertThat(run("activate", "aaaaaaaa", "--why", "x")).isEqualTo(1);
        assertThat(err.toString()).contains("several that start with aaaaaaaa");
        assertThat(run("show", "bbbbbbbb")).isEqualTo(1);
        assertThat(err.toString()).contains("none starts with bbbbbbbb");
        assertThat(run("show", "aaa")).isEqualTo(1);
        assertThat(err.toString()).contains("at least 8");
    }

    @Test
    void saysEveryReasonOfARefusal() {
        status = 409;
        answers.put(
                "POST /models/" + FIRST + "/steps",
                "{\"detail\":\"a; b\",\"problems\":[\"gate: none\",\"skip: none\"]}");
        assertThat(run("activate", FIRST, "--why", "x")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("gate: none", "skip: none");
    }

    @Test
    void saysThatNoApiIsThere() {
        server.stop(0);
        assertThat(run("list")).isEqualTo(1);
        assertThat(err.toString()).contains("expected an api there");
    }

    @Test
    void pushesAnArchiveWithItsDigestSignatureAndGate() throws IOException {
        Path archive = Files.write(dir.resolve("street.zip"), new byte[] {1, 2, 3});
        Files.write(dir.resolve("street.sig"), new byte[64]);
        Path gate = Files.createDirectory(dir.resolve("gate"));
        Files.writeString(gate.resolve("gate.json"), "{}");
        Files.writeString(gate.resolve("gate.html"), "<p>");
        answers.put("POST /models", "{\"sha256\":\"" + ModelPackage.sha256(archive) + "\"}");
        assertThat(run("push", archive.toString(), "--gate", gate.toString(), "--who", "王", "--why", "new"))
                .isZero();
        assertThat(asked).hasSize(3).last().asString().contains("/gate.json");
        assertThat(headers.get("Content-digest")).isEqualTo("sha-256=:A5BYxvLAy0ksUzsKTRTvd8wPeKvMztUofYShogEc+4E=:");
        assertThat(headers.get("X-signature")).hasSize(88);
        assertThat(headers.get("X-who")).isEqualTo("%E7%8E%8B");
    }

    @Test
    void findsAModelByTheFolderThatWasPushed() throws Exception {
        String digest = ModelPackage.digest(Fixtures.patches());
        answers.put("POST /models", "{\"sha256\":\"" + digest + "\"}");
        assertThat(run("push", Fixtures.patches().toString(), "--why", "new")).isZero();
        assertThat(run("shadow", Fixtures.patches().toString(), "--why", "x")).isZero();
        assertThat(asked).hasSize(2).last().asString().startsWith("POST /models/" + digest + "/steps ");
    }

    @Test
    void tellsHowMuchOfAFileIsTaken() throws Exception {
        Path file = Files.write(dir.resolve("file"), new byte[100_000]);
        AtomicLong taken = new AtomicLong();
        URI api = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(api)
                            .POST(new Upload(file, taken::addAndGet))
                            .build(),
                    BodyHandlers.discarding());
        }
        assertThat(taken).hasValue(100_000);
        assertThat(headers.get("Content-length")).isEqualTo("100000");
    }

    @Test
    void saysThatThereIsNothingToPush() {
        assertThat(run("push", dir.resolve("none.zip").toString(), "--why", "x"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("expected a package folder or an archive, found neither");
    }
}
