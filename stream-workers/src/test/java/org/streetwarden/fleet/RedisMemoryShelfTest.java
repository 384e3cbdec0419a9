package org.streetwarden.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.incident.OpenIncident;
import org.streetwarden.zone.Kind;

class RedisMemoryShelfTest {

    private static final String PASSWORD = "password-of-this-test";
    private static final CameraMemory QUIET = CameraMemory.of("cam-1", List.of());

    @TempDir
    static Path home;

    private static RedisEngine redis;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;

    private Instant now = Instant.parse("2026-11-26T08:00:00Z");
    private WorkItems items;
    private RedisMemoryShelf shelf;

    @BeforeAll
    static void startRedis() throws IOException {
        redis = RedisEngine.start(home.resolve("redis"), 0, PASSWORD);
        client = RedisClient.create(redis.url());
        connection = client.connect();
    }

    @AfterAll
    static void stopRedis() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        redis.close();
    }

    @BeforeEach
    void hold() throws Exception {
        connection.sync().flushall();
        items = new WorkItems(redis.url(), "a", Duration.ofSeconds(12));
        shelf = new RedisMemoryShelf(redis.url(), "a", () -> now);
        items.found();
        items.retake(List.of("cam-1"));
    }

    @AfterEach
    void close() {
        items.close();
        shelf.close();
    }

    private static CameraMemory standing(long lastSeenUs) {
        Box box = new Box(0.4, 0.4, 0.6, 0.7);
        return CameraMemory.of(
                "cam-1", List.of(new OpenIncident("0".repeat(32), "market", Kind.VENDING, lastSeenUs, box)));
    }

    private RedisMemoryShelf another(String workerId) throws Exception {
        RedisMemoryShelf other = new RedisMemoryShelf(redis.url(), workerId, () -> now);
        other.bring(List.of("cam-1", "cam-2"));
        return other;
    }

    @Test
    void bringsToAnotherWorkerWhatWasKept() throws Exception {
        shelf.keep("cam-1", standing(1));
        shelf.keep("cam-1", standing(2));
        assertThat(shelf.flush()).isTrue();

        try (RedisMemoryShelf other = another("b")) {
            assertThat(other.of("cam-1")).contains(standing(2));
            assertThat(other.of("cam-2")).isEmpty();
        }
    }

    @Test
    void changesNothingOnceAnotherWorkerHoldsTheCamera() throws Exception {
        shelf.keep("cam-1", standing(2));
        shelf.flush();
        try (WorkItems others = new WorkItems(redis.url(), "b", Duration.ofSeconds(12))) {
            assertThat(others.takeOver(10, Duration.ZERO)).hasSize(1);
        }

        shelf.keep("cam-1", standing(3));
        shelf.flush();

        try (RedisMemoryShelf other = another("b")) {
            assertThat(other.of("cam-1")).contains(standing(2));
        }
    }

    @Test
    void sendsAtOnceOnlyWhatSomethingMayComeOf() throws Exception {
        shelf.keep("cam-1", QUIET);
        shelf.flush();
        connection.sync().del(FleetKeys.MEMORY);

        shelf.keep("cam-1", standing(1));
        shelf.keep("cam-1", QUIET);
        shelf.flush();
        connection.sync().del(FleetKeys.MEMORY);
        shelf.keep("cam-1", CameraMemory.of("cam-1", List.of()));
        shelf.flush();
        assertThat(connection.sync().hlen(FleetKeys.MEMORY)).isZero();

        shelf.send(List.of("cam-1"));
        shelf.flush();
        assertThat(connection.sync().hlen(FleetKeys.MEMORY)).isEqualTo(1);
    }

    @Test
    void knowsWhatItKeptWhereRedisHasLostIt() throws Exception {
        shelf.keep("cam-1", standing(1));
        shelf.flush();
        connection.sync().flushall();
        assertThat(shelf.of("cam-1")).contains(standing(1));

        items.found();
        items.retake(List.of("cam-1"));
        shelf.sendAll();
        shelf.flush();
        assertThat(connection.sync().hlen(FleetKeys.MEMORY)).isEqualTo(1);

        shelf.forget("cam-1");
        assertThat(shelf.of("cam-1")).isEmpty();
    }

    @Test
    void beginsAnewWhereAMemoryIsDamaged() throws Exception {
        connection.sync().hset(FleetKeys.MEMORY, "cam-1", "streetwarden-memory|1\nnonsense");
        try (RedisMemoryShelf other = another("b")) {
            assertThat(other.of("cam-1")).isEmpty();
        }
    }
}
