package org.streetwarden.api.intake;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.streetwarden.casefile.WorkerRecord;

/** {@link RecordStream} on Redis 6.2 or newer. One connection, opened anew after any failure. */
public final class RedisRecordStream implements RecordStream {

    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration BLOCK = Duration.ofSeconds(1);
    private static final int BATCH = 100;

    private final RedisClient client;
    private final Consumer<String> consumer;
    private final Duration abandonedAfter;
    private StatefulRedisConnection<String, String> connection;

    /**
     * @param url with its password, if any
     * @param consumerName the same after a restart, so that own unfinished entries are found again
     * @param abandonedAfter how long an entry of another consumer must lie untouched before it is taken over
     */
    public RedisRecordStream(String url, String consumerName, Duration abandonedAfter) {
        RedisURI uri = RedisURI.create(url);
        uri.setTimeout(COMMAND_TIMEOUT);
        client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofSeconds(3))
                        .build())
                .build());
        consumer = Consumer.from(WorkerRecord.GROUP, consumerName);
        this.abandonedAfter = abandonedAfter;
    }

    @Override
    public void open() {
        if (connection != null) {
            connection.close();
        }
        connection = client.connect();
        try {
            commands()
                    .xgroupCreate(
                            StreamOffset.from(WorkerRecord.STREAM, "0"),
                            WorkerRecord.GROUP,
                            XGroupCreateArgs.Builder.mkstream());
        } catch (RedisBusyException alreadyThere) {
            return;
        }
    }

    @Override
    public List<Entry> readOwnPending() {
        return read(XReadArgs.Builder.count(BATCH), StreamOffset.from(WorkerRecord.STREAM, "0"));
    }

    @Override
    public List<Entry> claimAbandoned() {
        XAutoClaimArgs<String> args = XAutoClaimArgs.Builder.xautoclaim(consumer, abandonedAfter, "0-0");
        return entries(
                commands().xautoclaim(WorkerRecord.STREAM, args.count(BATCH)).getMessages());
    }

    @Override
    public List<Entry> readNew() {
        return read(XReadArgs.Builder.count(BATCH).block(BLOCK), StreamOffset.lastConsumed(WorkerRecord.STREAM));
    }

    @SuppressWarnings("unchecked") // generic varargs of one known type
    private List<Entry> read(XReadArgs args, StreamOffset<String> offset) {
        return entries(commands().xreadgroup(consumer, args, offset));
    }

    private static List<Entry> entries(List<StreamMessage<String, String>> messages) {
        return messages.stream()
                .map(message -> new Entry(message.getId(), message.getBody() == null ? Map.of() : message.getBody()))
                .toList();
    }

    @Override
    public void finish(List<String> entryIds) {
        String[] ids = entryIds.toArray(String[]::new);
        RedisCommands<String, String> redis = commands();
        redis.multi();
        redis.xack(WorkerRecord.STREAM, WorkerRecord.GROUP, ids);
        redis.xdel(WorkerRecord.STREAM, ids);
        redis.exec();
    }

    @Override
    public long length() {
        return commands().xlen(WorkerRecord.STREAM);
    }

    private RedisCommands<String, String> commands() {
        return connection.sync();
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
