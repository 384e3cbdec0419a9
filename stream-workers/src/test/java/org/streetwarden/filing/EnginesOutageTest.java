package org.streetwarden.filing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.engines.S3Engine;

/** A real Redis and a real S3 server, killed and started again under a working deliverer. */
class EnginesOutageTest {

    private static final String PASSWORD = "password-of-this-test";

    @TempDir
    Path home;

    private final FilingCounters counters = new FilingCounters();
    private RedisEngine redis;
    private S3Engine s3;
    private EvidenceStore store;
    private RecordBus bus;
    private FilingDesk desk;
    private Deliverer deliverer;

    @BeforeEach
    void start() throws Exception {
        redis = RedisEngine.start(home.resolve("redis"), 0, PASSWORD);
        s3 = S3Engine.start(home.resolve("s3"), 0, "street-test", "secret-of-this-test");
        store = new S3EvidenceStore(
                new S3Settings(s3.endpoint(), "street-test", "secret-of-this-test", "outage-evidence"));
        bus = new RedisRecordBus(redis.url());
        desk = FilingDesk.open(home.resolve("worker"), 1 << 24);
        BackOff quick = new BackOff(Duration.ofMillis(20), Duration.ofMillis(200), new Random(1));
        deliverer = new Deliverer(desk.spool(), store, bus, counters, quick, InstantSource.system());
        deliverer.start();
    }

    @AfterEach
    void stop() throws Exception {
        deliverer.close();
        desk.close();
        store.close();
        bus.close();
        redis.close();
        s3.close();
    }

    @Test
    void losesAndDoublesNothingWhileRedisIsDead() throws Exception {
        List<IncidentFiled> filed = new ArrayList<>();
        filed.add(Samples.file(desk, Samples.id("before"), 5000));
        await(() -> counters.value(FilingCounter.INCIDENTS_DELIVERED) == 1);
        redis.kill();
        filed.add(Samples.file(desk, Samples.id("during-1"), 5000));
        filed.add(Samples.file(desk, Samples.id("during-2"), 5000));
        awaitRetries(3);
        redis = RedisEngine.start(home.resolve("redis"), redis.port(), PASSWORD);
        await(() -> desk.spool().waiting().isEmpty());
        assertAllThere(filed);
    }

    @Test
    void losesAndDoublesNothingWhileTheStoreIsDead() throws Exception {
        List<IncidentFiled> filed = new ArrayList<>();
        filed.add(Samples.file(desk, Samples.id("before"), 5000));
        await(() -> counters.value(FilingCounter.INCIDENTS_DELIVERED) == 1);
        s3.kill();
        filed.add(Samples.file(desk, Samples.id("during-1"), 5000));
        filed.add(Samples.file(desk, Samples.id("during-2"), 5000));
        awaitRetries(3);
        assertThat(messages()).hasSize(1);
        s3 = S3Engine.start(home.resolve("s3"), s3.port(), "street-test", "secret-of-this-test");
        await(() -> desk.spool().waiting().isEmpty());
        assertAllThere(filed);
    }

    @Test
    void losesAndDoublesNothingWhileBothAreDeadAndTheWorkerRestarts() throws Exception {
        redis.kill();
        s3.kill();
        List<IncidentFiled> filed = new ArrayList<>();
        filed.add(Samples.file(desk, Samples.id("one"), 5000));
        filed.add(Samples.file(desk, Samples.id("two"), 5000));
        awaitRetries(2);
        deliverer.close();
        desk.close();
        redis = RedisEngine.start(home.resolve("redis"), redis.port(), PASSWORD);
        s3 = S3Engine.start(home.resolve("s3"), s3.port(), "street-test", "secret-of-this-test");
        desk = FilingDesk.open(home.resolve("worker"), 1 << 24);
        BackOff quick = new BackOff(Duration.ofMillis(20), Duration.ofMillis(200), new Random(1));
        deliverer = new Deliverer(desk.spool(), store, bus, counters, quick, InstantSource.system());
        deliverer.start();
        await(() -> desk.spool().waiting().isEmpty());
        assertAllThere(filed);
    }

    @Test
    void sendsTheNewestStateOfACameraOnceRedisIsBack() throws Exception {
        redis.kill();
        try (RecordBus states = new RedisRecordBus(redis.url())) {
            BackOff quick = new BackOff(Duration.ofMillis(20), Duration.ofMillis(200), new Random(1));
            try (StateBoard board = new StateBoard(states, counters, quick, InstantSource.system())) {
                board.start();
                for (int i = 1; i <= 50; i++) {
                    board.post(Samples.state("cam-1", i));
                }
                board.post(Samples.state("cam-2", 7));
                redis = RedisEngine.start(home.resolve("redis"), redis.port(), PASSWORD);
                await(() -> counters.value(FilingCounter.STATES_DELIVERED) >= 2);
            }
        }
        List<Long> frames = new ArrayList<>();
        for (StreamMessage<String, String> message : messages()) {
            frames.add(((CameraState) RecordCodec.decode(message.getBody())).framesJudged());
        }
        assertThat(frames).contains(50L, 7L);
        assertThat(counters.value(FilingCounter.STATES_REPLACED)).isPositive();
    }

    @Test
    void saysAWrongPasswordWithoutSayingIt() {
        try (RecordBus wrong = new RedisRecordBus("redis://:not-the-password@127.0.0.1:" + redis.port())) {
            wrong.send(Samples.state("cam-1", 1));
            assertThat(false).as("a wrong password was taken").isTrue();
        } catch (DeliveryFailure refused) {
            assertThat(refused).hasMessageContaining("127.0.0.1:" + redis.port());
            assertThat(refused.getMessage()).doesNotContain("not-the-password");
        }
    }

    private void assertAllThere(List<IncidentFiled> filed) throws Exception {
        List<IncidentFiled> received = new ArrayList<>();
        for (StreamMessage<String, String> message : messages()) {
            received.add((IncidentFiled) RecordCodec.decode(message.getBody()));
        }
        assertThat(received.stream().distinct()).containsExactlyElementsOf(filed);
        for (IncidentFiled each : filed) {
            String prefix = each.evidencePrefix();
            assertThat(Digests.sha256(store.get(prefix + "clip.mp4", 10_000)))
                    .isEqualTo(each.parts().getFirst().sha256());
            assertThat(Digests.sha256(store.get(prefix + "manifest.json", 10_000)))
                    .isEqualTo(each.manifestSha256());
        }
    }

    private List<StreamMessage<String, String>> messages() {
        RedisClient client = RedisClient.create(redis.url());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection.sync().xrange(WorkerRecord.STREAM, Range.unbounded());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private void awaitRetries(int more) throws InterruptedException {
        long before = counters.value(FilingCounter.DELIVERY_RETRIES);
        await(() -> counters.value(FilingCounter.DELIVERY_RETRIES) >= before + more);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant forever = Instant.now().plusSeconds(120);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited too long").isBefore(forever);
            Thread.sleep(10);
        }
    }
}
