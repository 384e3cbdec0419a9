package org.streetwarden.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.config.PatrolConfig.UpstreamConfig;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.rollout.Polling;
import org.streetwarden.visit.Turn;
import org.streetwarden.visit.Upstream;
import org.streetwarden.visit.VisitSchedule;

/** Several workers' schedules and a real Redis before one gateway, which counts. */
class SessionSharesTest {

    private static final int LIMIT = 10;
    private static final String PASSWORD = "password-of-this-test";
    private static final Duration TURN = Duration.ofMillis(100);
    private static final FleetSettings QUICK = new FleetSettings(
            Duration.ofMillis(40),
            Duration.ofMillis(150),
            Duration.ofMillis(500),
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofSeconds(10),
            Duration.ofMillis(300),
            Duration.ofMillis(200),
            Duration.ofMillis(50),
            512);

    @TempDir
    static Path home;

    private static RedisEngine redis;

    private final Random chance = new Random(4);
    private final List<Asker> askers = new ArrayList<>();
    private int open;
    private int most;

    @BeforeAll
    static void startRedis() throws IOException {
        redis = RedisEngine.start(home.resolve("redis"), 0, PASSWORD);
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void empty() {
        RedisClient client = RedisClient.create(redis.url());
        client.connect().sync().flushall();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    @AfterEach
    void stop() {
        askers.forEach(asker -> asker.shares.close());
        assertThat(most).as("most sessions at once").isLessThanOrEqualTo(LIMIT);
    }

    /** A worker's side: opens whatever its schedule lets it. */
    private final class Asker {

        private final Upstream upstream;
        private final VisitSchedule schedule = new VisitSchedule();
        private final SharedUpstreams shared = new SharedUpstreams(Runnable::run, new SimpleMeterRegistry());
        private final SessionShares shares;
        private final List<Turn> under = new ArrayList<>();
        private Instant now = Instant.EPOCH;

        Asker(String id, int cameras) {
            this(id, cameras, LIMIT);
        }

        Asker(String id, int cameras, int limit) {
            upstream = new Upstream(new UpstreamConfig("gateway", limit, 1000), chance);
            shares = new SessionShares(redis.url(), id, QUICK, shared, TURN);
            for (int i = 0; i < cameras; i++) {
                shared.taken(upstream);
                put(new Turn(id + i, upstream));
            }
            askers.add(this);
        }

        private void put(Turn turn) {
            schedule.put(turn, true, now, now);
        }

        void meet() {
            try {
                shares.meet();
            } catch (DeliveryFailure away) {
                throw new IllegalStateException(away);
            }
        }

        void openAll() {
            now = now.plusSeconds(1);
            for (var turn = schedule.next(now, true); turn.isPresent(); turn = schedule.next(now, true)) {
                under.add(turn.get());
                open++;
                now = now.plusSeconds(1);
            }
            most = Math.max(most, open);
        }

        void closeSome(double share) {
            for (Turn turn : List.copyOf(under)) {
                if (chance.nextDouble() < share) {
                    under.remove(turn);
                    schedule.back(turn);
                    open--;
                    put(turn);
                }
            }
        }

        /** The process has died, and its sessions with it. */
        void die() {
            open -= under.size();
            under.clear();
        }

        int share() {
            return upstream.share();
        }
    }

    private void rounds(Asker... askers) {
        for (Asker asker : askers) {
            asker.openAll();
            asker.meet();
            asker.openAll();
            asker.closeSome(0.5);
        }
    }

    private void until(Asker one, int its, Asker other, int others) throws InterruptedException {
        Polling.until("shares of %d and %d".formatted(its, others), () -> {
            rounds(one, other);
            return one.share() == its && other.share() == others;
        });
    }

    private void untilAllIsWith(Asker only) throws InterruptedException {
        Polling.until("all sessions at one worker", () -> {
            rounds(only);
            return only.share() == LIMIT;
        });
    }

    @Test
    void givesNothingBeforeItIsKnownWhatOthersHave() {
        Asker first = new Asker("a", 30);

        rounds(first);

        assertThat(first.share()).isZero();
    }

    @Test
    void neverHasMoreThanTheLimitWhileOneJoinsAndOneDies() throws Exception {
        Asker first = new Asker("a", 30);
        untilAllIsWith(first);

        Asker second = new Asker("b", 30);
        until(first, 5, second, 5);
        first.die();

        untilAllIsWith(second);
    }

    @Test
    void sharesByCamerasHeldAndGivesEachWorkerOne() throws Exception {
        Asker many = new Asker("a", 60);
        Asker few = new Asker("b", 20);
        until(many, 7, few, 3);

        for (int i = 0; i < 20; i++) {
            few.shared.left(few.upstream);
        }

        until(many, LIMIT, few, 0);
    }

    @Test
    void sharesStartsAsSessions() throws Exception {
        Asker half = new Asker("a", 30);
        until(half, 5, new Asker("b", 30), 5);
        half.closeSome(1);
        Instant now = half.now.plusSeconds(5);

        assertThat(half.schedule.next(now, true)).isPresent();
        assertThat(half.upstream.refusal(now.plusMillis(1))).isEqualTo(Upstream.Refusal.RATE);
        assertThat(half.upstream.refusal(now.plusMillis(2))).isEqualTo(Upstream.Refusal.NONE);
        open++;
    }

    @Test
    void takesNoSessionThatIsOpen() throws Exception {
        Asker first = new Asker("a", 30);
        untilAllIsWith(first);
        first.openAll();
        Asker second = new Asker("b", 30);

        for (int i = 0; i < 5; i++) {
            second.meet();
            first.meet();
            second.openAll();
        }
        assertThat(first.under).hasSize(LIMIT);
        assertThat(second.share()).isZero();

        first.closeSome(1);
        until(first, 5, second, 5);
    }

    @Test
    void moreWorkersThanSessionsTakeTurns() throws Exception {
        List<Asker> crowd = new ArrayList<>();
        for (String id : List.of("a", "b", "c")) {
            crowd.add(new Asker(id, 3, 2));
        }
        List<Asker> waiting = new ArrayList<>(crowd);

        Polling.until("everyone had one", () -> {
            rounds(crowd.toArray(Asker[]::new));
            waiting.removeIf(asker -> asker.share() > 0);
            return waiting.isEmpty();
        });
        assertThat(most).isLessThanOrEqualTo(2);
    }

    @Test
    void goesOnWhileRedisIsAwayAndKeepsTheLimitWhenItReturnsEmpty() throws Exception {
        Asker first = new Asker("a", 30);
        Asker second = new Asker("b", 30);
        until(first, 5, second, 5);

        redis.kill();
        assertThatThrownBy(first.shares::meet).isInstanceOf(DeliveryFailure.class);
        first.openAll();
        second.openAll();
        assertThat(open).isEqualTo(LIMIT);
        Thread.sleep(QUICK.idle());
        redis = RedisEngine.start(home.resolve("another"), redis.port(), PASSWORD);
        Asker third = new Asker("c", 30);
        rounds(third, first, second);
        assertThat(third.share()).isZero();

        Polling.until("the third has its part", () -> {
            rounds(third, first, second);
            return third.share() >= 3;
        });
    }
}
