package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.SampleConfig;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.config.WorkerConfig.ViewConfig;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.engines.MetricsPage;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.engines.S3Engine;
import org.streetwarden.evidence.EvidenceVerifier;
import org.streetwarden.farm.Behaviour;
import org.streetwarden.farm.CameraFarm;
import org.streetwarden.farm.FarmSettings;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.filing.S3Settings;
import org.streetwarden.geometry.Box;
import org.streetwarden.geometry.Point;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.media.StreamFailure.Next;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.models.ScriptedDetector;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.scene.ViewSettings;
import org.streetwarden.source.CameraAddresses;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.NoNativeLeaks;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;
import org.streetwarden.zone.Zone;

/** A whole worker: cameras of the farm, a model that always sees one stall, a real Redis, a real S3 server. */
@ExtendWith(NoNativeLeaks.class)
class WorkerTest {

    private static final String ACCESS = "street-test";
    private static final String SECRET = "secret-of-this-test";
    private static final String BUCKET = "worker-evidence";
    private static final String PASSWORD = "open-sesame-17";
    private static final Detection STALL = new Detection("stall", 0.9f, new Box(0.4, 0.4, 0.6, 0.7));

    /** Raises after 3 s; a camera that stalls after 2 s never gets there. */
    private static final RuleOverrides QUICK = new RuleOverrides(
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            0.5,
            2,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            null,
            null);

    @TempDir
    static Path home;

    @TempDir
    Path folder;

    private static RedisEngine redis;
    private static S3Engine s3;
    private static CameraFarm farm;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> stream;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisEngine.start(home.resolve("redis"), 0, "password-of-this-test");
        client = RedisClient.create(redis.url());
        stream = client.connect();
        s3 = S3Engine.start(home.resolve("s3"), 0, ACCESS, SECRET);
        farm = new CameraFarm(FarmSettings.defaults());
        for (String name : List.of("healthy", "steady")) {
            farm.camera(name).plays(clip());
        }
        farm.camera("locked").plays(clip()).password("warden", "another");
        farm.camera("stalls").plays(clip()).behaves(Behaviour.stallAfter(Duration.ofSeconds(2)));
        farm.camera("web").plays(clip()).behaves(Behaviour.talksHttp());
        farm.camera("refuses").plays(clip()).behaves(Behaviour.refuse());
        farm.camera("silent").plays(clip()).behaves(Behaviour.silent());
        farm.start();
    }

    private static Path clip() {
        return Path.of(System.getProperty("streetwarden.root", "."), "models", "scenes", "clips", "vending.mp4");
    }

    @AfterAll
    static void stop() {
        farm.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        redis.close();
        s3.close();
    }

    @Test
    void filesOneIncidentWhileTheOtherCamerasFail() throws Exception {
        Path garbage = Files.writeString(folder.resolve("garbage.mp4"), "no video at all\n".repeat(1000));
        List<CameraConfig> cameras = new ArrayList<>();
        Map<String, Reason> reasons = new LinkedHashMap<>();
        reasons.put("locked", Reason.UNAUTHORIZED);
        reasons.put("stalls", Reason.STALLED);
        reasons.put("web", Reason.NOT_A_STREAM);
        reasons.put("refuses", Reason.REFUSED);
        reasons.put("silent", Reason.STALLED);
        reasons.keySet().forEach(name -> cameras.add(camera(name, onFarm(name))));
        reasons.put("garbage", Reason.NOT_A_STREAM);
        cameras.add(camera("garbage", CameraUrl.of(garbage)));
        cameras.add(camera("healthy", onFarm("healthy")));

        try (Worker worker = worker(folder.resolve("data"), cameras)) {
            worker.start();
            Waiting.until("the incident is filed", () -> filedBy("healthy").size() == 1);
            Waiting.untilAsserted(
                    () -> assertThat(reasonsSaid(reasons.keySet())).isEqualTo(reasons));
            assertThat(worker.scrape()).contains("streetwarden_incident_raised_total 1.0");
            assertMeasuresWhatItsPageSays(worker.scrape());
        }

        assertThat(filed())
                .filteredOn(filed -> reasons.containsKey(filed.cameraId()))
                .isEmpty();
        assertThat(filedBy("healthy")).singleElement().satisfies(this::assertEvidence);
        assertThat(states("healthy")).extracting(CameraState::state).last().isEqualTo(State.WATCHING);
        assertThat(states("healthy")).extracting(CameraState::reason).containsOnly("");
        reasons.forEach(WorkerTest::assertComplaint);
    }

    private static void assertMeasuresWhatItsPageSays(String scrape) throws Exception {
        Path root = Path.of(System.getProperty("streetwarden.root", "."));
        MetricsPage page = MetricsPage.read(root.resolve("stream-workers").resolve("METRICS.md"));
        assertThat(page.undocumented(scrape)).as("scraped, not in METRICS.md").isEmpty();
        assertThat(page.missing(scrape)).as("in METRICS.md, not scraped").isEmpty();
    }

    /** The newest complaint of each camera that has one. */
    private static Map<String, Reason> reasonsSaid(Set<String> cameras) {
        Map<String, Reason> said = new LinkedHashMap<>();
        for (String camera : cameras) {
            states(camera).stream()
                    .map(CameraState::reason)
                    .filter(reason -> !reason.isEmpty())
                    .forEach(reason -> said.put(camera, Reason.valueOf(reason)));
        }
        return said;
    }

    /** Says the reason with its next step, in one sentence without credentials. */
    private static void assertComplaint(String camera, Reason reason) {
        CameraState complaint = states(camera).stream()
                .filter(state -> state.reason().equals(reason.name()))
                .findFirst()
                .orElseThrow();
        boolean again = reason.next == Next.RETRY;
        assertThat(complaint.state()).isEqualTo(again ? State.RETRYING : State.STOPPED);
        assertThat(complaint.detail())
                .contains("expected", "found")
                .doesNotContain(PASSWORD)
                .doesNotContain("\n");
    }

    private void assertEvidence(IncidentFiled filed) throws Exception {
        Path pack = Files.createDirectory(folder.resolve("pack"));
        S3Settings settings = new S3Settings(s3.endpoint(), ACCESS, SECRET, BUCKET);
        try (S3EvidenceStore store = new S3EvidenceStore(settings)) {
            List<String> names = new ArrayList<>(List.of("manifest.json"));
            filed.parts().stream().map(EvidencePart::name).forEach(names::add);
            for (String name : names) {
                Files.write(pack.resolve(name), store.get(filed.evidencePrefix() + name, 64 << 20));
            }
        }
        EvidenceVerifier.Report report = EvidenceVerifier.verify(pack);
        assertThat(report.findings()).hasSize(9).allMatch(EvidenceVerifier.Finding::sound);
        assertThat(Files.readString(pack.resolve("manifest.json")))
                .containsPattern("\"maskedClip\":\\{\"clear\":\\[0.4,0.4,0.6,0.7],\"looks\":[1-9]");
        assertThat(report.manifestSha256()).isEqualTo(filed.manifestSha256());
        assertThat(filed.cameraName()).isEqualTo("healthy 街");
        assertThat(filed.model()).isEqualTo(new ModelIdentity("scripted", "1", "0".repeat(64)));
    }

    @Test
    void raisesNothingAgainAfterARestart() throws Exception {
        Path data = folder.resolve("data");
        List<CameraConfig> cameras = List.of(camera("steady", onFarm("steady")));
        try (Worker worker = worker(data, cameras)) {
            worker.start();
            Waiting.until("the incident is filed", () -> filedBy("steady").size() == 1);
            assertThat(health(worker)).isEqualTo("well\ngroup default, active scripted 1 (000000000000)\n");
        }

        try (Worker again = worker(data, cameras)) {
            again.start();
            Waiting.until("it looked for longer than a raise takes", () -> judged(again) >= 8);
            assertThat(again.scrape())
                    .contains("streetwarden_incident_raised_total 0.0")
                    .contains("streetwarden_incident_cleared_total 0.0");
        }
        assertThat(filedBy("steady")).hasSize(1);
    }

    private static String health(Worker worker) throws Exception {
        URI healthz = URI.create("http://127.0.0.1:" + worker.statusPort() + "/healthz");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(healthz).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** Pictures judged; the clip has one key frame a second. */
    private static double judged(Worker worker) {
        return worker.scrape()
                .lines()
                .filter(line -> line.startsWith("streetwarden_frames_judged_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    /** A stop that comes before the camera has answered must not be forgotten once it does. */
    @Test
    void endsACameraThatIsJustBeingOpened() throws Exception {
        Worker worker = worker(folder.resolve("data"), List.of(camera("early", onFarm("steady"))));
        worker.start();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread closing = Thread.ofPlatform().daemon().start(() -> {
            try {
                worker.close();
            } catch (IOException | RuntimeException failure) {
                failures.add(failure);
            }
        });

        Waiting.until("the worker has ended", () -> !closing.isAlive());

        assertThat(failures).isEmpty();
    }

    private static CameraUrl onFarm(String name) {
        return CameraUrl.parse(farm.url(name).toString()).withCredentials("warden", PASSWORD);
    }

    private static CameraConfig camera(String id, CameraUrl url) {
        Polygon whole = new Polygon(List.of(new Point(0, 0), new Point(1, 0), new Point(1, 1), new Point(0, 1)));
        return new CameraConfig(id, id + " 街", "default", url, false, List.of(new Zone("market", Kind.VENDING, whole)))
                .within(CameraAddresses.LOOPBACK);
    }

    private static Worker worker(Path data, List<CameraConfig> cameras) throws Exception {
        WorkerConfig config = SampleConfig.of("worker-test", data)
                .redis(redis.url())
                .evidence(s3.endpoint(), BUCKET, ACCESS, SECRET)
                .maskedClips()
                .view(new ViewConfig(ViewSettings.DEFAULTS, Map.of()))
                .rule(Kind.VENDING, QUICK)
                .cameras(cameras)
                .build();
        ScriptedDetector detector = new ScriptedDetector(ptsUs -> List.of(STALL));
        return new Worker(
                config,
                new LoadedModel(detector, Set.of(), Set.of("stall", "person", "vehicle")),
                folder -> {
                    throw new AssertionError("nothing was to be loaded from " + folder);
                },
                null);
    }

    private static <T extends WorkerRecord> List<T> records(Class<T> type) {
        List<T> records = new ArrayList<>();
        for (StreamMessage<String, String> message : stream.sync().xrange(WorkerRecord.STREAM, Range.unbounded())) {
            WorkerRecord record = decode(message);
            if (type.isInstance(record)) {
                records.add(type.cast(record));
            }
        }
        return records;
    }

    private static WorkerRecord decode(StreamMessage<String, String> message) {
        try {
            return RecordCodec.decode(message.getBody());
        } catch (MalformedRecord malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static List<IncidentFiled> filed() {
        return records(IncidentFiled.class);
    }

    private static List<IncidentFiled> filedBy(String camera) {
        return filed().stream().filter(each -> each.cameraId().equals(camera)).toList();
    }

    private static List<CameraState> states(String camera) {
        return records(CameraState.class).stream()
                .filter(state -> state.cameraId().equals(camera))
                .toList();
    }
}
