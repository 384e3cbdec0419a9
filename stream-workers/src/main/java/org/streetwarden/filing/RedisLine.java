package org.streetwarden.filing;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Function;

/**
 * One connection to Redis. A failed command closes it and the next one opens another, so that nothing is re-sent behind the
 * caller's back. Connecting and answering take at most 5 s each. Used by one thread.
 */
public final class RedisLine implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final RedisURI address;
    private final RedisClient client;
    private StatefulRedisConnection<String, String> connection;

    /**
     * Connects at first use.
     *
     * @param url {@code redis://[:password@]host:port}; never printed
     * @throws IllegalArgumentException one sentence without secrets, where it is no such URL
     */
    public RedisLine(String url) {
        address = parse(url);
        address.setTimeout(DEADLINE);
        client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(DEADLINE)
                        .keepAlive(true)
                        .build())
                .build());
    }

    static RedisURI parse(String url) {
        try {
            return RedisURI.create(url);
        } catch (IllegalArgumentException unreadable) {
            // its message and cause hold the URL, and the URL may hold a password
            throw new IllegalArgumentException("redis url: expected redis://[:password@]host:port, found another form");
        }
    }

    /**
     * Asks once.
     *
     * @param what names stream or hash in the failure
     * @throws DeliveryFailure where no answer is known to have come; asking again is right
     */
    public <T> T ask(String what, Function<RedisCommands<String, String>, T> question) throws DeliveryFailure {
        try {
            return question.apply(connected().sync());
        } catch (RuntimeException failed) {
            disconnect();
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new DeliveryFailure(
                    "redis %s:%d, %s: %s".formatted(address.getHost(), address.getPort(), what, cause.getMessage()),
                    failed);
        }
    }

    private StatefulRedisConnection<String, String> connected() {
        if (connection == null || !connection.isOpen()) {
            disconnect();
            connection = client.connect(address);
        }
        return connection;
    }

    private void disconnect() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    @Override
    public void close() {
        disconnect();
        client.shutdown(Duration.ZERO, DEADLINE);
    }
}
