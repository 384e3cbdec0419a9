package org.streetwarden.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.streetwarden.engines.ManyCases;
import org.streetwarden.engines.PostgresEngine;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.engines.Secrets;

/**
 * Question: how long do lists, filters, maps, hot spots, insight, a case and its proof take with 100,000 cases and 1,000,000
 * entries in the log, and how many incidents a second does the whole road from Redis to PostgreSQL take in?
 *
 * <p>Decides: which indexes and which batches earn their place; above 100 ms at the 95th percentile (5 ms for a proof), or
 * below 500 incidents a second, something must change.
 *
 * <p>Input: {@link ManyCases}, in a real PostgreSQL and Redis with their own durability; the api is a process of its own and
 * is asked over HTTP by one client. Run: {@code scripts/bench --main CaseLoad [CASES [ENTRIES [DIR]]]}; with DIR the filled
 * database stays there and is used again.
 */
public final class CaseLoad {

    private static final int CAMERAS = 6000;
    private static final int INCIDENTS = 5000;
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);
    private static final Duration CITY_DAYS = Duration.ofDays(90);

    private CaseLoad() {}

    public static void main(String[] args) throws Exception {
        int cases = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int entries = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        Path dir = args.length > 2
                ? Files.createDirectories(Path.of(args[2]))
                : Files.createTempDirectory("streetwarden-case-load");
        String password = password(dir);
        try (RedisEngine redis = RedisEngine.start(dir.resolve("redis"), 0, password);
                PostgresEngine postgres = PostgresEngine.start(dir.resolve("postgres"), 0, password);
                ServedApi api = ServedApi.start(dir, postgres, password, redis.url());
                Connection database = DriverManager.getConnection(postgres.url(), PostgresEngine.USER, password)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres, redis), "end of the engines"));
            System.out.println("the api is up; " + ProcessorTime.load());
            fill(database, new ManyCases(cases, CAMERAS, entries));
            IncidentRush.run(redis.url(), INCIDENTS, CAMERAS);
            ask(api, database);
        }
    }

    /** However this is stopped, no engine goes on alone. */
    private static void end(PostgresEngine postgres, RedisEngine redis) {
        postgres.close();
        redis.close();
    }

    private static String password(Path dir) throws IOException {
        Path file = dir.resolve("password");
        if (!Files.exists(file)) {
            Secrets.write(file, Secrets.random());
        }
        return Files.readString(file).strip();
    }

    private static void fill(Connection database, ManyCases city) throws SQLException, IOException {
        if (number(database, "SELECT count(*) FROM cases") >= city.cases()) {
            return;
        }
        long start = System.nanoTime();
        Thread telling = Thread.ofVirtual().start(() -> tell(start));
        city.fill(database, Instant.now());
        telling.interrupt();
        System.out.printf("filled in %.0f s%n", (System.nanoTime() - start) / 1e9);
    }

    private static void tell(long start) {
        try {
            while (true) {
                Thread.sleep(TELL_EVERY);
                System.out.printf(
                        "filling for %.0f s; 100,000 cases take two minutes%n", (System.nanoTime() - start) / 1e9);
            }
        } catch (InterruptedException filled) {
            Thread.currentThread().interrupt();
        }
    }

    private static long number(Connection database, String query) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void ask(ServedApi api, Connection database) throws Exception {
        Random random = new Random(5);
        Instant end = Instant.now();
        List<String> numbers = texts(database, "SELECT case_no FROM cases ORDER BY md5(case_no) LIMIT 500");
        IntFunction<String> time = ignored -> {
            Instant from = end.minus(Duration.ofSeconds(random.nextLong(CITY_DAYS.toSeconds())));
            return "from=" + from + "&to=" + from.plus(Duration.ofDays(1));
        };
        IntFunction<String> camera = ignored -> "camera=3701260000132%07d".formatted(1 + random.nextInt(CAMERAS));
        System.out.printf("%-44s %8s %8s %8s ms, asked; %s%n", "", "p50", "p95", "max", ProcessorTime.load());
        api.time("list, newest 50", i -> "/api/v1/cases");
        api.time("list, newest 200", i -> "/api/v1/cases?limit=200");
        api.time("kind", i -> "/api/v1/cases?kind=green-parking");
        api.time("state, many", i -> "/api/v1/cases?status=CLOSED");
        api.time("state, few", i -> "/api/v1/cases?status=PENDING_REVIEW");
        api.time("kind, state, none", i -> "/api/v1/cases?kind=green-parking&status=SHELVED");
        api.time("camera", i -> "/api/v1/cases?" + camera.apply(i));
        api.time("camera, kind, state", i -> "/api/v1/cases?kind=dumping&status=REFUSED&" + camera.apply(i));
        api.time("one day", i -> "/api/v1/cases?" + time.apply(i));
        api.time("one day, kind, state", i -> "/api/v1/cases?kind=dumping&status=REFUSED&" + time.apply(i));
        api.time("grid", i -> "/api/v1/cases?grid=R%03d".formatted(random.nextInt(291)));
        api.time("grid, kind, state", i -> "/api/v1/cases?kind=dumping&status=REFUSED&grid=R%03d".formatted(i));
        api.time("map window, a street", i -> "/api/v1/cases?limit=200&" + window(random, 0.01));
        api.time("map window, a town", i -> "/api/v1/cases?limit=200&" + window(random, 0.1));
        api.time("map window, everything", i -> "/api/v1/cases?limit=200&bbox=117,37,118,38");
        api.time("map window, a street, one day", i -> "/api/v1/cases?" + window(random, 0.01) + "&" + time.apply(i));
        api.walk("pages of 200, one behind the other", "/api/v1/cases?limit=200");
        api.time("hot spots, 30 days", i -> "/api/v1/hotspots");
        api.time("hot spots, 90 days", i -> "/api/v1/hotspots?days=90");
        api.time("a case", i -> "/api/v1/cases/" + numbers.get(i));
        api.time("a case's proof from the log", i -> "/api/v1/cases/" + numbers.get(i) + "/proof");
        api.time("log entries of a case", i -> "/api/v1/log/entries?case=" + numbers.get(i));
        api.time("cameras", i -> "/api/v1/cameras");
        api.time("feed", i -> "/api/v1/feed");
        api.time("insight, 9 weeks", i -> "/api/v1/insight");
    }

    private static String window(Random random, double degrees) {
        double west = 117.05 + (0.3 - degrees) * random.nextDouble();
        double south = 37.2 + (0.25 - degrees) * random.nextDouble();
        return "bbox=%.4f,%.4f,%.4f,%.4f".formatted(west, south, west + degrees, south + degrees);
    }

    private static List<String> texts(Connection database, String query) throws SQLException {
        List<String> texts = new java.util.ArrayList<>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
