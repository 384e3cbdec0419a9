package org.streetwarden.api.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Sends a platform what it must be ready for, good and bad, and says of each answer whether it is what hand-over needs. */
final class Conformance implements AutoCloseable {

    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final int LARGE_CHARS = 900_000;
    private static final int MOST_PATIENCE_TRIES = 3;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final double LONGITUDE = 117.1215;
    private static final double LATITUDE = 36.6841;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI url;
    private final WebhookCheck ours;
    private final WebhookCheck strange;
    private final Asked asked;
    private final Clock clock;
    private final boolean nearby;
    private final String caseNo =
            "VA-000000-20260101-%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000));
    private final String firstId = UUID.randomUUID().toString();
    private final List<Finding> findings = new ArrayList<>();
    private String number = "";
    private boolean gone;
    private boolean unreadablePatience;

    /**
     * Of one platform.
     *
     * @param patience how long an answer may take
     * @param nearby whether it says that it can be asked for its open cases nearby
     */
    Conformance(URI url, WebhookCheck ours, Duration patience, boolean nearby, Clock clock) throws RemoteFailure {
        this.nearby = nearby;
        this.url = url;
        this.ours = ours;
        this.strange = new WebhookCheck("whsec_" + "QUJD".repeat(11));
        this.asked = new Asked(patience, MOST_ANSWER_BYTES);
        this.clock = clock;
    }

    /**
     * What one check found.
     *
     * @param name what a platform does that passes
     */
    record Finding(String name, boolean passed, String expected, String found) {}

    /** @param status 0 where there was none */
    private record Answer(int status, JsonNode body, String failure) {

        boolean taken() {
            return status / 100 == 2;
        }

        boolean refused() {
            return status / 100 == 4 && status != 410 && status != 429;
        }

        String said() {
            return status == 0 ? failure : Integer.toString(status);
        }
    }

    /** What makes a request other than a plain one. */
    private record Envelope(URI to, String id, Instant at, String signature) {}

    /** Runs all of it, in order; what came before decides what a later one means. */
    List<Finding> run() throws InterruptedException {
        byte[] create = event(firstId, "CREATE", "conformance").toString().getBytes(UTF_8);
        taken("takes a signed event", send(firstId, create), true);
        number("takes the same event again under the same number", send(firstId, create));
        String other = UUID.randomUUID().toString();
        number("knows the case again in another event", send(other, bytes(event(other, "CREATE", "again"))));
        signatures(create);
        taken("takes the secret's replacement beside the old one", twice(create), false);
        ObjectNode strange = event(UUID.randomUUID().toString(), "UPDATE", "more");
        strange.put("extension", "x")
                .withObjectProperty("data")
                .putObject("added")
                .put("later", 1);
        taken("ignores what it does not know", send(strange.get("id").asText(), bytes(strange)), false);
        outOfOrder();
        String large = UUID.randomUUID().toString();
        taken(
                "takes an event of 900 kB",
                send(large, bytes(event(large, "UPDATE", "长".repeat(LARGE_CHARS / 3)))),
                false);
        if (nearby) {
            asked();
        }
        for (String op : List.of("RESOLVE_HINT", "WITHDRAW")) {
            String id = UUID.randomUUID().toString();
            taken("takes " + op, send(id, bytes(event(id, op, "end of the check"))), false);
        }
        if (nearby) {
            named("no longer names what was withdrawn", question(LONGITUDE), false);
        }
        add("never answers 410 while it wants more", !gone, "no 410, which ends all sending", gone ? "410" : "none");
        add(
                "asks for patience in a way that can be read",
                !unreadablePatience,
                "Retry-After of 1 to 86400 seconds, or a date, with 429 and 503",
                unreadablePatience ? "something else" : "nothing wrong");
        return List.copyOf(findings);
    }

    private void signatures(byte[] body) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        refused(
                "refuses a wrong signature",
                send(new Envelope(url, id, now, strange.sign(id, seconds(now), body)), body));
        refused("refuses what has no signature", send(new Envelope(url, id, now, ""), body));
        Instant old = now.minus(Duration.ofMinutes(11));
        refused("refuses what is too old", send(new Envelope(url, id, old, ours.sign(id, seconds(old), body)), body));
        byte[] changed =
                new String(body, UTF_8).replace("conformance", "conf0rmance").getBytes(UTF_8);
        refused("refuses a changed body", send(new Envelope(url, id, now, ours.sign(id, seconds(now), body)), changed));
    }

    private void asked() throws InterruptedException {
        named("names its open case near a place", question(LONGITUDE), true);
        named("names it at no other place", question(LONGITUDE + 1), false);
        byte[] body = bytes(JSON.createObjectNode().put("kind", "vending"));
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        Envelope wrong = new Envelope(behind(), id, now, strange.sign(id, seconds(now), body));
        refused("refuses a question with a wrong signature", send(wrong, body));
    }

    /** The address of the question: the target's own, with {@code /nearby} behind its path. */
    private URI behind() {
        String query = url.getRawQuery();
        String path = String.valueOf(url.getRawPath()).replaceAll("/$", "") + "/nearby";
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + path + (query == null ? "" : "?" + query));
    }

    private Answer question(double longitude) throws InterruptedException {
        ObjectNode question = JSON.createObjectNode()
                .put("caseNo", caseNo + "8")
                .put("kind", "vending")
                .put("longitude", longitude)
                .put("latitude", LATITUDE)
                .put("radiusM", 45)
                .put("since", clock.instant().minus(Duration.ofDays(30)).toString());
        question.putArray("codes");
        byte[] body = bytes(question);
        String id = UUID.randomUUID().toString();
        Instant now = clock.instant();
        return send(new Envelope(behind(), id, now, ours.sign(id, seconds(now), body)), body);
    }

    private void named(String name, Answer answer, boolean expected) {
        JsonNode cases = answer.body().path("cases");
        boolean sound = answer.taken() && cases.isArray();
        boolean found = cases.findValuesAsText("platformCaseNo").contains(number);
        add(
                name,
                sound && found == expected,
                "2xx and cases %s platformCaseNo %s".formatted(expected ? "with" : "without", number),
                sound ? cases.size() + " cases" + (found ? ", that one among them" : "") : answer.said());
    }

    private Answer twice(byte[] body) throws InterruptedException {
        Instant now = clock.instant();
        String both = strange.sign(firstId, seconds(now), body) + " " + ours.sign(firstId, seconds(now), body);
        return send(new Envelope(url, firstId, now, both), body);
    }

    /** An event of a case that it never heard of, as after a loss on its side. */
    private void outOfOrder() throws InterruptedException {
        String id = UUID.randomUUID().toString();
        ObjectNode event = event(id, "UPDATE", "out of order");
        String unknown = caseNo + "9";
        event.put("subject", unknown).withObjectProperty("data").put("caseNo", unknown);
        Answer answer = send(id, bytes(event));
        add(
                "stands an event of a case that it does not know",
                answer.taken() || answer.refused(),
                "2xx, or 4xx other than 410",
                answer.said());
    }

    private static byte[] bytes(ObjectNode event) {
        return event.toString().getBytes(UTF_8);
    }

    private static String seconds(Instant time) {
        return Long.toString(time.getEpochSecond());
    }

    private ObjectNode event(String id, String op, String why) {
        ObjectNode event = JsonNodeFactory.instance
                .objectNode()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/streetwarden/000000")
                .put(
                        "type",
                        "org.streetwarden.case."
                                + op.toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .put("subject", caseNo)
                .put("time", clock.instant().toString())
                .put("datacontenttype", "application/json");
        ObjectNode data = event.putObject("data")
                .put("schemaVersion", 1)
                .put("eventId", id)
                .put("caseNo", caseNo)
                .put("op", op)
                .put("status", "APPROVED")
                .put("why", why)
                .put("kind", "vending")
                .put("description", "对接测试，不是真实案件。")
                .put("occurredAt", clock.instant().toString());
        data.putObject("source").put("type", "VIDEO").put("cameraId", "none").put("cameraName", "对接测试");
        data.putObject("place")
                .putObject("position")
                .put("longitude", LONGITUDE)
                .put("latitude", LATITUDE)
                .put("crs", "wgs84");
        data.putObject("evidence").putArray("parts");
        return event;
    }

    private Answer send(String id, byte[] body) throws InterruptedException {
        Instant now = clock.instant();
        return send(new Envelope(url, id, now, ours.sign(id, seconds(now), body)), body);
    }

    /** Waits where it is asked to, three times and a minute each at most. */
    private Answer send(Envelope envelope, byte[] body) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            HttpResponse<byte[]> response;
            try {
                response = asked.send(request(envelope, body));
            } catch (IOException none) {
                return new Answer(0, JSON.missingNode(), String.valueOf(none.getMessage()));
            }
            gone |= response.statusCode() == 410;
            boolean asks = response.statusCode() == 429 || response.statusCode() == 503;
            Duration wait = asks ? patience(response) : null;
            if (wait == null || tries == MOST_PATIENCE_TRIES) {
                return new Answer(response.statusCode(), parsed(response.body()), "");
            }
            Thread.sleep(wait.toMillis());
        }
    }

    private HttpRequest request(Envelope envelope, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(envelope.to())
                .header("Content-Type", "application/cloudevents+json; charset=utf-8")
                .header("webhook-id", envelope.id())
                .header("webhook-timestamp", seconds(envelope.at()))
                .POST(BodyPublishers.ofByteArray(body));
        return envelope.signature().isEmpty()
                ? request.build()
                : request.header("webhook-signature", envelope.signature()).build();
    }

    /** @return null where it cannot be waited for */
    private Duration patience(HttpResponse<byte[]> response) {
        String text = response.headers().firstValue("Retry-After").orElse("");
        boolean date = text.matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
        boolean number = text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 86_400;
        unreadablePatience |= !date && !number;
        Duration wait = number ? Duration.ofSeconds(Long.parseLong(text)) : LONGEST_WAIT.plusSeconds(1);
        return wait.compareTo(LONGEST_WAIT) > 0 ? null : wait;
    }

    private static JsonNode parsed(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null ? JSON.missingNode() : node;
        } catch (IOException noJson) {
            return JSON.missingNode();
        }
    }

    private void taken(String name, Answer answer, boolean first) {
        if (first) {
            number = answer.body().path("platformCaseNo").asText();
        }
        add(name, answer.taken(), "2xx in time", answer.said());
    }

    /** 409 with the number says the same; a platform without numbers need not say one. */
    private void number(String name, Answer answer) {
        String said = answer.body().path("platformCaseNo").asText();
        boolean sound = answer.taken() || (answer.status() == 409 && !said.isEmpty());
        add(
                name,
                sound && said.equals(number),
                "2xx or 409, and platformCaseNo " + (number.isEmpty() ? "nowhere, as before" : number),
                answer.said() + (said.isEmpty() ? "" : " with " + said));
    }

    private void refused(String name, Answer answer) {
        add(name, answer.refused(), "4xx, as 401", answer.said());
    }

    private void add(String name, boolean passed, String expected, String found) {
        findings.add(new Finding(name, passed, expected, found));
    }

    @Override
    public void close() {
        asked.close();
    }
}
