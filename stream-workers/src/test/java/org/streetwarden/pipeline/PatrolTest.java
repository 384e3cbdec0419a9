package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.PatrolConfig;
import org.streetwarden.config.PatrolConfig.Mode;
import org.streetwarden.config.PatrolConfig.UpstreamConfig;
import org.streetwarden.config.SampleConfig;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.config.WorkerConfig.ViewConfig;
import org.streetwarden.detect.Detection;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.engines.S3Engine;
import org.streetwarden.farm.Behaviour;
import org.streetwarden.farm.CameraFarm;
import org.streetwarden.farm.FarmCounter;
import org.streetwarden.farm.FarmSettings;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Point;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.models.ScriptedDetector;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.scene.ViewSettings;
import org.streetwarden.source.CameraAddresses;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.NoNativeLeaks;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;
import org.streetwarden.zone.Zone;

/**
 * A worker on patrol: more cameras than sessions, all of them showing a stall that stands in the zone of one only; a camera that
 * is dead; a gateway that is away at first; cameras that are left and taken again.
 */
@ExtendWith(NoNativeLeaks.class)
class PatrolTest {

    private static final Detection STALL = new Detection("stall", 0.9f, new Box(0.4, 0.4, 0.6, 0.7));
    private static final int QUIET = 20;
    private static final int BEHIND = 6;
    private static final int SESSIONS = 6;

    /** Raises after 4 s: a stall is seen before the pre-roll of 2 s begins. */
    private static final RuleOverrides QUICK = new RuleOverrides(
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            0.5,
            2,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            null,
            null);

    @TempDir
    Path folder;

    private CameraFarm farm;
    private StatefulRedisConnection<String, String> stream;

    @Test
    void seesEveryCameraAndFilesWhatStandsOnce() throws Exception {
        farm = new CameraFarm(FarmSettings.defaults());
        List<String> quiet =
                IntStream.range(0, QUIET).mapToObj(i -> "quiet-" + i).toList();
        List<String> behind =
                IntStream.range(0, BEHIND).mapToObj(i -> "behind-" + i).toList();
        quiet.forEach(this::plays);
        behind.forEach(this::plays);
        plays("stall");
        farm.camera("dead").plays(clip()).behaves(Behaviour.refuse());
        farm.start();
        List<CameraConfig> cameras = new ArrayList<>();
        quiet.forEach(name -> cameras.add(camera(name, "gateway", elsewhere())));
        behind.forEach(name -> cameras.add(camera(name, "flapping", elsewhere())));
        cameras.add(camera("dead", "gateway", elsewhere()));
        cameras.add(camera("stall", "gateway", Polygon.PICTURE));
        try (RedisEngine redis = RedisEngine.start(folder.resolve("redis"), 0, "password-of-this-test");
                S3Engine s3 = S3Engine.start(folder.resolve("s3"), 0, "street-test", "secret-of-this-test");
                CameraFarm running = farm;
                RedisClient client = RedisClient.create(redis.url());
                Worker worker = worker(redis, s3, cameras)) {
            stream = client.connect();
            behind.forEach(running::kill);
            worker.start();
            Waiting.until("a circuit is open", () -> circuit(worker) == 1);
            behind.forEach(running::revive);
            patrols(running, quiet);
            Waiting.until("the circuit is closed", () -> circuit(worker) == 0);
            takesAndLeaves(worker, cameras.getFirst());
            Waiting.until("the stall is filed", () -> !filed().isEmpty());
            assertThat(filed()).singleElement().satisfies(PatrolTest::hasItsPreRoll);
            assertThat(worker.scrape())
                    .contains("streetwarden_burst_started_total 1.0")
                    .contains("streetwarden_filing_clips_missing_total 0.0");
            assertThat(said("dead")).contains(State.RETRYING).doesNotContain(State.WATCHING);
            assertThat(said("quiet-1"))
                    .containsSubsequence(State.CONNECTING, State.WATCHING)
                    .hasSize(2);
        }
    }

    private void patrols(CameraFarm running, List<String> quiet) throws Exception {
        Waiting.until("every camera was visited twice", () -> quiet.stream()
                .allMatch(name -> running.counts(name).get(FarmCounter.SESSIONS_STARTED) >= 2));
        int atOnce = quiet.stream().mapToInt(running::watching).sum();
        assertThat(atOnce).isLessThanOrEqualTo(SESSIONS);
    }

    private static void takesAndLeaves(Worker worker, CameraConfig camera) throws Exception {
        worker.leave(camera.id()).get(10, TimeUnit.SECONDS);
        assertThat(worker.held()).doesNotContain(camera.id());
        worker.take(camera);
        assertThat(worker.held()).contains(camera.id());
    }

    private static void hasItsPreRoll(IncidentFiled filed) {
        assertThat(filed.cameraId()).isEqualTo("stall");
        assertThat(filed.present()).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
    }

    private static double circuit(Worker worker) {
        return figure(worker, "streetwarden_upstream_circuit_open{upstream=\"flapping\"} ");
    }

    private static double figure(Worker worker, String line) {
        return worker.scrape()
                .lines()
                .filter(each -> each.startsWith(line))
                .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
                .findFirst()
                .orElseThrow();
    }

    private void plays(String name) {
        farm.camera(name).plays(clip());
    }

    private static Path clip() {
        return Path.of(System.getProperty("streetwarden.root", "."), "models", "scenes", "clips", "vending.mp4");
    }

    private CameraConfig camera(String name, String upstream, Polygon place) {
        return new CameraConfig(
                name,
                name,
                "default",
                CameraUrl.parse(farm.url(name).toString()),
                false,
                List.of(new Zone("market", Kind.VENDING, place)),
                null,
                upstream,
                CameraAddresses.LOOPBACK);
    }

    /** Where no stall stands. */
    private static Polygon elsewhere() {
        return new Polygon(List.of(new Point(0, 0), new Point(0.2, 0), new Point(0.2, 0.2), new Point(0, 0.2)));
    }

    private Worker worker(RedisEngine redis, S3Engine s3, List<CameraConfig> cameras) throws Exception {
        PatrolConfig patrol = new PatrolConfig(
                Mode.PATROL,
                Duration.ofSeconds(3),
                1,
                16,
                2,
                Duration.ofSeconds(1),
                List.of(),
                List.of(new UpstreamConfig("gateway", SESSIONS, 50), new UpstreamConfig("flapping", 6, 50)));
        WorkerConfig config = SampleConfig.of("worker-test", folder.resolve("data"))
                .redis(redis.url())
                .evidence(s3.endpoint(), "patrol", "street-test", "secret-of-this-test")
                .patrol(Duration.ofSeconds(2), patrol)
                .view(new ViewConfig(ViewSettings.DEFAULTS, Map.of()))
                .rule(Kind.VENDING, QUICK)
                .cameras(cameras)
                .build();
        return new Worker(
                config,
                new LoadedModel(new ScriptedDetector(ptsUs -> List.of(STALL)), Set.of()),
                folder -> {
                    throw new AssertionError("nothing was to be loaded from " + folder);
                },
                null);
    }

    private <T extends WorkerRecord> List<T> records(Class<T> type) {
        List<T> records = new ArrayList<>();
        for (StreamMessage<String, String> message : stream.sync().xrange(WorkerRecord.STREAM, Range.unbounded())) {
            try {
                WorkerRecord record = RecordCodec.decode(message.getBody());
                if (type.isInstance(record)) {
                    records.add(type.cast(record));
                }
            } catch (MalformedRecord malformed) {
                throw new AssertionError(malformed);
            }
        }
        return records;
    }

    private List<IncidentFiled> filed() {
        return records(IncidentFiled.class);
    }

    private List<State> said(String camera) {
        return records(CameraState.class).stream()
                .filter(state -> state.cameraId().equals(camera))
                .map(CameraState::state)
                .toList();
    }
}
