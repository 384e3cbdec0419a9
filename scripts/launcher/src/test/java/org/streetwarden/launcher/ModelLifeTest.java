package org.streetwarden.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.engines.ServerProcess;

/**
 * The life of models on the running demo, while cases are filed: strangers' files go from nothing to the streets and back,
 * by README's own commands.
 */
class ModelLifeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "scripts/streetwarden model ";
    private static final String SHIPPED = "models/zoo/street-nano-0.4";

    /** For stall, bin, overflowing bin, rubbish, vehicle and person. */
    private static final List<String> THEIR_NAMES =
            List.of("stall", "trash_can", "trash_can_full", "litter", "car", "pedestrian");

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path dir;

    private ModuleProcess modules;
    private Rig demo;

    @Test
    void promotesAndGoesBackWhileEveryIncidentIsFiledOnce() throws Exception {
        modules = ModuleProcess.ofThisProject().brief();
        DemoCameras cameras = new DemoCameras(modules.root().resolve("models/scenes/clips"), true, List.of());
        try (Rig running =
                new Rig(Installation.open(dir.resolve("data")), modules, cameras, ServerProcess.freePort())) {
            demo = running;
            demo.start(part -> {});
            Thread supervisor = Thread.ofPlatform().daemon().start(demo::supervise);

            await("the api's readiness", this::isReady);

            StrangersDesk first = desk("first");
            StrangersExport.ofUnitRgb(shipped(), THEIR_NAMES, first.file("yolo.onnx"));
            followReadme(first);
            String sound = digest(first);
            assertThat(active()).isEqualTo(sound);
            awaitLooking("active", sound);

            refusesPixelsThatAreNotAsStated(desk("second"));

            StrangersDesk third = desk("third");
            StrangersExport.ofUnitRgb(shipped(), THEIR_NAMES, third.file("yolo.onnx"));
            followReadme(third, "3", first.file("theirs").toString(), 4);
            String slow = digest(third);
            succeeds(third, MODEL + "shadow theirs --why 'to compare'");
            awaitLooking("shadow", slow);
            await(
                    "a shadow's report",
                    () -> get("/models/" + slow + "/shadow").path("looks").asLong() > 0);
            succeeds(third, MODEL + "canary theirs --share 1 --why agrees");
            awaitLooking("canary", slow);
            succeeds(third, MODEL + "activate theirs --max-latency 1 --why 'should be faster'");
            await("the worker's return", () -> last(slow).path("step").asText().equals("rollback"));
            assertThat(last(slow).path("who").asText()).isEqualTo("worker:demo-worker");
            assertThat(active()).isEqualTo(sound);
            awaitLooking("active", sound);

            succeeds(first, MODEL + "rollback theirs --why 'shown enough'");
            assertThat(get("/rollout").at("/groups/default/active").isNull()).isTrue();

            DemoCheck.Outcome outcome = new DemoCheck(demo.api(), modules, cameras, Duration.ZERO, false).run(PATIENCE);
            assertThat(outcome.missing()).isEmpty();
            assertThat(outcome.cases())
                    .isEqualTo(Map.of("vending", 1, "bin-overflow", 1, "dumping", 1, "green-parking", 1));
            supervisor.interrupt();
        }
    }

    private StrangersDesk desk(String name) throws IOException {
        return new StrangersDesk(dir.resolve(name), modules, demo);
    }

    private Path shipped() {
        return modules.root().resolve("models/zoo/street-nano-0.4/model.onnx");
    }

    /** From a file to {@code active}, by the five commands as they are printed. */
    private void followReadme(StrangersDesk desk) throws Exception {
        List<String> commands = StrangersDesk.readme(modules.root());
        assertThat(commands).hasSize(5);
        for (String command : commands) {
            succeeds(desk, command);
        }
    }

    /** The first commands for another version and another model to be compared with. */
    private void followReadme(StrangersDesk desk, String version, String baseline, int commands) throws Exception {
        for (String command : StrangersDesk.readme(modules.root()).subList(0, commands)) {
            succeeds(desk, otherwise(command, version, baseline));
        }
    }

    private static String otherwise(String command, String version, String baseline) {
        return command.replace("--version 1 ", "--version " + version + " ").replace(SHIPPED, baseline);
    }

    /** README's statement of the pixels is untrue of this file: the gate and the api say by numbers what that does. */
    private void refusesPixelsThatAreNotAsStated(StrangersDesk desk) throws Exception {
        StrangersExport.ofShippedPixels(shipped(), THEIR_NAMES, desk.file("yolo.onnx"));
        List<String> commands = StrangersDesk.readme(modules.root()).stream()
                .map(command -> otherwise(command, "2", SHIPPED))
                .toList();
        succeeds(desk, commands.get(0));
        StrangersDesk.Said gate = desk.type(commands.get(1));
        assertThat(gate.exit()).as(gate.text()).isEqualTo(1);
        assertThat(gate.text())
                .containsPattern("refused  recall stall: found 0 of [0-9]+, the other [0-9]+; limit 0\\.");
        succeeds(desk, commands.get(2));
        StrangersDesk.Said check = desk.type(commands.get(3));
        assertThat(check.exit()).as(check.text()).isEqualTo(1);
        assertThat(check.text()).contains("gate: expected one that passed, found: ", "recall stall: found 0 of ");
    }

    private static void succeeds(StrangersDesk desk, String command) throws Exception {
        StrangersDesk.Said said = desk.type(command);
        assertThat(said.exit()).as(said.text()).isZero();
    }

    /** As the api names the package that was pushed last. */
    private static String digest(StrangersDesk desk) throws Exception {
        StrangersDesk.Said shown = desk.type(MODEL + "show theirs --json");
        assertThat(shown.exit()).as(shown.text()).isZero();
        return JSON.readTree(shown.text().substring(shown.text().indexOf('{')))
                .path("sha256")
                .asText();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        try (ApiClient api = demo.api()) {
            return api.get(path);
        }
    }

    private boolean isReady() throws IOException, InterruptedException {
        try (ApiClient api = demo.api()) {
            return api.isReady();
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
