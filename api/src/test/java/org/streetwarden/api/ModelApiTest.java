package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.RolloutCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.Agreement;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;
import org.streetwarden.detect.ModelIdentity;

/** The life of models over HTTP, against real servers. Each test has groups and packages of its own. */
class ModelApiTest {

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

    static HttpResponse<byte[]> push(Web to, byte[] archive, String... more) {
        String[] headers = {"Content-Type", "application/zip", "X-Who", "%E7%8E%8B", "X-Why", "trial"};
        String[] all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return to.send("POST", "/api/v1/models", archive, all);
    }

    /** A new package in the registry. */
    private static String pushed(String name, String version) {
        HttpResponse<byte[]> response = push(web, Packages.sound(name, version));
        assertThat(response.statusCode()).isEqualTo(201);
        return Web.json(response).get("sha256").asText();
    }

    private static String checked(String name, String version) {
        String sha256 = pushed(name, version);
        gate(sha256, null, true);
        assertThat(step(sha256, "check").statusCode()).isEqualTo(200);
        return sha256;
    }

    private static HttpResponse<byte[]> gate(String sha256, String baseline, boolean passed) {
        return web.send(
                "PUT",
                "/api/v1/models/" + sha256 + "/gate.json",
                Packages.gate(sha256, baseline, passed),
                "Content-Type",
                "application/json",
                "X-Who",
                "wang");
    }

    /** @param more field, value, field, value …; numbers are sent as such */
    private static HttpResponse<byte[]> step(String sha256, String step, Object... more) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("step", step)
                .put("who", "wang")
                .put("why", "trial");
        for (int i = 0; i < more.length; i += 2) {
            body.putPOJO((String) more[i], more[i + 1]);
        }
        return web.send(
                "POST",
                "/api/v1/models/" + sha256 + "/steps",
                body.toString().getBytes(UTF_8),
                "Content-Type",
                "application/json");
    }

    private static void taken(HttpResponse<byte[]> response) {
        assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    }

    static List<String> problems(HttpResponse<byte[]> response, int status) {
        assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(status);
        List<String> problems = new java.util.ArrayList<>();
        Web.json(response).path("problems").forEach(problem -> problems.add(problem.asText()));
        return problems;
    }

    private static JsonNode group(String name) {
        return web.json("/api/v1/rollout").get("groups").get(name);
    }

    /** What the worker last said of its model in a role of a group. */
    private static JsonNode atWork(String group, String role) {
        for (JsonNode worker : web.json("/api/v1/rollout").get("workers")) {
            if (worker.get("group").asText().equals(group)
                    && worker.get("role").asText().equals(role)) {
                return worker;
            }
        }
        throw new AssertionError("no worker has spoken of " + role + " in " + group);
    }

    private static ModelIdentity identity(String sha256) {
        JsonNode model = web.json("/api/v1/models/" + sha256);
        return new ModelIdentity(
                model.get("name").asText(), model.get("version").asText(), sha256);
    }

    private static ModelEvent left(String id, String group, ModelRole role, String sha256, Instant at) {
        return new ModelEvent(
                id, "worker-1", group, role, identity(sha256), ModelEvent.Step.ROLLED_BACK, "Too slow: 90 ms.", at);
    }

    private static void read() throws Exception {
        Peers.await("stream read to its end", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
    }

    @Test
    void goesFromImportedToActiveAndBackAndKeepsWhoWhenWhy() throws Exception {
        String first = checked("life", "1");
        taken(step(first, "shadow", "group", "life"));
        taken(step(first, "canary", "group", "life", "share", 0.25));
        taken(step(first, "canary", "group", "life", "share", 0.5));
        taken(step(first, "activate", "group", "life"));
        String second = checked("life", "2");
        taken(step(second, "canary", "group", "life", "share", 1, "skip", "small change"));
        assertThat(problems(step(second, "activate", "group", "life"), 409))
                .singleElement()
                .asString()
                .contains("gate: expected a report of life 2 against the group's active model " + first);
        gate(second, first, true);
        taken(step(second, "activate", "group", "life"));
        assertThat(group("life").at("/active/sha256").asText()).isEqualTo(second);
        assertThat(group("life").at("/previous/sha256").asText()).isEqualTo(first);
        taken(step(second, "rollback", "group", "life"));
        assertThat(group("life").at("/active/sha256").asText()).isEqualTo(first);
        assertThat(group("life").get("previous").isNull()).isTrue();
        JsonNode steps = web.json("/api/v1/models/" + second).get("steps");
        assertThat(steps.findValuesAsText("step")).containsExactly("import", "check", "canary", "activate", "rollback");
        assertThat(steps.get(0).get("who").asText()).isEqualTo("王");
        assertThat(steps.get(2).get("skipped").asText()).isEqualTo("small change");
        assertThat(steps.get(3).get("gate").asText())
                .isEqualTo("passed on streets, 1 checks, against " + first.substring(0, 12));
        assertThat(steps.findValuesAsText("to")).containsExactly("IMPORTED", "CHECKED", "CANARY", "ACTIVE", "CHECKED");
    }

    @Test
    void refusesStepsThatTheTableDoesNotHaveAndSaysWhichItHas() {
        String sha256 = pushed("table", "1");
        assertThat(problems(step(sha256, "activate"), 409))
                .singleElement()
                .asString()
                .contains("table 1 is IMPORTED", "CANARY", "CHECKED (with a reason to skip)");
        assertThat(problems(step(sha256, "check"), 409))
                .containsExactly("gate: expected a report of table 1, found none");
        gate(sha256, null, false);
        assertThat(problems(step(sha256, "check"), 409))
                .singleElement()
                .asString()
                .contains("Recall of bin fell");
        gate(sha256, null, true);
        taken(step(sha256, "check"));
        assertThat(problems(step(sha256, "activate", "group", "table"), 409))
                .singleElement()
                .asString()
                .contains("skip: expected a reason");
        taken(step(sha256, "activate", "group", "table", "skip", "first model"));
        assertThat(problems(step(sha256, "retire"), 409))
                .singleElement()
                .asString()
                .contains("is ACTIVE");
        taken(step(sha256, "rollback", "group", "table"));
        taken(step(sha256, "retire"));
        assertThat(problems(step(sha256, "check"), 409))
                .singleElement()
                .asString()
                .contains("is RETIRED");
    }

    @Test
    void keepsPlacesApart() {
        String first = checked("places", "1");
        String second = checked("places", "2");
        taken(step(first, "shadow", "group", "places"));
        assertThat(problems(step(second, "shadow", "group", "places"), 409))
                .singleElement()
                .asString()
                .contains(first);
        taken(step(second, "shadow", "group", "places-2"));
        assertThat(problems(step(second, "canary", "group", "places-2"), 409))
                .singleElement()
                .asString()
                .contains("share");
        HttpResponse<byte[]> verifier = push(web, Packages.sound("verifier", "1", Map.of("role", "\"verifier\"")));
        String sha256 = Web.json(verifier).get("sha256").asText();
        gate(sha256, null, true);
        taken(step(sha256, "check"));
        assertThat(problems(step(sha256, "shadow", "group", "places-3"), 409))
                .singleElement()
                .asString()
                .contains("expected a detector");
    }

    @Test
    void keepsAModelToGoBackToFromRetirement() {
        String first = checked("kept", "1");
        taken(step(first, "activate", "group", "kept", "skip", "x"));
        String second = checked("kept", "2");
        gate(second, first, true);
        taken(step(second, "activate", "group", "kept", "skip", "x"));
        assertThat(problems(step(first, "retire"), 409))
                .singleElement()
                .asString()
                .contains("go back to");
    }

    @Test
    void publishesEveryChangeAndMendsWhatOthersDo() throws Exception {
        String sha256 = checked("published", "1");
        taken(step(
                sha256,
                "canary",
                "group",
                "published",
                "share",
                0.25,
                "skip",
                "x",
                "band",
                JsonNodeFactory.instance.objectNode().put("maxLatencyMs", 50)));
        Peers.await("in redis", () -> rollout().groups().containsKey("published"));
        Rollout.Group group = rollout().group("published");
        assertThat(group.canary()).hasValue(new Rollout.Canary(identity(sha256), 0.25));
        assertThat(group.band().maxLatency().toMillis()).isEqualTo(50);
        assertThat(rollout().revision())
                .isEqualTo(web.json("/api/v1/rollout").get("revision").asLong());
        peers.redis().hset(Rollout.KEY, "revision", "0");
        peers.redis().hset(Rollout.KEY, "nonsense", "1");
        Peers.await("mended", () -> !peers.redis().hgetall(Rollout.KEY).containsKey("nonsense"));
        peers.redis().del(Rollout.KEY);
        Peers.await("mended", () -> !peers.redis().hgetall(Rollout.KEY).isEmpty());
    }

    private static Rollout rollout() throws Exception {
        return RolloutCodec.decode(peers.redis().hgetall(Rollout.KEY));
    }

    @Test
    void goesBackOnceWhereAWorkerHas() throws Exception {
        String first = checked("back", "1");
        taken(step(first, "activate", "group", "back", "skip", "x"));
        String second = checked("back", "2");
        gate(second, first, true);
        taken(step(second, "activate", "group", "back", "skip", "x"));
        peers.put(left("late", "back", ModelRole.ACTIVE, second, Instant.now().minusSeconds(600)));
        peers.put(left("other-role", "back", ModelRole.CANARY, second, Instant.now()));
        read();
        assertThat(group("back").at("/active/sha256").asText()).isEqualTo(second);
        for (int i = 0; i < 3; i++) {
            peers.put(left("e1", "back", ModelRole.ACTIVE, second, Instant.now()));
            peers.put(left("e-" + i, "back", ModelRole.ACTIVE, second, Instant.now()));
        }
        read();
        assertThat(group("back").at("/active/sha256").asText()).isEqualTo(first);
        JsonNode last = web.json("/api/v1/models/" + second).get("steps").get(3);
        assertThat(last.get("who").asText()).isEqualTo("worker:worker-1");
        assertThat(last.get("why").asText()).isEqualTo("Too slow: 90 ms.");
        assertThat(web.json("/api/v1/models/" + second).get("steps")).hasSize(4);
        Peers.await("published", () -> rollout().group("back").active().equals(java.util.Optional.of(identity(first))));
        assertThat(atWork("back", "active").get("state").asText()).isEqualTo("ROLLED_BACK");
    }

    @Test
    void addsReportsUpOnce() throws Exception {
        String sha256 = checked("added", "1");
        taken(step(sha256, "shadow", "group", "added"));
        for (int i = 0; i < 2; i++) {
            peers.put(report("r1", sha256, Instant.now()));
            peers.put(report("r2", sha256, Instant.now()));
        }
        peers.put(report("old", sha256, Instant.now().minusSeconds(8 * 86_400)));
        read();
        JsonNode totals = web.json("/api/v1/models/" + sha256 + "/shadow?group=added");
        assertThat(totals.get("looks").asInt()).isEqualTo(20);
        assertThat(totals.get("meanUs").asInt()).isEqualTo(5000);
        assertThat(totals.at("/labels/0").toString())
                .isEqualTo("{\"label\":\"bin\",\"detections\":8,\"both\":4,\"onlyActive\":2,\"onlyShadow\":6}");
        assertThat(new String(web.get("/metrics").body(), UTF_8))
                .contains("streetwarden_model_agreement_total{group=\"added\",label=\"bin\",model=\"added-1\","
                        + "role=\"SHADOW\",seen=\"only-shadow\"} 6.0");
        assertThat(atWork("added", "shadow").get("state").asText()).isEqualTo("LOOKING");
    }

    private static ModelReport report(String id, String sha256, Instant to) {
        return new ModelReport(
                id,
                "worker-1",
                "added",
                ModelRole.SHADOW,
                identity(sha256),
                to.minusSeconds(30),
                to,
                10,
                1,
                5000,
                9000,
                0,
                Map.of("bin", 4L),
                Map.of("bin", new Agreement(2, 1, 3)));
    }

    @Test
    void refusesStepsItCannotRead() {
        String sha256 = pushed("unread", "1");
        assertThat(step(sha256, "fly").statusCode()).isEqualTo(400);
        assertThat(step(sha256, "check", "group", "../x").statusCode()).isEqualTo(400);
        assertThat(step(sha256, "check", "share", 0.5).statusCode()).isEqualTo(400);
        assertThat(step(sha256, "canary", "share", 1.5).statusCode()).isEqualTo(400);
        assertThat(step(sha256, "check", "surprise", 1).statusCode()).isEqualTo(400);
        assertThat(step("ab".repeat(32), "check").statusCode()).isEqualTo(404);
        assertThat(gate(sha256, "zz", true).statusCode()).isEqualTo(422);
        assertThat(web.send(
                                "PUT",
                                "/api/v1/models/" + sha256 + "/gate.json",
                                Packages.gate("cd".repeat(32), null, true),
                                "Content-Type",
                                "application/json",
                                "X-Who",
                                "w")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void showsTheGatesPageWithoutLettingItAct() {
        String sha256 = pushed("page", "1");
        String path = "/api/v1/models/" + sha256 + "/gate.html";
        assertThat(web.get(path).statusCode()).isEqualTo(404);
        byte[] page = "<script>alert(1)</script>".getBytes(UTF_8);
        assertThat(web.send("PUT", path, page, "Content-Type", "text/html").statusCode())
                .isEqualTo(204);
        HttpResponse<byte[]> shown = web.get(path);
        assertThat(shown.body()).isEqualTo(page);
        assertThat(shown.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'", "sandbox");
    }
}
