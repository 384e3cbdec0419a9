package org.streetwarden.filing;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;

/**
 * The stream in Redis. A failed command closes its connection and the next one opens another, so that nothing is re-sent
 * behind the caller's back. Connecting and answering take at most 5 s each.
 */
public final class RedisRecordBus implements RecordBus {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final RedisURI address;
    private final RedisClient client;
    private StatefulRedisConnection<String, String> connection;

    /**
     * Connects at first use.
     *
     * @param url {@code redis://[:password@]host:port}; never printed
     * @throws IllegalArgumentException where it is no such URL
     */
    public RedisRecordBus(String url) {
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

    /** @throws IllegalArgumentException one sentence without secrets, where a URL is none for {@link #RedisRecordBus} */
    public static void check(String url) {
        parse(url);
    }

    private static RedisURI parse(String url) {
        try {
            return RedisURI.create(url);
        } catch (IllegalArgumentException unreadable) {
            // its message and cause hold the URL, and the URL may hold a password
            throw new IllegalArgumentException("redis url: expected redis://[:password@]host:port, found another form");
        }
    }

    @Override
    public void send(WorkerRecord record) throws DeliveryFailure {
        try {
            connected().sync().xadd(WorkerRecord.STREAM, RecordCodec.encode(record));
        } catch (RuntimeException failed) {
            disconnect();
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new DeliveryFailure(
                    "redis %s:%d, stream %s: %s"
                            .formatted(address.getHost(), address.getPort(), WorkerRecord.STREAM, cause.getMessage()),
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
