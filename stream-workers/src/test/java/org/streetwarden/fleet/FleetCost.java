package org.streetwarden.fleet;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.casefile.FleetStatus;
import org.streetwarden.engines.RedisEngine;

/**
 * Question: what does it cost Redis that three workers hold 6,000 cameras, as stream entries that are claimed anew, and as
 * keys that expire? How long do moves take with the shipped settings? Decides: which engine, which settings. Counts Redis's own processor time, so that a busy machine changes little. By
 * hand; prints one line per step.
 */
final class FleetCost {

    private static final List<String> CAMERAS =
            IntStream.range(0, 6000).mapToObj("camera-%05d"::formatted).toList();
    private static final List<String> WORKERS = List.of("worker-1", "worker-2", "worker-3");
    private static final int TIMES = 20;
    private static final String PASSWORD = "password-of-this-test";
    private static final String TAKE = """
            for i = 1, #KEYS do redis.call('SET', KEYS[i], ARGV[1], 'NX', 'PX', ARGV[2]) end
            return #KEYS
            """;
    private static final String RENEW = """
            local kept = 0
            for i = 1, #KEYS do
                if redis.call('GET', KEYS[i]) == ARGV[1] then kept = kept + redis.call('PEXPIRE', KEYS[i], ARGV[2]) end
            end
            return kept
            """;

    private static RedisCommands<String, String> redis;

    private interface Step {
        void run() throws Exception;
    }

    private FleetCost() {}

    public static void main(String[] none) throws Exception {
        Path home = Files.createTempDirectory("fleet-cost");
        try (RedisEngine engine = RedisEngine.start(home, 0, PASSWORD)) {
            RedisClient client = RedisClient.create(engine.url());
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                redis = connection.sync();
                redis.configSet("appendfsync", "everysec");
                streams(engine.url());
                redis.flushall();
                keys();
                redis.flushall();
                moves(engine.url());
            } finally {
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        }
    }

    private static void streams(String url) throws Exception {
        List<WorkItems> workers = new ArrayList<>();
        WORKERS.forEach(id -> workers.add(new WorkItems(url, id, Duration.ofSeconds(12))));
        WorkItems one = workers.getFirst();
        one.found();
        measure("streams: seed 6,000", 1, () -> one.seed(CAMERAS, true));
        measure("streams: look for missing ones among 6,000", TIMES, () -> one.seed(CAMERAS, false));
        Map<WorkItems, Map<String, String>> held = new HashMap<>();
        for (WorkItems worker : workers) {
            Map<String, String> its = held.computeIfAbsent(worker, any -> new HashMap<>());
            measure("streams: take 500", 4, () -> worker.take(500)
                    .forEach(item -> its.put(item.entryId(), item.cameraId())));
        }
        measure("streams: claim 2,000 of 6,000", TIMES, () -> one.claim(held.get(one)));
        FleetStatus status = new FleetStatus(
                WORKERS.getFirst(),
                Instant.now(),
                Instant.now(),
                2000,
                4096,
                FleetStatus.State.WORKING,
                1,
                1 << 30,
                32,
                0.5,
                "cpu");
        measure("streams: come by", TIMES, () -> one.meet(status));
        measure("streams: nothing to take over among 6,000", TIMES, () -> one.takeOver(500, Duration.ofMinutes(10)));
        measure(
                "streams: give back 500",
                1,
                () -> one.giveBack(held.get(one).entrySet().stream()
                        .limit(500)
                        .map(each -> new Item(each.getKey(), each.getValue()))
                        .toList()));
        measure("streams: take over 2,000", 1, () -> one.takeOver(2000, Duration.ZERO));
        System.out.printf("streams: memory of the stream %d kB%n", redis.memoryUsage(FleetKeys.STREAM) >> 10);
        workers.forEach(WorkItems::close);
    }

    private static void keys() throws Exception {
        String[] all = CAMERAS.stream().map(id -> "hold:" + id).toArray(String[]::new);
        String[] some = List.of(all).subList(0, 2000).toArray(String[]::new);
        measure(
                "keys: take 2,000 (SET NX PX)",
                1,
                () -> redis.eval(TAKE, ScriptOutputType.INTEGER, some, "worker-1", "3600000"));
        measure(
                "keys: renew 2,000, if still its own",
                TIMES,
                () -> redis.eval(RENEW, ScriptOutputType.INTEGER, some, "worker-1", "3600000"));
        measure("keys: look for free ones among 6,000 (MGET)", TIMES, () -> redis.mget(all));
    }

    /** Wall time from an event until all 6,000 are held by those who should. */
    private static void moves(String url) throws Exception {
        Street street = new Street();
        List<FleetDesk> desks = new ArrayList<>();
        WORKERS.forEach(id -> desks.add(started(url, id, street)));
        until("moves: three workers hold all from nothing", street, WORKERS);
        desks.getFirst().halt();
        street.died("worker-1");
        until("moves: one has died", street, List.of("worker-2", "worker-3"));
        desks.add(started(url, "worker-4", street));
        until("moves: one has come", street, List.of("worker-2", "worker-3", "worker-4"));
        redis.hset(FleetKeys.DRAIN, "worker-2", "by hand");
        until("moves: one is drained", street, List.of("worker-3", "worker-4"));
        System.out.printf(
                "moves: %d cameras were unwatched for a moment%n", street.gaps().size());
        redis.flushall();
        desks.forEach(FleetDesk::close);
    }

    private static FleetDesk started(String url, String id, Street street) {
        FleetDesk desk = new FleetDesk(
                url,
                id,
                FleetSettings.DEFAULTS,
                CAMERAS,
                0,
                street.worker(id),
                new RedisMemoryShelf(url, id, InstantSource.system()),
                new SharedUpstreams(Runnable::run, new SimpleMeterRegistry()),
                () -> Usage.NONE,
                new FleetMeters(new SimpleMeterRegistry()),
                InstantSource.system());
        desk.start();
        return desk;
    }

    private static void until(String what, Street street, List<String> workers) throws InterruptedException {
        long beganNs = System.nanoTime();
        int least = CAMERAS.size() / workers.size() * 9 / 10;
        double allAfter = Double.NaN;
        boolean even = false;
        while (!even || street.watchedBy(1) < CAMERAS.size()) {
            Thread.sleep(100);
            boolean all = street.watchedBy(0) == 0
                    && workers.stream()
                                    .mapToInt(each -> street.watchedBy(each).size())
                                    .sum()
                            >= CAMERAS.size();
            if (all && Double.isNaN(allAfter)) {
                allAfter = (System.nanoTime() - beganNs) / 1e9;
            }
            even = workers.stream().allMatch(each -> street.watchedBy(each).size() >= least);
        }
        System.out.printf(
                "%-50s all held after %5.1f s, evenly after %5.1f s%n",
                what, allAfter, (System.nanoTime() - beganNs) / 1e9);
    }

    private static void measure(String what, int times, Step step) throws Exception {
        double cpuBefore = info("used_cpu_user") + info("used_cpu_sys");
        double aofBefore = info("aof_current_size");
        long beganNs = System.nanoTime();
        for (int i = 0; i < times; i++) {
            step.run();
        }
        double wallMs = (System.nanoTime() - beganNs) / 1e6;
        double cpuMs = (info("used_cpu_user") + info("used_cpu_sys") - cpuBefore) * 1000;
        System.out.printf(
                "%-50s Redis CPU %7.2f ms, wall %7.1f ms, log %7.1f kB, each of %d%n",
                what, cpuMs / times, wallMs / times, (info("aof_current_size") - aofBefore) / 1024 / times, times);
    }

    private static double info(String name) {
        return redis.info()
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
