package org.streetwarden.api;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.messages.Item;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.streetwarden.api.accounts.KeyFile;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.accounts.Secret;
import org.streetwarden.api.cases.Database;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.engines.PostgresEngine;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.engines.S3Engine;
import org.streetwarden.engines.Secrets;

/**
 * A real Redis, PostgreSQL and S3 store, started by the first test class that asks and ended with the process. Classes run one
 * after the other; each finds them empty.
 */
final class Peers implements AutoCloseable {

    static final String BUCKET = "streetwarden-evidence";

    /** Opens every route: the key that every client of the tests sends, {@link Web} and commands among them. */
    static final String KEY = "sw_tests0_" + Secrets.random();

    /** It as a line of a request's head. */
    static final String KEY_LINE = "Authorization: Bearer " + KEY + "\r\n";

    /** As {@link #KEY} is recorded. */
    static final String NAME = "王";

    /** Opens as much, for somebody else. */
    static final String OTHER_KEY = "sw_tests1_" + Secrets.random();

    /** Has every role, and sees the cases of one grid and of one group of cameras. */
    static final String SCOPED_KEY = "sw_scoped_" + Secrets.random();

    static final String SCOPE_GRID = "370126001001";
    static final String SCOPE_GROUP = "south";

    private static final String TEMPLATE = "template_of_tests";

    private static Peers running;

    private final Path dir;
    private final String password = Secrets.random();
    private final String secretKey = Secrets.random();
    private final RedisClient redisClient;
    private final StatefulRedisConnection<String, String> redisConnection;
    private RedisEngine redis;
    private PostgresEngine postgres;
    private final S3Engine s3;
    private final MinioClient minio;

    private Peers(Path dir) throws Exception {
        this.dir = dir;
        System.setProperty(
                "STREETWARDEN_API_KEY_FILE",
                Files.writeString(dir.resolve("key"), KEY).toString());
        writeKeys();
        redis = RedisEngine.start(dir.resolve("redis"), 0, password);
        postgres = PostgresEngine.start(dir.resolve("postgres"), 0, password);
        s3 = S3Engine.start(dir.resolve("s3"), 0, "test-access", secretKey);
        minio = MinioClient.builder()
                .endpoint(s3.endpoint())
                .credentials("test-access", secretKey)
                .build();
        minio.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
        redisClient = RedisClient.create(redis.url());
        redisConnection = redisClient.connect();
        makeTemplate();
    }

    /** The schema as migrations make it, to be copied, which takes less time than making it for each class. */
    private void makeTemplate() throws SQLException {
        try (Database database = Database.open(postgres.url(), PostgresEngine.USER, password)) {
            database.migrate();
        }
        administer("CREATE DATABASE " + TEMPLATE + " TEMPLATE " + PostgresEngine.USER);
    }

    static synchronized Peers start() throws Exception {
        if (running == null) {
            running = new Peers(Files.createTempDirectory("streetwarden-api-test"));
            Runtime.getRuntime().addShutdownHook(new Thread(running::stop, "peers"));
        } else {
            running.clear();
            running.emptyBucket();
        }
        return running;
    }

    ApiSettings settings() throws ApiSettings.Unusable {
        return ApiSettings.from(environment());
    }

    Map<String, String> environment() {
        Map<String, String> values = new HashMap<>();
        values.put("STREETWARDEN_PORT", "0");
        values.put("STREETWARDEN_DB_URL", postgres.url());
        values.put("STREETWARDEN_DB_USER", PostgresEngine.USER);
        values.put("STREETWARDEN_DB_PASSWORD", password);
        values.put("STREETWARDEN_REDIS_URL", redis.url());
        values.put("STREETWARDEN_S3_ENDPOINT", s3.endpoint());
        values.put("STREETWARDEN_S3_ACCESS_KEY", "test-access");
        values.put("STREETWARDEN_S3_SECRET_KEY", secretKey);
        values.put("STREETWARDEN_CALLERS", dir.resolve("keys").toString());
        return values;
    }

    /** The key that opens what one role opens. */
    static String key(Role role) {
        return "sw_" + role.key() + "_" + KEY.substring(KEY.lastIndexOf('_') + 1);
    }

    private void writeKeys() throws IOException {
        List<String> all = Arrays.stream(Role.values()).map(Role::key).toList();
        List<String> lines = new ArrayList<>(List.of(line(KEY, all, NAME), line(OTHER_KEY, all, "李")));
        List<String> scoped = new ArrayList<>(all);
        scoped.addAll(List.of("grid=" + SCOPE_GRID, "group=" + SCOPE_GROUP));
        lines.add(line(SCOPED_KEY, scoped, "scoped"));
        for (Role role : Role.values()) {
            lines.add(line(key(role), List.of(role.key()), role.key()));
        }
        Files.write(dir.resolve("keys"), lines);
    }

    private static String line(String key, List<String> roles, String name) {
        return KeyFile.line(Secret.parse(key).orElseThrow(), roles, name);
    }

    RedisCommands<String, String> redis() {
        return redisConnection.sync();
    }

    RedisEngine redisEngine() {
        return redis;
    }

    PostgresEngine postgresEngine() {
        return postgres;
    }

    S3Engine s3Engine() {
        return s3;
    }

    /** On the same port and data, after {@code redisEngine().kill()}. */
    void restartRedis() throws IOException {
        redis = RedisEngine.start(dir.resolve("redis"), redis.port(), password);
    }

    /** On the same port and data, after {@code postgresEngine().kill()}. */
    void restartPostgres() throws IOException {
        postgres = PostgresEngine.start(dir.resolve("postgres"), postgres.port(), password);
    }

    String put(WorkerRecord record) {
        return redis().xadd(WorkerRecord.STREAM, RecordCodec.encode(record));
    }

    void store(String key, String mime, byte[] content) throws Exception {
        minio.putObject(PutObjectArgs.builder().bucket(BUCKET).object(key).contentType(mime).stream(
                        new ByteArrayInputStream(content), (long) content.length, -1L)
                .build());
    }

    byte[] read(String key) throws Exception {
        try (InputStream in = minio.getObject(
                GetObjectArgs.builder().bucket(BUCKET).object(key).build())) {
            return in.readAllBytes();
        }
    }

    /** Empties Redis and the database, whose schema stands; ends every connection to it. */
    void clear() throws SQLException {
        redis().flushall();
        administer("DROP DATABASE " + PostgresEngine.USER + " WITH (FORCE)");
        administer("CREATE DATABASE " + PostgresEngine.USER + " TEMPLATE " + TEMPLATE);
    }

    /** Leaves a database without a schema, as one that an installation is brought back into. */
    void empty() throws SQLException {
        sql("DROP SCHEMA public CASCADE");
        sql("CREATE SCHEMA public");
    }

    private void administer(String statement) throws SQLException {
        String url = postgres.url().replaceAll("/[^/]+$", "/postgres");
        try (Connection connection = DriverManager.getConnection(url, PostgresEngine.USER, password)) {
            connection.createStatement().execute(statement);
        }
    }

    private void emptyBucket() throws Exception {
        var all = ListObjectsArgs.builder().bucket(BUCKET).recursive(true).build();
        for (Result<Item> each : minio.listObjects(all)) {
            minio.removeObject(RemoveObjectArgs.builder()
                    .bucket(BUCKET)
                    .object(each.get().objectName())
                    .build());
        }
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = connect()) {
            connection.createStatement().execute(statement);
        }
    }

    long count(String query) throws SQLException {
        try (Connection connection = connect();
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    String text(String query) throws SQLException {
        try (Connection connection = connect();
                var rows = connection.createStatement().executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.url(), PostgresEngine.USER, password);
    }

    /** Waits, at most two minutes, until something is so. */
    static void await(String what, Callable<Boolean> condition) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        Exception last = null;
        while (Instant.now().isBefore(deadline)) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (SQLException | IOException notYet) {
                last = notYet;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("not within two minutes: " + what, last);
    }

    /** Nothing: the next class goes on with them. */
    @Override
    public void close() {}

    private void stop() {
        redisConnection.close();
        redisClient.shutdown();
        s3.close();
        postgres.close();
        redis.close();
        try (var paths = Files.walk(dir)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException inUse) {
            throw new UncheckedIOException(inUse);
        }
    }
}
