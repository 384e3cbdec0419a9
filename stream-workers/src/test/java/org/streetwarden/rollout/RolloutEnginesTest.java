package org.streetwarden.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.RolloutCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.SampleConfig;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.engines.S3Engine;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.filing.S3Settings;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.models.pixels.TestPicture;
import org.streetwarden.rollout.ModelsAtWork.Sight;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/** A worker's model desk with a real Redis and a real S3 server, which go away and come back. */
class RolloutEnginesTest {

    private static final String ACCESS = "street-test";
    private static final String SECRET = "secret-of-this-test";
    private static final String BUCKET = "rollout-evidence";

    @TempDir
    Path home;

    private RedisEngine redis;
    private S3Engine s3;
    private ModelIdentity next;

    @BeforeEach
    void start() throws Exception {
        redis = RedisEngine.start(home.resolve("redis"), 0, "password-of-this-test");
        s3 = S3Engine.start(home.resolve("s3"), 0, ACCESS, SECRET);
        Path folder = Packages.patches(home.resolve("made"), "2");
        next = Packages.identity(folder);
        Path archive = home.resolve("made.zip");
        Files.write(archive, Packages.archive(folder, home));
        try (S3EvidenceStore store = new S3EvidenceStore(new S3Settings(s3.endpoint(), ACCESS, SECRET, BUCKET))) {
            store.put("models/" + next.sha256() + ".zip", archive, "application/zip", next.sha256());
        }
    }

    @AfterEach
    void stop() {
        redis.close();
        s3.close();
    }

    private ModelDesk desk() throws Exception {
        WorkerConfig config = SampleConfig.of("worker-test", home.resolve("data"))
                .redis(redis.url())
                .evidence(s3.endpoint(), BUCKET, ACCESS, SECRET)
                .model(Packages.patches())
                .models(Duration.ofMillis(300), 10)
                .cameras(List.of(new CameraConfig(
                        "cam-1",
                        "cam-1",
                        "market",
                        CameraUrl.of(home.resolve("none")),
                        false,
                        List.of(new Zone("all", Kind.VENDING, Polygon.PICTURE)))))
                .build();
        ModelDesk desk = new ModelDesk(
                config,
                LoadedModel.open(Packages.patches(), "onnxruntime", 1, ""),
                new ProvenModels("onnxruntime", 1, ""),
                new SimpleMeterRegistry(),
                InstantSource.system());
        desk.start(task -> {
            synchronized (this) {
                task.run();
            }
            return true;
        });
        return desk;
    }

    private void decide(ModelIdentity active) {
        Rollout rollout = new Rollout(
                1,
                Map.of(
                        "market",
                        new Rollout.Group(
                                Optional.of(active), Optional.empty(), Optional.empty(), Rollout.Band.DEFAULTS)));
        ask(connection -> connection.sync().hset(Rollout.KEY, RolloutCodec.encode(rollout)));
    }

    private <T> T ask(Function<StatefulRedisConnection<String, String>, T> question) {
        RedisClient client = RedisClient.create(redis.url());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection);
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private synchronized ModelIdentity looking(ModelDesk desk) {
        List<ModelIdentity> models = new ArrayList<>();
        desk.atWork().look(List.of(new Sight("cam-1", TestPicture.noise(), (look, eye) -> models.add(look.model()))));
        return models.getFirst();
    }

    private Set<String> saidAbout(ModelIdentity model) throws Exception {
        Set<String> said = new HashSet<>();
        for (StreamMessage<String, String> message :
                ask(connection -> connection.sync().xrange(WorkerRecord.STREAM, Range.unbounded()))) {
            WorkerRecord record = RecordCodec.decode(message.getBody());
            if (record instanceof ModelEvent event && event.model().equals(model)) {
                said.add(event.step().name());
            }
            if (record instanceof ModelReport report && report.model().equals(model) && report.looks() > 0) {
                said.add("REPORT");
            }
        }
        return said;
    }

    @Test
    void bringsWhatTheRolloutNamesAndReportsAndGoesOnWithoutRedis() throws Exception {
        ModelDesk desk = desk();
        decide(next);
        Polling.until("the next model looks", () -> looking(desk).equals(next));
        Polling.until("it is said and reported", () -> {
            looking(desk);
            try {
                return saidAbout(next).equals(Set.of("LOADED", "REPORT"));
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });
        desk.stop();
        desk.close();

        redis.kill();
        s3.kill();
        ModelDesk again = desk();
        Polling.until("the next model looks again", () -> looking(again).equals(next));
        again.stop();
        again.close();
    }

    @Test
    void waitsForAStoreThatIsAway() throws Exception {
        int port = s3.port();
        s3.kill();
        ModelDesk desk = desk();
        decide(next);
        Thread.sleep(3_000);
        assertThat(looking(desk)).isNotEqualTo(next);
        s3 = S3Engine.start(home.resolve("s3"), port, ACCESS, SECRET);
        Polling.until("the next model looks", () -> looking(desk).equals(next));
        desk.stop();
        desk.close();
    }

    @Test
    void readsAnObjectFromTheMiddle() throws Exception {
        try (S3EvidenceStore store = new S3EvidenceStore(new S3Settings(s3.endpoint(), ACCESS, SECRET, BUCKET))) {
            String key = "models/" + next.sha256() + ".zip";
            byte[] whole = store.get(key, 1 << 20);
            assertThat(store.size(key)).hasValue(whole.length);
            assertThat(store.size("models/none.zip")).isEmpty();
            try (var in = store.open(key, 1_000)) {
                assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(whole, 1_000, whole.length));
            }
        }
    }
}
