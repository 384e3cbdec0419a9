package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.WorkerConfig.WatchConfig;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.NoNativeLeaks;
import org.streetwarden.source.Reconnect;
import org.streetwarden.visit.Sightings;

@ExtendWith(NoNativeLeaks.class)
class CameraWatchTest {

    private static final WatchConfig SETTINGS = new WatchConfig(
            Duration.ofSeconds(1), Duration.ofSeconds(5), 4 << 20, Duration.ofSeconds(5), Duration.ofSeconds(1));

    private final List<CameraState> states = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** A watch whose desk is missing: every run meets a defect once its camera has opened. */
    private CameraWatch defective(Dispatcher dispatcher) {
        Path clip = Path.of(System.getProperty("streetwarden.root", "."), "models/scenes/clips/vending.mp4");
        CameraConfig camera =
                new CameraConfig("cam-1", "Market", Rollout.DEFAULT_GROUP, CameraUrl.of(clip), false, List.of());
        return new CameraWatch(
                camera,
                dispatcher.turnOf(camera),
                null,
                new CameraHealth(camera, "worker-test", states::add, InstantSource.system()),
                new Sightings("cam-1", Instant.now(), null),
                CameraMemory.of("cam-1", List.of()),
                new Reconnect(new Random(7), 1),
                new Random(7));
    }

    @Test
    void endsTheRunAndNotTheCameraByADefect() throws Exception {
        Dispatcher dispatcher = new Dispatcher(
                SETTINGS,
                new PipelineMetrics(registry),
                new VisitMetrics(registry),
                InstantSource.system(),
                InstantSource.system());
        try (dispatcher) {
            dispatcher.start();
            CameraWatch watch = defective(dispatcher);
            dispatcher.take(watch);
            Waiting.until("it was tried again", () -> retries() >= 2);
            assertThat(dispatcher.isAlive()).isTrue();
            CompletableFuture<Void> gone = new CompletableFuture<>();
            dispatcher.leave(watch, () -> gone.complete(null));
            gone.get(10, TimeUnit.SECONDS);
            watch.frames().close();
        }

        CameraState state = states.stream()
                .filter(each -> each.state() == State.RETRYING)
                .findFirst()
                .orElseThrow();
        assertThat(state.reason()).isEqualTo("DEFECT");
        assertThat(state.detail())
                .startsWith("DEFECT(retry): camera cam-1: expected pictures, found a defect: ")
                .contains("NullPointerException")
                .doesNotContain("\n");
        assertThat(registry.get("streetwarden.run.failed").counter().count()).isGreaterThanOrEqualTo(2);
    }

    private long retries() {
        return states.stream().filter(each -> each.state() == State.RETRYING).count();
    }
}
