package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.FleetConfig;
import org.streetwarden.config.PatrolConfig;
import org.streetwarden.config.PatrolConfig.Mode;
import org.streetwarden.config.PatrolConfig.UpstreamConfig;
import org.streetwarden.config.SampleConfig;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.config.WorkerConfig.ViewConfig;
import org.streetwarden.detect.Detection;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.farm.CameraFarm;
import org.streetwarden.farm.FarmSettings;
import org.streetwarden.filing.SpoolEntry;
import org.streetwarden.fleet.FleetSettings;
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

/** Two workers, a few cameras of the farm, a real Redis; one worker is lost while things dwell. */
@ExtendWith(NoNativeLeaks.class)
class FleetTakeOverTest {

    private static final String PASSWORD = "password-of-this-test";
    private static final Detection STALL = new Detection("stall", 0.9f, new Box(0.4, 0.4, 0.6, 0.7));
    private static final Duration RAISE_AFTER = Duration.ofSeconds(4);
    private static final RuleOverrides QUICK = new RuleOverrides(
            Duration.ofSeconds(1),
            RAISE_AFTER,
            0.5,
            2,
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            null,
            null);
    private static final FleetSettings FLEET = new FleetSettings(
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMillis(1200),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            512);

    @TempDir
    Path folder;

    private RedisEngine redis;
    private CameraFarm farm;
    private RedisClient client;
    private StatefulRedisConnection<String, String> connection;

    @BeforeEach
    void start() throws Exception {
        redis = RedisEngine.start(folder.resolve("redis"), 0, PASSWORD);
        client = RedisClient.create(redis.url());
        connection = client.connect();
        farm = new CameraFarm(FarmSettings.defaults());
        Path clip = Path.of(System.getProperty("streetwarden.root", "."), "models", "scenes", "clips", "vending.mp4");
        Stream.of("one", "two").forEach(name -> farm.camera(name).plays(clip));
        farm.start();
    }

    @AfterEach
    void stop() {
        farm.close();
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        redis.close();
    }

    /**
     * The first worker is cut off while a stall dwells; the second takes over and files. The first knows nothing of that and
     * raises as well: by their ids these are the same incidents, so that whoever reads both has one.
     */
    @Test
    void filesOneIncidentThoughItsWorkerIsLostInTheMiddle() throws Exception {
        try (Cable cable = new Cable(redis.port());
                Worker first = worker("first", "redis://:" + PASSWORD + "@127.0.0.1:" + cable.port())) {
            first.start();
            Waiting.until("what stands there is remembered", () -> memoriesWithCandidates() == 2);
            cable.cut();
            try (Worker second = worker("second", redis.url())) {
                second.start();
                Waiting.until(
                        "both have filed",
                        () -> filed("first").size() == 2 && filed("second").size() == 2);
                assertThat(filed("second").keySet()).isEqualTo(filed("first").keySet());
                filed("second").values().forEach(FleetTakeOverTest::assertHonest);

                cable.mend();
                Waiting.until("the first has left them", () -> first.held().isEmpty());
                assertThat(second.held()).containsExactlyInAnyOrder("one", "two");
            }
            assertThat(looksReportedBy("second")).containsOnlyKeys("one", "two").doesNotContainValue(0L);
        }
    }

    /** Alone, without a fleet: killed while a stall dwells, started again where its files lie. */
    @Test
    void goesOnWhereAKilledProcessStopped() throws Exception {
        Instant began = Instant.now();
        try (Worker killed = worker("killed", redis.url(), FleetConfig.ALONE)) {
            killed.start();
            Waiting.until("what stands there is remembered", () -> filesWithCandidates("killed") == 2);
            copy("killed/memories", "next/memories");
        }
        Instant restarted = Instant.now();
        try (Worker next = worker("next", redis.url(), FleetConfig.ALONE)) {
            next.start();
            Waiting.until("both are filed", () -> filed("next").size() == 2);
        }
        assertThat(filed("next").values())
                .allSatisfy(incident -> assertThat(incident.firstSeenAt()).isBetween(began, restarted));
    }

    private long filesWithCandidates(String worker) throws Exception {
        Path memories = folder.resolve(worker).resolve("memories");
        long found = 0;
        for (Path file : list(memories)) {
            found += file.toString().endsWith(".memory")
                            && Files.readString(file).contains("candidate|")
                    ? 1
                    : 0;
        }
        return found;
    }

    private void copy(String from, String to) throws IOException {
        Files.createDirectories(folder.resolve(to));
        for (String camera : List.of("one.memory", "two.memory")) {
            Files.copy(folder.resolve(from).resolve(camera), folder.resolve(to).resolve(camera));
        }
    }

    /** What it saw last is reported at its end: it did not live long enough for a report. */
    private Map<String, Long> looksReportedBy(String worker) throws Exception {
        Map<String, Long> looks = new HashMap<>();
        for (var message : connection.sync().xrange(WorkerRecord.STREAM, Range.unbounded())) {
            if (RecordCodec.decode(message.getBody()) instanceof CoverageReport report
                    && report.workerId().equals(worker)) {
                report.cameras().forEach(camera -> looks.merge(camera.cameraId(), camera.looks(), Long::sum));
            }
        }
        return looks;
    }

    /** Present since the first worker saw it; nobody looked between its last look and the second's first. */
    private static void assertHonest(IncidentFiled incident) {
        assertThat(incident.present()).isGreaterThanOrEqualTo(RAISE_AFTER);
        assertThat(incident.longestGap()).isBetween(FLEET.idle().minus(FLEET.claim()), incident.present());
        assertThat(incident.observed()).isLessThanOrEqualTo(incident.present());
        assertThat(incident.evidencePrefix()).endsWith("/" + incident.incidentId() + "/second/");
    }

    /** What a worker has filed, by id: there is no store, so that all of it lies in the spool. */
    private Map<String, IncidentFiled> filed(String worker) throws Exception {
        Map<String, IncidentFiled> filed = new HashMap<>();
        for (Path entry : list(folder.resolve(worker).resolve("spool"))) {
            if (entry.getFileName().toString().matches("[0-9]+-[0-9a-f]{32}")) {
                IncidentFiled incident = (IncidentFiled) SpoolEntry.read(entry).record();
                filed.put(incident.incidentId(), incident);
            }
        }
        return filed;
    }

    private static List<Path> list(Path spool) throws IOException {
        try (Stream<Path> entries = Files.list(spool)) {
            return entries.toList();
        }
    }

    private long memoriesWithCandidates() {
        return connection.sync().hvals(FleetKeys.MEMORY).stream()
                .filter(memory -> memory.contains("candidate|"))
                .count();
    }

    /** All cameras behind one, which has no more sessions than it has cameras. */
    private static PatrolConfig gateway(List<CameraConfig> cameras) {
        UpstreamConfig gateway = new UpstreamConfig(cameras.getFirst().upstream(), cameras.size(), 50);
        return new PatrolConfig(
                Mode.WATCH, Duration.ofMinutes(5), 1, 4, 1, Duration.ofSeconds(2), List.of(), List.of(gateway));
    }

    private Worker worker(String id, String redisUrl) throws Exception {
        return worker(id, redisUrl, new FleetConfig(true, 0));
    }

    private Worker worker(String id, String redisUrl, FleetConfig shared) throws Exception {
        Polygon whole = new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1)));
        List<CameraConfig> cameras = Stream.of("one", "two")
                .map(name -> new CameraConfig(
                                name,
                                name,
                                "default",
                                CameraUrl.parse(farm.url(name).toString()),
                                false,
                                List.of(new Zone("market", Kind.VENDING, whole)))
                        .within(CameraAddresses.LOOPBACK))
                .toList();
        WorkerConfig config = SampleConfig.of(id, folder.resolve(id))
                .redis(redisUrl)
                .patrol(Duration.ofSeconds(5), gateway(cameras))
                .view(new ViewConfig(ViewSettings.DEFAULTS, Map.of()))
                .rule(Kind.VENDING, QUICK)
                .cameras(cameras)
                .fleet(shared)
                .build();
        return new Worker(
                config,
                new LoadedModel(new ScriptedDetector(ptsUs -> List.of(STALL)), Set.of()),
                named -> {
                    throw new AssertionError("nothing was to be loaded from " + named);
                },
                null,
                FLEET);
    }
}
