package org.streetwarden.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.minio.BucketExistsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesTest {

    @TempDir
    Path dir;

    @Test
    void keepsRedisDataOverKill() throws IOException {
        RedisEngine first = RedisEngine.start(dir, 0, "a-password");
        redis(first, "k", "v");
        first.kill();
        try (RedisEngine second = RedisEngine.start(dir, 0, "a-password");
                RedisClient client = RedisClient.create(second.url())) {
            assertThat(client.connect().sync().get("k")).isEqualTo("v");
        }
    }

    @Test
    void keepsPostgresDataOverKillAndAsksForThePassword() throws Exception {
        PostgresEngine first = PostgresEngine.start(dir, 0, "a-password");
        try (Connection connection = connect(first, "a-password")) {
            connection.createStatement().execute("CREATE TABLE kept AS SELECT 7 AS n");
        }
        assertThatThrownBy(() -> connect(first, "wrong-one")).isInstanceOf(SQLException.class);
        first.kill();
        try (PostgresEngine second = PostgresEngine.start(dir, 0, "a-password");
                Connection connection = connect(second, "a-password")) {
            var rows = connection.createStatement().executeQuery("SELECT n FROM kept");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(7);
        }
    }

    @Test
    void keepsBucketsOverKillAndRefusesWrongKeys() throws Exception {
        S3Engine first = S3Engine.start(dir, 0, "access-key", "secret-key");
        minio(first, "secret-key")
                .makeBucket(MakeBucketArgs.builder().bucket("kept").build());
        assertThatThrownBy(() -> minio(first, "another-key")
                        .bucketExists(BucketExistsArgs.builder().bucket("kept").build()))
                .hasMessageContaining("ignature");
        first.kill();
        try (S3Engine second = S3Engine.start(dir, 0, "access-key", "secret-key")) {
            assertThat(minio(second, "secret-key")
                            .bucketExists(
                                    BucketExistsArgs.builder().bucket("kept").build()))
                    .isTrue();
        }
    }

    @Test
    void endsAnOrphanOnTheSameFolder() throws IOException {
        RedisEngine orphan = RedisEngine.start(dir, 0, "a-password");
        try (RedisEngine heir = RedisEngine.start(dir, 0, "a-password")) {
            assertThat(orphan.alive()).isFalse();
            assertThat(heir.alive()).isTrue();
        }
    }

    @Test
    void saysWhyAnEngineDidNotStart() throws IOException {
        try (RedisEngine holder = RedisEngine.start(dir.resolve("a"), 0, "a-password")) {
            assertThatThrownBy(() -> RedisEngine.start(dir.resolve("b"), holder.port(), "b-password"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + holder.port())
                    .hasMessageContaining("already in use");
        }
    }

    private static void redis(RedisEngine engine, String key, String value) {
        try (RedisClient client = RedisClient.create(engine.url())) {
            client.connect().sync().set(key, value);
        }
    }

    private static Connection connect(PostgresEngine engine, String password) throws SQLException {
        return DriverManager.getConnection(engine.url(), PostgresEngine.USER, password);
    }

    private static MinioClient minio(S3Engine engine, String secretKey) {
        return MinioClient.builder()
                .endpoint(engine.endpoint())
                .credentials(engine.accessKey(), secretKey)
                .build();
    }
}
