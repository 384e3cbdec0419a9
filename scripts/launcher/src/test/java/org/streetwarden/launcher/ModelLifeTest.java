package org.streetwarden.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.engines.ServerProcess;

/** The life of models on the running demo, from the command line as anyone would lead it, while cases are filed. */
class ModelLifeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path dir;

    private ModuleProcess modules;
    private Demo demo;

    @Test
    void promotesAndGoesBackWhileEveryIncidentIsFiledOnce() throws Exception {
        modules = ModuleProcess.ofThisProject();
        DemoCameras cameras = new DemoCameras(modules.root().resolve("models/scenes/clips"), true, List.of());
        try (Demo running =
                new Demo(Installation.open(dir.resolve("data")), modules, cameras, ServerProcess.freePort())) {
            demo = running;
            demo.start(part -> {});
            Thread supervisor = Thread.ofPlatform().daemon().start(demo::supervise);

            await("the api's readiness", this::isReady);

            String sound = push("sound");
            model(
                    "check",
                    sound,
                    "--why",
                    "the gate passed",
                    "--gate",
                    gate(sound, null).toString());
            model("shadow", sound, "--why", "to compare");
            awaitLooking("shadow", sound);
            await(
                    "a shadow's report",
                    () -> get("/models/" + sound + "/shadow").path("looks").asLong() > 0);
            model("canary", sound, "--share", "1", "--why", "agrees");
            awaitLooking("canary", sound);
            model("activate", sound, "--why", "holds");
            awaitLooking("active", sound);

            String slow = push("slow");
            model(
                    "check",
                    slow,
                    "--why",
                    "the gate passed",
                    "--gate",
                    gate(slow, sound).toString());
            model("activate", slow, "--skip", "in a hurry", "--max-latency", "1", "--why", "should be faster");
            await("the worker's return", () -> last(slow).path("step").asText().equals("rollback"));
            assertThat(last(slow).path("who").asText()).isEqualTo("worker:demo-worker");
            assertThat(active()).isEqualTo(sound);
            awaitLooking("active", sound);

            model("rollback", sound, "--why", "shown enough");
            assertThat(get("/rollout").at("/groups/default/active").isNull()).isTrue();

            DemoCheck.Outcome outcome = new DemoCheck(demo.url(), modules, cameras, Duration.ZERO).run(PATIENCE);
            assertThat(outcome.missing()).isEmpty();
            assertThat(outcome.cases())
                    .isEqualTo(Map.of("vending", 1, "bin-overflow", 1, "dumping", 1, "green-parking", 1));
            supervisor.interrupt();
        }
    }

    /** A package of its own: the shipped model under another version. */
    private String push(String version) throws Exception {
        Path folder = Files.createDirectory(dir.resolve(version));
        Path zoo = modules.root().resolve("models/zoo/street-nano-0.1");
        try (var files = Files.list(zoo)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        Path manifest = folder.resolve("manifest.json");
        ObjectNode fields = (ObjectNode) JSON.readTree(Files.readString(manifest));
        Files.writeString(manifest, fields.put("version", version).toPrettyString());
        return JSON.readTree(model("push", folder.toString(), "--why", "trial", "--json"))
                .path("sha256")
                .asText();
    }

    /** A report as {@code model gate} writes it. */
    private Path gate(String candidate, String baseline) throws IOException {
        ObjectNode report =
                JSON.createObjectNode().put("schema", 1).put("at", Instant.now().toString());
        report.putObject("candidate").put("name", "c").put("version", "1").put("sha256", candidate);
        if (baseline == null) {
            report.putNull("baseline");
        } else {
            report.putObject("baseline").put("name", "b").put("version", "1").put("sha256", baseline);
        }
        report.putObject("golden").put("name", "made-up").put("sha256", "ab".repeat(32));
        report.put("passed", true)
                .putArray("checks")
                .addObject()
                .put("name", "recall bin")
                .put("passed", true)
                .put("why", "Recall of bin stayed at 0.80.");
        Path folder = Files.createDirectories(dir.resolve("gate-" + candidate.substring(0, 8)));
        Files.writeString(folder.resolve("gate.json"), report.toString());
        return folder;
    }

    /** @return what the command printed; it must succeed */
    private String model(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("model"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--api", demo.url()));
        Process process = modules.command("stream-workers", "org.streetwarden.cli.Main", 128, all)
                .redirectError(dir.resolve("error.txt").toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(Files.readString(dir.resolve("error.txt")))
                .isZero();
        return printed;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create(demo.url() + "/api/v1" + path);
            return JSON.readTree(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body());
        }
    }

    private boolean isReady() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(demo.url() + "/readyz")).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        }
    }

    private JsonNode last(String sha256) throws IOException, InterruptedException {
        JsonNode steps = get("/models/" + sha256).path("steps");
        return steps.path(steps.size() - 1);
    }

    private String active() throws IOException, InterruptedException {
        return get("/rollout").at("/groups/default/active/sha256").asText();
    }

    private void awaitLooking(String role, String sha256) throws Exception {
        await("a report of " + role + " " + sha256, () -> {
            for (JsonNode worker : get("/rollout").path("workers")) {
                if (worker.path("role").asText().equals(role)
                        && worker.at("/model/sha256").asText().equals(sha256)
                        && worker.path("state").asText().equals("LOOKING")) {
                    return true;
                }
            }
            return false;
        });
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            assertThat(Instant.now()).as("waiting for %s", what).isBefore(deadline);
            Thread.sleep(200);
        }
    }
}
