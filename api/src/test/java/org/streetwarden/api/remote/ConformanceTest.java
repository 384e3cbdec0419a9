package org.streetwarden.api.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample platform passes every check; one that does a thing wrong fails the check of it. */
class ConformanceTest {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @TempDir
    private Path dir;

    /** @return exit code, then what was printed */
    private List<String> conform(int port, String... more) throws IOException {
        Path secret = Files.writeString(dir.resolve("s"), SECRET);
        List<String> arguments = new ArrayList<>(
                List.of("conform", "http://127.0.0.1:" + port + "/", "--secret-file", secret.toString()));
        arguments.addAll(List.of(more));
        StringWriter out = new StringWriter();
        int code = PlatformMain.line()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out))
                .execute(arguments.toArray(String[]::new));
        return List.of(Integer.toString(code), out.toString());
    }

    @Test
    void passesTheSample() throws IOException {
        try (ApiClient nobody = new ApiClient("http://127.0.0.1:1");
                SamplePlatform sample = new SamplePlatform(
                        0,
                        new WebhookCheck(SECRET),
                        new SampleDesk(List.of(), Instant.now()),
                        nobody,
                        Optional.empty(),
                        Duration.ofDays(1),
                        Clock.systemUTC(),
                        line -> {})) {
            List<String> said = conform(sample.port());
            assertThat(said.get(1)).doesNotContain("FAIL").contains("15 of 15 passed");
            assertThat(said.getFirst()).isEqualTo("0");
            JsonNode json = new ObjectMapper()
                    .readTree(conform(sample.port(), "--json", "--nearby").get(1));
            assertThat(json.get("passed").asBoolean()).isTrue();
            assertThat(json.get("checks")).hasSize(19);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "takes-all|refuses a wrong signature",
                "takes-all|refuses what has no signature",
                "takes-all|refuses what is too old",
                "takes-all|refuses a changed body",
                "doubles|takes the same event again under the same number",
                "doubles|knows the case again in another event",
                "first-signature|takes the secret's replacement beside the old one",
                "strict|ignores what it does not know",
                "breaks|stands an event of a case that it does not know",
                "small|takes an event of 900 kB",
                "gone|never answers 410 while it wants more",
                "gone|takes WITHDRAW",
                "impatient|asks for patience in a way that can be read",
                "moved|takes a signed event",
                "slow|takes a signed event",
                "forgets|names its open case near a place",
            })
    void findsWhatAPlatformDoesWrong(String how, String check) throws IOException {
        try (Wrong wrong = new Wrong(how)) {
            List<String> said = conform(wrong.server.getAddress().getPort(), "--patience", "1", "--nearby");
            assertThat(said.getFirst()).isEqualTo("1");
            assertThat(said.get(1)).contains("FAIL  " + check + ": expected ");
        }
    }

    @Test
    void asksAgainWhereItIsAskedToWait() throws IOException {
        try (Wrong busy = new Wrong("busy")) {
            List<String> said = conform(busy.server.getAddress().getPort());
            assertThat(said.get(1)).doesNotContain("FAIL");
        }
    }

    /** The example that the reference libraries of Standard Webhooks are tested by. */
    @Test
    void signsABodyToCompareWith() throws IOException {
        Path secret = Files.writeString(dir.resolve("s"), SECRET);
        Path body = Files.writeString(dir.resolve("b"), "{\"test\": 2432232314}");
        StringWriter out = new StringWriter();
        int code = PlatformMain.line()
                .setOut(new PrintWriter(out))
                .execute(
                        "sign",
                        body.toString(),
                        "--secret-file",
                        secret.toString(),
                        "--id",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "--at",
                        "1614265330");
        assertThat(code).isZero();
        assertThat(out.toString()).contains("webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void saysWhatItNeeds() throws IOException {
        assertThat(conform(1, "--patience", "0").getFirst()).isEqualTo("2");
        assertThat(conform(1).get(1)).contains("FAIL  takes a signed event");
    }

    /** A platform with one fault. */
    private static final class Wrong implements AutoCloseable {
        private final HttpServer server;
        private final String how;
        private final WebhookCheck check = new WebhookCheck(SECRET);
        private final AtomicInteger calls = new AtomicInteger();

        Wrong(String how) throws IOException {
            this.how = how;
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
            server.createContext("/", this::take);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
        }

        private void take(HttpExchange exchange) throws IOException {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int call = calls.incrementAndGet();
            if (how.equals("slow") && call == 1) {
                return;
            }
            if ((how.equals("busy") && call == 1) || how.equals("impatient")) {
                exchange.getResponseHeaders().add("Retry-After", how.equals("busy") ? "1" : "soon");
            }
            if (how.equals("moved")) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            }
            byte[] answer = "{\"platformCaseNo\":\"%s\"}"
                    .formatted(how.equals("doubles") ? "N-" + call : "N-1")
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(status(exchange, body, call), answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        }

        private int status(HttpExchange exchange, byte[] body, int call) {
            String text = new String(body, UTF_8);
            return switch (how) {
                case "busy" -> call == 1 ? 503 : sound(exchange, body, true) ? 200 : 401;
                case "impatient" -> 429;
                case "moved" -> 302;
                case "takes-all" -> 200;
                case "gone" -> 410;
                case "first-signature" -> sound(exchange, body, false) ? 200 : 401;
                case "strict" -> text.contains("extension") ? 400 : 200;
                case "breaks" -> text.contains("out of order") ? 500 : 200;
                case "small" -> body.length > 100_000 ? 413 : 200;
                default -> sound(exchange, body, true) ? 200 : 401;
            };
        }

        private boolean sound(HttpExchange exchange, byte[] body, boolean any) {
            String signatures = exchange.getRequestHeaders().getFirst("webhook-signature");
            return check.isSound(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    any || signatures == null ? signatures : signatures.split(" ", -1)[0],
                    body,
                    Clock.systemUTC().instant());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
