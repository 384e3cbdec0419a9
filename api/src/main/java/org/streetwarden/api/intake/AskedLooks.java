package org.streetwarden.api.intake;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.life.AskedChecks;
import org.streetwarden.api.life.GoneCheck.Proposal;
import org.streetwarden.casefile.AskedLook;
import org.streetwarden.casefile.AskedLookCodec;

/**
 * Sees to the checks that workers are asked for: lets them go on in the database, then makes the hash that workers read the same
 * as it. So a Redis that came back empty, and an api that died in between, are made up for by the next round. One thread.
 */
public final class AskedLooks implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final AskedChecks checks;
    private final Database database;
    private final MeterRegistry metrics;
    private final AtomicInteger open;
    private final RedisClient client;
    private StatefulRedisConnection<String, String> connection;

    /** @param redisUrl with its password, if any */
    public AskedLooks(AskedChecks checks, Database database, String redisUrl, MeterRegistry metrics) {
        this.checks = checks;
        this.database = database;
        this.metrics = metrics;
        open = metrics.gauge("streetwarden.checks.open", new AtomicInteger());
        RedisURI uri = RedisURI.create(redisUrl);
        uri.setTimeout(TIMEOUT);
        client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .build());
        for (Proposal proposal : Proposal.values()) {
            judged(proposal, 0);
        }
    }

    /** One round; does nothing before the schema is there. */
    public void look() {
        if (!database.migrated()) {
            return;
        }
        checks.round().judged().forEach(proposal -> judged(proposal, 1));
        List<AskedLook> wanted = checks.wanted();
        open.set(wanted.size());
        Map<String, String> fields = new HashMap<>();
        wanted.forEach(look -> fields.put(look.checkId(), AskedLookCodec.encode(look)));
        publish(fields);
    }

    private void judged(Proposal proposal, int times) {
        metrics.counter("streetwarden.checks.judged", "proposal", proposal.name())
                .increment(times);
    }

    /** What fails closes the connection, so that the next round opens another. */
    private void publish(Map<String, String> fields) {
        try {
            if (connection == null || !connection.isOpen()) {
                connection = client.connect();
            }
            replace(connection.sync(), fields);
        } catch (RedisException failure) {
            if (connection != null) {
                connection.close();
                connection = null;
            }
            throw failure;
        }
    }

    private static void replace(RedisCommands<String, String> redis, Map<String, String> fields) {
        if (!fields.equals(redis.hgetall(AskedLook.KEY))) {
            redis.multi();
            redis.del(AskedLook.KEY);
            if (!fields.isEmpty()) {
                redis.hset(AskedLook.KEY, fields);
            }
            redis.exec();
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
