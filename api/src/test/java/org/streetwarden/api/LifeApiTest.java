package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.api.push.WebhookSecret;
import org.streetwarden.zone.Kind;

/** The life of a case over HTTP: review gate, verdicts, steps, call-backs. */
class LifeApiTest extends LifeBench {

    @Test
    void letsOnlyThroughWhatNeedNotWait() throws Exception {
        String through = file(Kind.GREEN_PARKING, "gate-1", closedAt);
        assertThat(status(through)).isEqualTo("APPROVED");
        JsonNode entry = shown(through).get("history").get(1);
        assertThat(entry.get("actor").asText()).isEqualTo("gate");
        assertThat(entry.get("why").asText()).contains("green-parking", "0.87", "0.8");
        assertThat(entry.get("from").asText() + entry.get("to").asText()).isEqualTo("PENDING_REVIEWAPPROVED");
        assertThat(status(file(Kind.VENDING, "gate-2", closedAt))).isEqualTo("PENDING_REVIEW");
        peers.put(Records.nameless(++lastNumber, "gate-3", closedAt, Map.of()));
        Peers.await("filed", () -> peers.count("SELECT count(*) FROM cases WHERE camera_id = 'gate-3'") == 1);
        assertThat(peers.text("SELECT status FROM cases WHERE camera_id = 'gate-3'"))
                .isEqualTo("PENDING_REVIEW");
    }

    @Test
    void followsVerdictsUntilItIsHandedOver() throws Exception {
        String caseNo = fresh();
        assertThat(texts(shown(caseNo).get("steps"), "action")).containsExactly("void");
        assertThat(step(caseNo, "approve").statusCode()).isEqualTo(409);
        List<String> stands = new ArrayList<>();
        for (String verdict : List.of(FALSE_DETECTION, CONFIRMED)) {
            assertThat(JudgedCases.judge(web, caseNo, verdict).statusCode()).isEqualTo(201);
            stands.add(status(caseNo));
        }
        assertThat(stands).containsExactly("REJECTED", "APPROVED");
        assertThat(step(caseNo, "push").statusCode()).isEqualTo(200);
        HttpResponse<byte[]> refused = JudgedCases.judge(web, caseNo, FALSE_DETECTION);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Web.json(refused).get("detail").asText()).contains("is PUSHED", "reject", "accept, refuse", "void");
        Web other = Web.as(Peers.OTHER_KEY, api.port());
        assertThat(JudgedCases.judge(other, caseNo, CONFIRMED).statusCode()).isEqualTo(201);
        assertThat(status(caseNo)).isEqualTo("PUSHED");
        assertThat(step(caseNo, "void").statusCode()).isEqualTo(200);
        assertThat(JudgedCases.judge(web, caseNo, FALSE_DETECTION).statusCode()).isEqualTo(201);
        assertThat(status(caseNo)).isEqualTo("VOID");
        assertThat(texts(shown(caseNo).get("history"), "action"))
                .containsExactly("FILED", "JUDGED", "JUDGED", "MOVED", "JUDGED", "MOVED", "JUDGED");
    }

    @Test
    void takesStepsOnlyFromWhereSomebodySawTheCase() throws Exception {
        String caseNo = pushed();
        String path = "/api/v1/cases/" + caseNo + "/steps";
        String body =
                "{\"action\":\"register\",\"from\":\"%s\",\"who\":\"李\",\"why\":\"电话告知\",\"platformCaseNo\":\"立〔2026〕7号\"}";
        HttpResponse<byte[]> late = post(path, body.formatted("ACCEPTED"));
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(Web.json(late).get("detail").asText()).contains("is PUSHED and no longer ACCEPTED");
        JsonNode done = Web.json(post(path, body.formatted("PUSHED")));
        assertThat(done.get("status").asText()).isEqualTo("REGISTERED");
        assertThat(done.get("platformCaseNo").asText()).isEqualTo("立〔2026〕7号");
        assertThat(done.at("/history/3/actor").asText()).isEqualTo(Peers.NAME);
        assertThat(done.at("/history/3/why").asText()).isEqualTo("电话告知");
        assertThat(post(path, body.formatted("REGISTERED")).statusCode()).isEqualTo(409);
        assertThat(step("VA-370126-20200101-000001", "push").statusCode()).isEqualTo(404);
        assertThat(peers.count("SELECT count(*) FROM events WHERE type = 'case-moved' AND subject = '" + caseNo + "'"))
                .isEqualTo(3);
    }

    @Test
    void takesWhateverThePlatformSaysInWhateverOrder() throws Exception {
        String caseNo = pushed();
        String number = ",\"platformCaseNo\":\"P-%s\"".formatted(caseNo);
        assertThat(outcome(callBack(caseNo, "立案", closedAt.plusSeconds(60), number)))
                .isEqualTo("MOVED REGISTERED");
        assertThat(outcome(callBack(caseNo, "受理", closedAt.plusSeconds(30), "")))
                .isEqualTo("LATE REGISTERED");
        assertThat(outcome(callBack(caseNo, "督办", closedAt.plusSeconds(90), "")))
                .isEqualTo("UNKNOWN REGISTERED");
        String byItsNumber =
                "{\"platformCaseNo\":\"P-%s\",\"status\":3,\"at\":\"%s\",\"org\":\"城管二中队\",\"opinion\":\"已劝离\"}"
                        .formatted(caseNo, closedAt.plusSeconds(120));
        assertThat(outcome(post("/api/v1/callbacks/status", byItsNumber))).isEqualTo("MOVED HANDLED");
        assertThat(outcome(callBack(caseNo, "立案", closedAt.plusSeconds(150), "")))
                .isEqualTo("NOT_ALLOWED HANDLED");
        assertThat(step(caseNo, "verify").statusCode()).isEqualTo(200);
        assertThat(outcome(callBack(caseNo, "HANDLED", closedAt.plusSeconds(160), "")))
                .isEqualTo("STANDS VERIFYING");
        HttpResponse<byte[]> again = post("/api/v1/callbacks/status", byItsNumber);
        assertThat(outcome(again)).isEqualTo("MOVED VERIFYING");
        assertThat(Web.json(again).get("repeated").asBoolean()).isTrue();
        String delivery =
                ",\"deliveryId\":\"d-1\",\"deadline\":\"2026-12-01T18:00:00+08:00\",\"attachments\":[\"https://p/1.jpg\"]";
        assertThat(outcome(callBack(caseNo, "结案", closedAt.plusSeconds(200), delivery)))
                .isEqualTo("MOVED CLOSED");
        assertThat(outcome(callBack(caseNo, "作废", closedAt.plusSeconds(300), delivery)))
                .isEqualTo("MOVED CLOSED");
        JsonNode kept = web.json("/api/v1/cases/" + caseNo + "/callbacks").get("callbacks");
        assertThat(texts(kept, "platformStatus")).containsExactly("立案", "受理", "督办", "3", "立案", "HANDLED", "结案");
        assertThat(texts(shown(caseNo).get("history"), "actor")).contains("platform", "platform:城管二中队");
        assertThat(shown(caseNo).get("statusSince").asText())
                .isEqualTo(closedAt.plusSeconds(200).toString());
    }

    @Test
    void knowsThatThePlatformHasWhatItSpeaksOf() throws Exception {
        String caseNo = fresh();
        assertThat(outcome(callBack(caseNo, "受理", closedAt, ""))).isEqualTo("NOT_ALLOWED PENDING_REVIEW");
        JudgedCases.judge(web, caseNo, CONFIRMED);
        String future = ",\"notPassReason\":\"重复\"";
        assertThat(outcome(callBack(caseNo, "不予受理", Instant.parse("2099-01-01T00:00:00Z"), future)))
                .isEqualTo("MOVED REFUSED");
        assertThat(texts(shown(caseNo).get("history"), "to")).endsWith("APPROVED", "PUSHED", "REFUSED");
        assertThat(outcome(callBack(caseNo, "立案", Instant.now().plusSeconds(1), "")))
                .isEqualTo("MOVED REGISTERED");
    }

    @Test
    void asksWhichCaseIsMeant() throws Exception {
        for (int i = 0; i < 2; i++) {
            callBack(pushed(), "受理", closedAt, ",\"platformCaseNo\":\"twice\"");
        }
        String body = "{\"platformCaseNo\":\"%s\",\"status\":\"立案\",\"at\":\"" + closedAt + "\"}";
        HttpResponse<byte[]> ambiguous = post("/api/v1/callbacks/status", body.formatted("twice"));
        assertThat(ambiguous.statusCode()).isEqualTo(409);
        assertThat(Web.json(ambiguous).get("detail").asText()).contains("twice", "caseNo must say which");
        assertThat(post("/api/v1/callbacks/status", body.formatted("never")).statusCode())
                .isEqualTo(404);
    }

    /** @return a key of the platform's whose call-backs must be signed: id, key, signingSecret */
    private static JsonNode signingKey() {
        return Web.json(post("/api/v1/keys", "{\"name\":\"signer\",\"roles\":[\"platform\"],\"signs\":true}"));
    }

    private static HttpResponse<byte[]> signed(String query, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return Web.stranger(api.port())
                .send("POST", "/api/v1/callbacks/status" + query, body.getBytes(UTF_8), all.toArray(String[]::new));
    }

    private static String[] signature(JsonNode key, String id, Instant at, String body) {
        String signature = WebhookSecret.parse(key.get("signingSecret").asText())
                .sign(id, at.getEpochSecond(), body.getBytes(UTF_8));
        String stamp = Long.toString(at.getEpochSecond());
        return new String[] {"webhook-id", id, "webhook-timestamp", stamp, "webhook-signature", "v1,x " + signature};
    }

    private static void refused(HttpResponse<byte[]> answer, String why) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Web.json(answer).get("detail").asText()).startsWith(why);
    }

    @Test
    void believesASignatureInPlaceOfAKeyAndNamesTheCallBackByIt() throws Exception {
        JsonNode key = signingKey();
        String signer = "?signer=" + key.get("id").asText();
        String said = "{\"caseNo\":\"%s\",\"status\":\"立案\",\"at\":\"%s\"}";
        String caseNo = pushed();
        String body = said.formatted(caseNo, closedAt.plusSeconds(60));
        assertThat(outcome(signed(signer, body, signature(key, "msg_1", Instant.now(), body))))
                .isEqualTo("MOVED REGISTERED");
        HttpResponse<byte[]> again = signed(signer, body, signature(key, "msg_1", Instant.now(), body));
        assertThat(Web.json(again).get("repeated").asBoolean()).isTrue();
        String later = said.formatted(caseNo, closedAt.plusSeconds(61));
        HttpResponse<byte[]> replayed = signed(signer, later, signature(key, "msg_1", Instant.now(), later));
        assertThat(Web.json(replayed).get("repeated").asBoolean())
                .as("the same id")
                .isTrue();
        JsonNode kept = web.json("/api/v1/cases/" + caseNo + "/callbacks").get("callbacks");
        assertThat(texts(kept, "deliveryId")).containsExactly("msg_1");
        JsonNode next = Web.json(post("/api/v1/keys/" + key.get("id").asText() + "/rotate", "{}"));
        for (JsonNode each : List.of(key, next)) {
            String query = "?signer=" + each.get("id").asText();
            assertThat(signed(query, body, signature(each, "msg_1", Instant.now(), body))
                            .statusCode())
                    .as("either holds during the overlap")
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesACallBackThatIsForgedExpiredOrNotSigned() {
        JsonNode key = signingKey();
        String signer = "?signer=" + key.get("id").asText();
        String body = "{\"caseNo\":\"VA-370126-20200101-000001\",\"status\":\"立案\",\"at\":\"2026-11-20T00:00:00Z\"}";
        String[] good = signature(key, "msg_2", Instant.now(), body);
        assertThat(signed(signer, body, good).statusCode()).as("let in").isEqualTo(404);
        refused(signed(signer, body.replace("立案", "结案"), good), "webhook-signature");
        refused(signed(signer, body, signature(signingKey(), "msg_2", Instant.now(), body)), "webhook-signature");
        refused(signed("?signer=nobody", body, good), "webhook-signature");
        refused(signed("", body, good), "webhook-signature");
        good[1] = "msg_3";
        refused(signed(signer, body, good), "webhook-signature");
        for (int minutes : List.of(-6, 6)) {
            Instant at = Instant.now().plus(Duration.ofMinutes(minutes));
            refused(signed(signer, body, signature(key, "msg_2", at, body)), "webhook-timestamp");
        }
        refused(
                signed(signer, body, "webhook-id", "a", "webhook-timestamp", "now", "webhook-signature", "v1,x"),
                "webhook-timestamp");
        String bearer = "Bearer " + key.get("key").asText();
        refused(signed("", body, "Authorization", bearer), "webhook-signature: expected, because this key");
        List<String> both = new ArrayList<>(List.of(signature(key, "msg_2", Instant.now(), body)));
        both.addAll(List.of("Authorization", bearer));
        assertThat(signed("", body, both.toArray(String[]::new)).statusCode()).isEqualTo(404);
        assertThat(post("/api/v1/callbacks/status", body).statusCode())
                .as("a key without one")
                .isEqualTo(404);
    }

    @Test
    void namesEveryFieldAtFault() throws Exception {
        HttpResponse<byte[]> refused = post(
                "/api/v1/callbacks/status",
                "{\"caseNo\":\"1\",\"status\":\" \",\"at\":\"2026-11-31T00:00:00Z\",\"org\":7,\"opinion\":\""
                        + "字".repeat(2001)
                        + "\",\"notPassReason\":\"a\\u0000\",\"deadline\":\"morgen\",\"attachments\":[1],\"x\":1}");
        assertThat(refused.statusCode()).isEqualTo(422);
        List<String> fields = new ArrayList<>();
        Web.json(refused)
                .get("problems")
                .forEach(each -> fields.add(each.asText().replaceFirst(": .*", "")));
        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "caseNo", "status", "at", "org", "opinion", "notPassReason", "deadline", "attachments[0]", "x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "callbacks/status|{}|422",
                "callbacks/status|[[[[[[1]]]]]]|400",
                "callbacks/status|{\"status\":\"立案\",\"at\":\"2026-11-20T00:00:00\",\"caseNo\":\"VA-370126-20200101-000001\"}|422",
                "callbacks/status|{\"status\":1.5,\"at\":\"2026-11-20T00:00:00Z\",\"caseNo\":\"VA-370126-20200101-000001\"}|422",
                "callbacks/status|{\"status\":\"立案\",\"at\":\"2026-11-20T00:00:00Z\",\"caseNo\":\"VA-370126-20200101-000001\"}|404",
                "cases/VA-370126-20200101-000001/steps|{\"action\":\"push\",\"who\":\"a\"}|422",
                "push/deliveries/9/replay|{\"who\":\"a\"}|422",
                "push/deliveries/9/replay|{\"who\":\"a\",\"why\":\"b\"}|404",
                "push/deliveries/x/replay|{\"who\":\"a\",\"why\":\"b\"}|404",
                "push/targets/none/enable|{\"who\":\"a\",\"why\":\"b\"}|404",
                "cases/VA-370126-20200101-000001/steps|{\"action\":\"push\",\"who\":\"a\",\"why\":\"b\",\"from\":\"OPEN\"}|422",
            })
    void refuses(String path, String body, int status) {
        assertThat(post("/api/v1/" + path, body).statusCode()).isEqualTo(status);
        assertThat(post("/api/v1/" + path, " ".repeat(70_000)).statusCode()).isEqualTo(413);
        assertThat(web.get("/api/v1/hotspots?times=1").statusCode()).isEqualTo(400);
    }

    /** Whatever breaks off leaves nothing behind, and saying it again does all of it. */
    @Test
    void keepsNothingOfWhatBrokeOff() throws Exception {
        String caseNo = pushed();
        peers.sql("CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS "
                + "$$ BEGIN RAISE EXCEPTION 'cut off' USING ERRCODE = 'admin_shutdown'; END $$");
        peers.sql("CREATE TRIGGER broken BEFORE INSERT ON events FOR EACH ROW WHEN (NEW.type = 'case-moved') "
                + "EXECUTE FUNCTION broken()");
        try {
            assertThat(callBack(caseNo, "立案", closedAt, "").statusCode()).isEqualTo(503);
            assertThat(step(caseNo, "void").statusCode()).isEqualTo(503);
        } finally {
            peers.sql("DROP TRIGGER broken ON events");
        }
        assertThat(status(caseNo)).isEqualTo("PUSHED");
        assertThat(web.json("/api/v1/cases/" + caseNo + "/callbacks").get("callbacks"))
                .isEmpty();
        assertThat(shown(caseNo).get("history")).hasSize(3);
        assertThat(outcome(callBack(caseNo, "立案", closedAt, ""))).isEqualTo("MOVED REGISTERED");
    }

    /** @param samples view and whether it was seen, a sample every {@code minutes} that ends a minute ago */
    private static JsonNode check(String caseNo, int minutes, String... samples) {
        StringBuilder json = new StringBuilder();
        Instant at = Instant.now().minus(Duration.ofMinutes((long) minutes * (samples.length - 1)));
        for (String sample : samples) {
            json.append(json.isEmpty() ? "" : ",")
                    .append("{\"at\":\"%s\",\"view\":\"%s\",\"seen\":%s}"
                            .formatted(at, sample.replace(" seen", ""), sample.endsWith("seen")));
            at = at.plus(Duration.ofMinutes(minutes));
        }
        HttpResponse<byte[]> answer =
                post("/api/v1/cases/" + caseNo + "/checks", "{\"who\":\"worker-1\",\"samples\":[" + json + "]}");
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(201);
        return Web.json(answer);
    }

    @Test
    void proposesWhatWasSeenAndNeverCloses() throws Exception {
        String caseNo = pushed();
        String path = "/api/v1/cases/" + caseNo + "/checks";
        assertThat(post(path, "{\"who\":\"worker-1\",\"samples\":[]}").statusCode())
                .isEqualTo(409);
        step(caseNo, "handle");
        assertThat(check(caseNo, 6, "CLEAR", "CLEAR", "CLEAR").get("proposal").asText())
                .isEqualTo("UNSURE");
        assertThat(status(caseNo)).isEqualTo("VERIFYING");
        assertThat(step(caseNo, "rework").statusCode()).isEqualTo(200);
        assertThat(step(caseNo, "handle").statusCode()).isEqualTo(200);
        assertThat(check(caseNo, 0, "DARK seen", "CLEAR seen").get("proposal").asText())
                .isEqualTo("STILL");
        assertThat(status(caseNo)).isEqualTo("VERIFYING");
        assertThat(texts(web.json(path).get("checks"), "proposal")).containsExactly("UNSURE", "STILL");
        assertThat(texts(shown(caseNo).get("history"), "action"))
                .endsWith("MOVED", "CHECKED", "MOVED", "MOVED", "CHECKED");
        HttpResponse<byte[]> refused = post(path, "{\"who\":\"w\",\"samples\":[{\"at\":1,\"view\":\"FOG\"},7]}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Web.json(refused).get("detail").asText())
                .contains("samples[0].at", "samples[0].view", "samples[0].seen", "samples[1].at");
    }
}
