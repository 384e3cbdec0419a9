package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.PatrolConfig;
import org.streetwarden.config.PatrolConfig.Mode;
import org.streetwarden.config.PatrolConfig.UpstreamConfig;
import org.streetwarden.config.WorkerConfig.WatchConfig;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.evidence.Footage;
import org.streetwarden.evidence.Raise;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.incident.Look;
import org.streetwarden.incident.Verdict;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.Reconnect;
import org.streetwarden.visit.Sightings;
import org.streetwarden.visit.Turn;
import org.streetwarden.visit.Upstream;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/** Visits at a camera with the usual rule for stalls: raised after five minutes, so visited every ten seconds until then. */
class PassingByTest {

    private static final List<Detection> STALL = List.of(new Detection("stall", 0.9f, new Box(0.4, 0.4, 0.6, 0.7)));
    private static final List<Detection> NOTHING = List.of();
    private static final ModelIdentity MODEL = new ModelIdentity("fake", "1", "0".repeat(64));
    private static final Duration TEN = Duration.ofSeconds(10);
    private static final PatrolConfig PATROL =
            new PatrolConfig(Mode.PATROL, Duration.ofMinutes(5), 1, 4, 1, Duration.ofSeconds(2), List.of(), List.of());
    private static final WatchConfig SETTINGS = new WatchConfig(Duration.ofSeconds(2), TEN, 1 << 20, TEN, TEN, PATROL);

    private final InstantSource clock = () -> this.now;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final VisitMetrics metrics = new VisitMetrics(registry);
    private final List<Raise> raises = new ArrayList<>();
    private final CameraWatch watch = watch();
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private boolean placeFree = true;
    private int asked;

    private CameraWatch watch() {
        Zone zone = new Zone("market", Kind.VENDING, Polygon.PICTURE);
        CameraConfig camera =
                new CameraConfig("cam-1", "Market", "default", CameraUrl.parse("rtsp://h/1"), false, List.of(zone));
        CameraDesk.Outcome outcome = new CameraDesk.Outcome() {
            @Override
            public void raised(Raise raise) {
                raises.add(raise);
            }

            @Override
            public void cleared(Verdict.Cleared cleared) {
                throw new AssertionError("nothing was to be cleared");
            }
        };
        CameraDesk desk = new CameraDesk(
                "Market", Desks.judge("cam-1", List.of(zone), Map.of()), outcome, new PipelineMetrics(registry));
        GopRing ring = new GopRing(new StreamInfo("h264", 64, 48, ByteBuffer.allocate(0)), 1 << 20);
        desk.watch(ring, Footage.of(ring, () -> false), true);
        return new CameraWatch(
                camera,
                new Turn("cam-1", new Upstream(UpstreamConfig.unlimited("h"), new Random(1))),
                desk,
                new CameraHealth(camera, "worker-1", state -> {}, clock),
                new Sightings("cam-1", Instant.EPOCH, null),
                CameraMemory.of("cam-1", List.of()),
                new Reconnect(new Random(1), 1),
                new Random(1));
    }

    private final List<Duration> waited = new ArrayList<>();

    private PassingBy visit() {
        PassingBy visit = new PassingBy(
                watch,
                SETTINGS,
                () -> {
                    asked++;
                    return placeFree;
                },
                waited::add,
                metrics,
                clock);
        visit.opening();
        visit.opened();
        assertThat(visit.goesOn()).as("no picture yet").isTrue();
        visit.offered();
        assertThat(visit.goesOn()).as("not judged yet").isTrue();
        return visit;
    }

    private void judge(List<Detection> seen) {
        watch.judged(new Look(ChronoUnit.MICROS.between(Instant.EPOCH, now), now, seen, MODEL), Set.of());
    }

    private PassingBy visit(List<Detection> seen) {
        PassingBy visit = visit();
        judge(seen);
        return visit;
    }

    @Test
    void leavesOnceItsPictureIsJudged() {
        PassingBy visit = visit();
        assertThat(visit.wantsPicture()).as("one at a time").isFalse();
        now = now.plusMillis(300);
        judge(NOTHING);
        assertThat(visit.wantsPicture()).isTrue();
        assertThat(visit.goesOn()).isFalse();
        assertThat(waited).containsExactly(Duration.ofMillis(300));
        assertThat(visit.isContent()).isTrue();
        assertThat(visit.isSettled()).isTrue();
        assertThat(visit.shortcoming()).isEmpty();
        assertThat(asked).isZero();
    }

    @Test
    void comesBackWhileSomethingDwellsAndStaysBeforeItsRaise() {
        Instant first = now;
        while (Duration.between(first, now).compareTo(Duration.ofSeconds(270)) < 0) {
            assertThat(visit(STALL).goesOn()).as("visit at %s", now).isFalse();
            assertThat(watch.desk().isDwelling()).isTrue();
            now = now.plus(TEN);
        }
        now = now.plus(TEN);
        PassingBy last = visit(STALL);
        assertThat(asked).isZero();
        while (raises.isEmpty()) {
            assertThat(last.goesOn()).isTrue();
            now = now.plusSeconds(2);
            last.offered();
            judge(STALL);
        }
        assertThat(asked).isEqualTo(1);
        Duration observed = Duration.of(raises.getFirst().incident().observedUs(), ChronoUnit.MICROS);
        assertThat(Duration.between(first, now)).isEqualTo(Duration.ofMinutes(5));
        assertThat(observed).isEqualTo(Duration.ofMinutes(5));
        assertThat(raises.getFirst().incident().longestGapUs()).isEqualTo(20_000_000);
        assertThat(last.goesOn()).isTrue();
        now = now.plus(TEN);
        assertThat(last.goesOn()).as("the post-roll").isTrue();
        now = now.plusSeconds(1);
        assertThat(last.goesOn()).isFalse();
        assertThat(watch.desk().isDwelling()).isFalse();
    }

    @Test
    void takesThePatrolsDistanceForAGapAndNotForWatching() {
        visit(STALL);
        now = now.plusSeconds(100);
        visit(STALL);
        now = now.plusSeconds(100);
        visit(STALL);
        assertThat(watch.desk().raiseInUs()).isEqualTo(Duration.ofSeconds(210).toNanos() / 1000);
        now = now.plus(TEN);
        visit(STALL);
        assertThat(watch.desk().raiseInUs())
                .as("present for 210 s of 300, observed for 10 s of the 210 s needed")
                .isEqualTo(Duration.ofSeconds(200).toNanos() / 1000);
    }

    @Test
    void asksForAPlaceOnceAndLeavesWhereThereIsNone() {
        placeFree = false;
        for (int i = 0; i < 28; i++) {
            visit(STALL);
            now = now.plus(TEN);
        }
        PassingBy refused = visit(STALL);
        assertThat(refused.goesOn()).isFalse();
        assertThat(refused.goesOn()).isFalse();
        assertThat(asked).isEqualTo(1);
        assertThat(registry.get("streetwarden.burst.refused").counter().count()).isEqualTo(1);
    }

    @Test
    void saysWhatItMissed() {
        PassingBy unjudged = visit();
        now = now.plus(TEN);
        assertThat(unjudged.goesOn()).isFalse();
        assertThat(waited).containsExactly(TEN);
        assertThat(unjudged.isContent()).isFalse();
        assertThat(unjudged.shortcoming()).as("not the camera's fault").isEmpty();

        PassingBy blind = new PassingBy(watch, SETTINGS, () -> true, waited::add, metrics, clock);
        blind.opening();
        blind.opened();
        now = now.plusSeconds(11);
        assertThat(blind.goesOn()).isFalse();
        assertThat(blind.shortcoming()).map(StreamFailure::reason).contains(Reason.STALLED);
    }
}
