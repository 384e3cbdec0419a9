package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraCoverage;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.PatrolConfig;
import org.streetwarden.config.PatrolConfig.Mode;
import org.streetwarden.config.WorkerConfig.WatchConfig;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.scene.ViewState;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.Reconnect;
import org.streetwarden.visit.Sightings;

class CoverageBoardTest {

    private static final int CAMERAS = CoverageReport.MOST_CAMERAS + 1;
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final WatchConfig SETTINGS = new WatchConfig(
            TEN,
            TEN,
            1 << 20,
            TEN,
            TEN,
            new PatrolConfig(Mode.PATROL, Duration.ofMinutes(5), 1, 4, 1, TEN, List.of(), List.of()));

    private final Instant began = Instant.parse("2026-03-01T08:00:00Z");
    private final List<CoverageReport> reports = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = began;
    private final InstantSource clock = () -> now;
    private final Dispatcher dispatcher =
            new Dispatcher(SETTINGS, new PipelineMetrics(registry), new VisitMetrics(registry), clock, clock);

    private CameraWatch watch(int number) {
        String id = "cam-" + number;
        CameraConfig camera =
                new CameraConfig(id, id, "default", CameraUrl.parse("rtsp://10.0.0.1/" + number), false, List.of());
        return new CameraWatch(
                camera,
                dispatcher.turnOf(camera),
                null,
                new CameraHealth(camera, "worker-1", state -> {}, clock),
                new Sightings(id, now, null),
                CameraMemory.of(id, List.of()),
                new Reconnect(new Random(1), 1),
                new Random(1));
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void saysOfEveryCameraWhenItWasSeenAndWhyNot() {
        CoverageBoard board = new CoverageBoard("worker-1", reports::add, registry, clock);
        List<CameraWatch> watches = new ArrayList<>();
        for (int i = 0; i < CAMERAS; i++) {
            watches.add(watch(i));
            dispatcher.take(watches.getLast());
        }
        now = began.plusSeconds(400);
        watches.forEach(watch -> watch.sightings().judged(began.plusSeconds(350), ViewState.CLEAR));
        watches.set(CAMERAS - 1, watch(CAMERAS));
        now = began.plusSeconds(750);
        watches.getFirst().sightings().judged(now, ViewState.CLEAR);
        watches.getLast().sightings().failed(Reason.STALLED);

        board.report(watches, dispatcher);

        assertThat(reports).extracting(report -> report.cameras().size()).containsExactly(500, 1);
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.workerId()).isEqualTo("worker-1");
            assertThat(report.from()).isEqualTo(began);
            assertThat(report.to()).isEqualTo(now);
        });
        assertThat(reports).extracting(CoverageReport::reportId).doesNotHaveDuplicates();
        assertThat(reports.getFirst().cameras().getFirst())
                .isEqualTo(new CameraCoverage(
                        "cam-0", now, 0, 2, Duration.ofSeconds(400), BlindReason.NONE, ViewState.CLEAR));
        assertThat(reports.getLast().cameras().getFirst().reason()).isEqualTo(BlindReason.DEAD);
        assertThat(gauge("streetwarden.coverage.cameras")).isEqualTo(CAMERAS);
        assertThat(gauge("streetwarden.coverage.seen")).isEqualTo(1);
        assertThat(gauge("streetwarden.coverage.longest.blind")).isEqualTo(400);
        dispatcher.close();
    }

    @Test
    void saysOfACameraThatIsLeftWhatNoReportHasSaid() {
        CoverageBoard board = new CoverageBoard("worker-1", reports::add, registry, clock);
        CameraWatch seen = watch(1);
        CameraWatch dead = watch(2);
        board.taken(seen.sightings());
        seen.sightings().judged(began.plusSeconds(2), ViewState.CLEAR);
        dead.sightings().failed(Reason.STALLED);
        now = began.plusSeconds(9);

        board.left(seen.sightings());
        board.left(dead.sightings());
        board.reportMoves();

        assertThat(reports).singleElement().satisfies(report -> assertThat(report.cameras())
                .containsExactly(
                        new CameraCoverage(
                                "cam-1",
                                began.plusSeconds(2),
                                0,
                                1,
                                Duration.ofSeconds(7),
                                BlindReason.NONE,
                                ViewState.CLEAR),
                        new CameraCoverage(
                                "cam-2", null, 0, 0, Duration.ofSeconds(9), BlindReason.DEAD, ViewState.UNKNOWN)));
        dispatcher.close();
    }
}
