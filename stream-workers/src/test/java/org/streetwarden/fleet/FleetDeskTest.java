package org.streetwarden.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.rollout.Polling;

/** Several workers' desks and a real Redis; what they would watch is written down. */
class FleetDeskTest {

    private static final String PASSWORD = "password-of-this-test";
    private static final List<String> CAMERAS =
            IntStream.range(0, 300).mapToObj(each -> "cam-%03d".formatted(each)).toList();
    private static final FleetSettings QUICK = new FleetSettings(
            Duration.ofMillis(40),
            Duration.ofMillis(150),
            Duration.ofMillis(900),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Duration.ofMillis(300),
            Duration.ofMillis(200),
            Duration.ofMillis(50),
            512);

    @TempDir
    static Path home;

    private static Path data;
    private static RedisEngine redis;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;

    private final Street street = new Street();
    private final List<FleetDesk> desks = new ArrayList<>();
    private final List<RedisMemoryShelf> shelves = new ArrayList<>();

    @BeforeAll
    static void startRedis() throws IOException {
        data = home.resolve("redis");
        redis = RedisEngine.start(data, 0, PASSWORD);
        connect();
    }

    private static void connect() {
        client = RedisClient.create(redis.url());
        connection = client.connect();
    }

    @AfterAll
    static void stopRedis() {
        disconnect();
        redis.close();
    }

    private static void disconnect() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    private static RedisCommands<String, String> redis() {
        return connection.sync();
    }

    @BeforeEach
    void empty() {
        redis().flushall();
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (FleetDesk desk : desks) {
            desk.halt();
        }
        redis().flushall();
        desks.forEach(FleetDesk::close);
        shelves.forEach(RedisMemoryShelf::close);
    }

    private FleetDesk desk(String id, List<String> cameras, int capacity) {
        RedisMemoryShelf shelf = new RedisMemoryShelf(redis.url(), id, InstantSource.system());
        FleetDesk desk = new FleetDesk(
                redis.url(),
                id,
                QUICK,
                cameras,
                capacity,
                street.worker(id),
                shelf,
                new SharedUpstreams(Runnable::run, new SimpleMeterRegistry()),
                () -> Usage.NONE,
                new FleetMeters(new SimpleMeterRegistry()),
                InstantSource.system());
        desks.add(desk);
        shelves.add(shelf);
        return desk;
    }

    private FleetDesk started(String id) {
        FleetDesk desk = desk(id, CAMERAS, 1000);
        desk.start();
        return desk;
    }

    private void untilEvenlyHeldBy(String... workers) throws InterruptedException {
        int fair = CAMERAS.size() / workers.length;
        Polling.until("every camera is held once, evenly", () -> {
            boolean even = true;
            for (String worker : workers) {
                int held = street.watchedBy(worker).size();
                even &= held >= fair * 9 / 10 - 1 && held <= fair * 11 / 10 + 1;
            }
            return even && street.watchedBy(1) == CAMERAS.size();
        });
    }

    @Test
    void holdsEveryCameraOnceAndTakesOverFromADeadWorker() throws Exception {
        FleetDesk first = started("a");
        started("b");
        started("c");
        untilEvenlyHeldBy("a", "b", "c");

        first.halt();
        street.died("a");

        untilEvenlyHeldBy("b", "c");
        assertThat(street.gaps()).isEmpty();
        assertThat(redis().xlen(FleetKeys.STREAM)).isEqualTo(CAMERAS.size());
    }

    @Test
    void relievesLoadedWorkersWhenOneArrivesAndDrainsItWithoutAGap() throws Exception {
        started("a");
        untilEvenlyHeldBy("a");
        started("b");
        untilEvenlyHeldBy("a", "b");

        redis().hset(FleetKeys.DRAIN, "a", "somebody, for repairs");
        Polling.until("a holds nothing", () -> street.watchedBy("a").isEmpty());
        Polling.until("a says so", () -> redis().hget(FleetKeys.WORKERS, "a").contains("state=DRAINED"));
        untilEvenlyHeldBy("b");
        redis().hdel(FleetKeys.DRAIN, "a");
        untilEvenlyHeldBy("a", "b");

        assertThat(street.gaps()).isEmpty();
    }

    @Test
    void drainsNothingThatNobodyHasRoomFor() throws Exception {
        FleetDesk full = desk("a", CAMERAS.subList(0, 20), 1000);
        FleetDesk small = desk("b", CAMERAS.subList(0, 20), 5);
        rounds(full, small);
        Polling.until("all are held", () -> {
            rounds(full, small);
            return street.watchedBy(1) == 20;
        });

        redis().hset(FleetKeys.DRAIN, "a", "somebody");
        for (int i = 0; i < 5; i++) {
            rounds(full, small);
        }

        assertThat(street.watchedBy("b")).hasSize(5);
        assertThat(street.watchedBy("a")).hasSize(15);
        assertThat(street.gaps()).isEmpty();
    }

    private static void rounds(FleetDesk... desks) {
        for (FleetDesk desk : desks) {
            desk.round();
        }
    }

    @Test
    void leavesWhatOthersTookOverWhileItSlept() throws Exception {
        FleetDesk sleeper = desk("a", CAMERAS, 1000);
        Polling.until("a holds all", () -> {
            sleeper.round();
            return street.watchedBy("a").size() == CAMERAS.size();
        });
        FleetDesk waking = desk("b", CAMERAS, 1000);
        Polling.until("b has taken all over", () -> {
            waking.round();
            return street.watchedBy("b").size() == CAMERAS.size();
        });

        Polling.until("a has noticed", () -> {
            rounds(waking, sleeper);
            return street.watchedBy(1) == CAMERAS.size();
        });

        assertThat(sleeper.held()).doesNotContainAnyElementsOf(waking.held());
        assertThat(street.gaps()).isEmpty();
    }

    @Test
    void holdsOnWhileRedisIsAwayAndKeepsWhatItHasWhenRedisReturnsEmpty() throws Exception {
        started("a");
        started("b");
        untilEvenlyHeldBy("a", "b");
        Set<String> ofA = street.watchedBy("a");
        Set<String> ofB = street.watchedBy("b");

        disconnect();
        redis.kill();
        Thread.sleep(QUICK.idle());
        assertThat(street.watchedBy("a")).isEqualTo(ofA);
        data = home.resolve("another");
        redis = RedisEngine.start(data, redis.port(), PASSWORD);
        connect();
        Polling.until("the stream is whole again", () -> redis().xlen(FleetKeys.STREAM) == CAMERAS.size());
        untilEvenlyHeldBy("a", "b");

        assertThat(street.watchedBy("a")).isEqualTo(ofA);
        assertThat(street.watchedBy("b")).isEqualTo(ofB);
        assertThat(street.gaps()).isEmpty();
    }

    @Test
    void holdsOnWhileRedisIsAwayAndClaimsWhenItReturns() throws Exception {
        started("a");
        started("b");
        untilEvenlyHeldBy("a", "b");
        Set<String> ofA = street.watchedBy("a");

        disconnect();
        redis.kill();
        Thread.sleep(QUICK.idle());
        redis = RedisEngine.start(data, redis.port(), PASSWORD);
        connect();
        Polling.until("both have come by", () -> redis().hlen(FleetKeys.SEEN) == 2);
        Thread.sleep(QUICK.grace());

        assertThat(street.watchedBy("a")).isEqualTo(ofA);
        assertThat(street.watchedBy(1)).isEqualTo(CAMERAS.size());
    }

    @Test
    void followsTheConfigurationOfTheWorkerThatStartsLast() throws Exception {
        FleetDesk before = desk("a", CAMERAS.subList(0, 10), 1000);
        Polling.until("a holds all", () -> {
            before.round();
            return street.watchedBy("a").size() == 10;
        });
        redis().hset(FleetKeys.MEMORY, "cam-000", "of old");

        street.died("a");

        FleetDesk after = desk("b", CAMERAS.subList(5, 20), 1000);
        Polling.until("the new ones are held, and those that stayed", () -> {
            after.round();
            return street.watchedBy("b").size() == 15;
        });

        assertThat(redis().hkeys(FleetKeys.ENTRIES)).containsExactlyInAnyOrderElementsOf(CAMERAS.subList(5, 20));
        assertThat(redis().hget(FleetKeys.MEMORY, "cam-000")).isNull();
    }

    @Test
    void goesOnWithItsOwnAfterARestart() throws Exception {
        FleetDesk first = desk("a", CAMERAS, 1000);
        Polling.until("a holds all", () -> {
            first.round();
            return street.watchedBy("a").size() == CAMERAS.size();
        });
        street.died("a");

        desk("a", CAMERAS, 1000).round();

        assertThat(street.watchedBy("a")).hasSize(CAMERAS.size());
    }

    @Test
    void mendsItemsThatDoNotFitTogether() throws Exception {
        FleetDesk desk = desk("a", CAMERAS, 1000);
        Polling.until("a holds all", () -> {
            desk.round();
            return street.watchedBy("a").size() == CAMERAS.size();
        });
        redis().xadd(FleetKeys.STREAM, Map.of("camera", "cam-001"));
        redis().xdel(FleetKeys.STREAM, redis().hget(FleetKeys.ENTRIES, "cam-002"));
        redis().xdel(FleetKeys.STREAM, redis().hget(FleetKeys.ENTRIES, "cam-003"));

        Polling.until("each camera has one item", () -> {
            desk.round();
            return redis().xlen(FleetKeys.STREAM) == CAMERAS.size()
                    && desk.held().size() == CAMERAS.size();
        });
    }

    @Test
    void givesEverythingBackAtItsEnd() throws Exception {
        FleetDesk leaving = started("a");
        started("b");
        untilEvenlyHeldBy("a", "b");

        desks.remove(leaving);
        leaving.close();

        assertThat(street.watchedBy("b")).hasSize(CAMERAS.size());
        assertThat(street.gaps()).isEmpty();
        assertThat(redis().hkeys(FleetKeys.WORKERS)).containsExactly("b");
        assertThat(redis().hget(FleetKeys.SEEN, "a")).isNull();
    }

    @Test
    void leavesEveryItemBehindWhereAllEnd() throws Exception {
        FleetDesk one = started("a");
        FleetDesk other = started("b");
        untilEvenlyHeldBy("a", "b");

        desks.clear();
        one.halt();
        other.halt();
        Thread closing = Thread.ofVirtual().start(one::close);
        other.close();
        closing.join();

        assertThat(redis().hlen(FleetKeys.SEEN)).isZero();
        assertThat(redis().xlen(FleetKeys.STREAM)).isEqualTo(CAMERAS.size());
    }
}
