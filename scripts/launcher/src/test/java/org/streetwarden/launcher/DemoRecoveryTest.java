package org.streetwarden.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.streetwarden.engines.ServerProcess;

/**
 * Kills parts of the running demo while incidents are between raise and case, as {@code kill -9} does; the launcher starts
 * them again, and every incident must be filed exactly once with sound evidence.
 */
class DemoRecoveryTest {

    private static final Map<String, Integer> ONE_OF_EACH =
            Map.of("vending", 1, "bin-overflow", 1, "dumping", 1, "green-parking", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Long enough for whatever was doubled to show: a raise and its post-roll after a restart. */
    private static final Duration SETTLE = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    static List<List<String>> victims() {
        return List.of(List.of("worker"), List.of("api", "postgres"), List.of("redis", "s3"));
    }

    @ParameterizedTest
    @MethodSource("victims")
    void filesEveryIncidentOnceThoughKilled(List<String> victims) throws Exception {
        ModuleProcess modules = ModuleProcess.ofThisProject();
        DemoCameras cameras = new DemoCameras(modules.root().resolve("models/scenes/clips"), true, List.of());
        try (Demo demo = new Demo(Installation.open(dir), modules, cameras, ServerProcess.freePort())) {
            demo.start(part -> {});
            Thread supervisor = Thread.ofPlatform().daemon().start(demo::supervise);
            await(() -> spooled(dir) > 0, "an incident on its way");
            for (String victim : victims) {
                kill(demo.pid(victim));
            }

            DemoCheck.Outcome first = check(demo, modules, cameras);
            assertThat(first.missing()).isEmpty();
            Thread.sleep(SETTLE);
            DemoCheck.Outcome settled = check(demo, modules, cameras);

            assertThat(settled.missing()).isEmpty();
            assertThat(settled.cases()).isEqualTo(ONE_OF_EACH);
            assertThat(settled.evidenceVerified()).isEqualTo(4);
            supervisor.interrupt();
        }
    }

    private static DemoCheck.Outcome check(Demo demo, ModuleProcess modules, DemoCameras cameras) throws Exception {
        return new DemoCheck(demo.url(), modules, cameras, Duration.ZERO).run(PATIENCE);
    }

    private static long spooled(Path data) {
        try (var entries = Files.list(data.resolve("worker/spool"))) {
            return entries.filter(Files::isDirectory).count();
        } catch (IOException notYet) {
            return 0;
        }
    }

    private static void kill(long pid) throws InterruptedException {
        ProcessHandle victim = ProcessHandle.of(pid).orElseThrow();
        assertThat(victim.destroyForcibly()).isTrue();
        await(() -> !victim.isAlive(), "the end of pid " + pid);
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waiting for %s", what).isBefore(deadline);
            Thread.sleep(50);
        }
    }
}
