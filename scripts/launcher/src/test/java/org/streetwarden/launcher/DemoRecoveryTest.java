package org.streetwarden.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.engines.ServerProcess;

/**
 * Kills the parts of the running demo one after the other, as {@code kill -9} does, each at a moment when an incident lies
 * with it between raise and case: the part is first stopped in its tracks, so that what reaches it goes no further. The
 * launcher starts it again, and in the end every incident must have been filed exactly once with sound evidence.
 */
class DemoRecoveryTest {

    private static final Map<String, Integer> ONE_OF_EACH =
            Map.of("vending", 1, "bin-overflow", 1, "dumping", 1, "green-parking", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Long enough for whatever was doubled to show: a raise and its post-roll after a restart. */
    private static final Duration SETTLE = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    private final List<ProcessHandle> frozen = new ArrayList<>();

    @Test
    void filesEveryIncidentOnceThoughEachPartIsKilledWithOneInItsHands() throws Exception {
        ModuleProcess modules = ModuleProcess.ofThisProject().brief();
        DemoCameras cameras = new DemoCameras(modules.root().resolve("models/scenes/clips"), true, List.of());
        try (Rig demo = new Rig(Installation.open(dir), modules, cameras, ServerProcess.freePort())) {
            demo.start(part -> {});
            Thread supervisor = Thread.ofPlatform().daemon().start(demo::supervise);
            try {
                killEachInTurn(demo);
            } finally {
                frozen.forEach(process -> signal("-CONT", process));
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

    /** Along the road: the next part is frozen before the one before it is killed, so that no incident slips by. */
    private void killEachInTurn(Rig demo) throws Exception {
        await(() -> !spooled("held-").isEmpty(), "an incident that is held");
        freeze(demo, "s3");
        kill(demo, "worker");

        await(() -> !spooled("").isEmpty(), "an incident whose evidence is to be stored");
        Path waiting = spooled("").getFirst();
        freeze(demo, "redis");
        kill(demo, "s3");

        await(this::hasStoredEvidence, "stored evidence");
        assertThat(waiting).as("an incident that Redis has not taken yet").exists();
        freeze(demo, "postgres");
        kill(demo, "redis");

        await(() -> !Files.exists(waiting), "an incident on its way from Redis to PostgreSQL");
        freeze(demo, "api");
        kill(demo, "postgres");
        kill(demo, "api");
    }

    private static DemoCheck.Outcome check(Rig demo, ModuleProcess modules, DemoCameras cameras) throws Exception {
        return new DemoCheck(demo.api(), modules, cameras, Duration.ZERO, false).run(PATIENCE);
    }

    /** Incidents in the worker's spool: held ones before their clip is whole, or those ready for delivery. */
    private List<Path> spooled(String prefix) {
        try (var entries = Files.list(dir.resolve("worker/spool"))) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> {
                        String name = entry.getFileName().toString();
                        return prefix.isEmpty() ? !name.matches("(held|tmp)-.*") : name.startsWith(prefix);
                    })
                    .toList();
        } catch (IOException notYet) {
            return List.of();
        }
    }

    /** The manifest is stored last. */
    private boolean hasStoredEvidence() {
        try (var objects = Files.walk(dir.resolve("s3/objects"))) {
            return objects.anyMatch(object -> object.endsWith("manifest.json"));
        } catch (IOException | UncheckedIOException changing) {
            return false;
        }
    }

    private void freeze(Rig demo, String part) {
        for (ProcessHandle process : tree(demo.pid(part))) {
            frozen.add(process);
            signal("-STOP", process);
        }
    }

    /** Returns once the part is up again. */
    private static void kill(Rig demo, String part) throws InterruptedException {
        long pid = demo.pid(part);
        List<ProcessHandle> victims = tree(pid);
        victims.forEach(victim -> signal("-KILL", victim));
        await(() -> victims.stream().noneMatch(ProcessHandle::isAlive), "the end of " + part);
        await(() -> demo.pid(part) != pid, part + " up again");
    }

    private static List<ProcessHandle> tree(long pid) {
        ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }

    private static void signal(String signal, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waiting for %s", what).isBefore(deadline);
            Thread.sleep(50);
        }
    }
}
