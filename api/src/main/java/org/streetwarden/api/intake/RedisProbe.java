package org.streetwarden.api.intake;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.time.Duration;

/** Asks Redis whether it answers, on a connection of its own. Thread-safe; blocks. */
public final class RedisProbe implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final RedisClient client;
    private StatefulRedisConnection<String, String> connection;

    public RedisProbe(String url) {
        RedisURI uri = RedisURI.create(url);
        uri.setTimeout(TIMEOUT);
        client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .build());
    }

    /** @throws IOException where it does not answer or refuses the password; the message names neither host nor secret */
    public synchronized void ping() throws IOException {
        try {
            if (connection == null || !connection.isOpen()) {
                connection = client.connect();
            }
            connection.sync().ping();
        } catch (RedisException failure) {
            connection = null;
            throw new IOException("redis does not answer or refuses the password", failure);
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
