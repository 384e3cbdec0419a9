package org.streetwarden.api.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A platform as small as one can be: takes webhooks on this machine, checks them, registers each case once under a number of its
 * own, says which of its open cases are near a place, and some time later says that the thing was dealt with. It remembers nothing
 * after its end.
 */
final class SamplePlatform implements AutoCloseable {

    private static final int MOST_BODY_BYTES = 1 << 20;
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WebhookCheck check;
    private final ApiClient api;
    private final Optional<WebhookCheck> signing;
    private final Duration handledAfter;
    private final Clock clock;
    private final Consumer<String> told;
    private final SampleDesk desk;
    private final ScheduledExecutorService crews = Executors.newSingleThreadScheduledExecutor();
    private final HttpServer server;

    /**
     * Listens on this machine alone.
     *
     * @param port 0 for a free one
     * @param desk what it has registered
     * @param signing with what it signs its call-backs; empty where its key is enough
     * @param handledAfter how long dealing with a case takes
     * @param told takes a line for every event
     */
    SamplePlatform(
            int port,
            WebhookCheck check,
            SampleDesk desk,
            ApiClient api,
            Optional<WebhookCheck> signing,
            Duration handledAfter,
            Clock clock,
            Consumer<String> told)
            throws IOException {
        this.check = check;
        this.desk = desk;
        this.api = api;
        this.signing = signing;
        this.handledAfter = handledAfter;
        this.clock = clock;
        this.told = told;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        server.createContext("/", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
            boolean sound = body.length <= MOST_BODY_BYTES
                    && check.isSound(
                            exchange.getRequestHeaders().getFirst("webhook-id"),
                            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                            exchange.getRequestHeaders().getFirst("webhook-signature"),
                            body,
                            clock.instant());
            if (!sound) {
                told.accept("refused: not signed by the shared secret, or too old");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            JsonNode said = JSON.readTree(body);
            boolean asks = exchange.getRequestURI().getPath().endsWith("/nearby");
            byte[] answer =
                    (asks ? near(said) : answer(said.path("data"))).toString().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private ObjectNode near(JsonNode question) {
        ObjectNode answer = desk.near(question);
        told.accept("asked what is near %s: %d open"
                .formatted(
                        question.path("caseNo").asText(), answer.path("cases").size()));
        return answer;
    }

    /** The same case again gets the same number, whether the webhook was repeated or the case sent anew. */
    private synchronized ObjectNode answer(JsonNode data) {
        String caseNo = data.path("caseNo").asText();
        String op = data.path("op").asText();
        boolean known = desk.knows(caseNo);
        String number = desk.number(caseNo);
        told.accept("%s %s as %s: %s"
                .formatted(
                        op,
                        caseNo,
                        number,
                        data.path(op.equals("CREATE") ? "description" : "why").asText()));
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("platformCaseNo", number);
        if (op.equals("CREATE")) {
            answer.put("status", "立案");
            desk.open(number, data);
            if (!known) {
                later(() -> handled(caseNo, number), handledAfter);
            }
        }
        if (op.equals("WITHDRAW")) {
            desk.close(number);
        }
        return answer;
    }

    /** Says so until it was heard. */
    private void handled(String caseNo, String number) {
        desk.close(number);
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("caseNo", caseNo)
                .put("platformCaseNo", number)
                .put("status", "处置")
                .put("at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("deliveryId", "handled-" + number)
                .put("org", "sample")
                .put("opinion", "已处置");
        try {
            JsonNode taken = api.post("/callbacks/status", body, signature("handled-" + number, body));
            told.accept("HANDLED %s: the api says %s"
                    .formatted(caseNo, taken.path("outcome").asText()));
        } catch (IOException unheard) {
            told.accept("HANDLED %s is said again in %d s: %s"
                    .formatted(caseNo, AGAIN_AFTER.toSeconds(), unheard.getMessage()));
            later(() -> handled(caseNo, number), AGAIN_AFTER);
        }
    }

    /** The three headers; said again later, the id stays and time and signature are new. */
    private Map<String, String> signature(String id, ObjectNode body) {
        String at = Long.toString(clock.instant().getEpochSecond());
        return signing.map(secret -> Map.of(
                        "webhook-id", id,
                        "webhook-timestamp", at,
                        "webhook-signature", secret.sign(id, at, body.toString().getBytes(UTF_8))))
                .orElse(Map.of());
    }

    private void later(Runnable work, Duration wait) {
        var unused = crews.schedule(work, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        server.stop(0);
        crews.shutdownNow();
    }
}
