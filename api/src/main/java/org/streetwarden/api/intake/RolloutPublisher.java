package org.streetwarden.api.intake;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.models.RolloutIndex;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.RolloutCodec;

/**
 * Keeps the rollout that workers follow in Redis as the database says, on a thread of its own: after every change, at the
 * start and wherever it differs at a regular look. The hash is replaced whole, so that no worker reads half of two.
 */
public final class RolloutPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutPublisher.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final RolloutIndex index;
    private final Database database;
    private final Counter writes;
    private final Counter failures;
    private final RedisClient client;
    private final AtomicLong revision;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().name("rollout").daemon().unstarted(this::run);
    private volatile boolean stopping;
    private StatefulRedisConnection<String, String> connection;
    private boolean failing;

    /** @param redisUrl with its password, if any */
    public RolloutPublisher(RolloutIndex index, Database database, String redisUrl, MeterRegistry metrics) {
        this.index = index;
        this.database = database;
        this.writes = metrics.counter("streetwarden.rollout.writes");
        this.failures = metrics.counter("streetwarden.rollout.failures");
        this.revision = metrics.gauge("streetwarden.rollout.revision", new AtomicLong());
        RedisURI uri = RedisURI.create(redisUrl);
        uri.setTimeout(TIMEOUT);
        client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .build());
    }

    public void start() {
        thread.start();
    }

    /** Looks at once; from any thread. */
    public void wake() {
        wake.release();
    }

    private void run() {
        while (!stopping) {
            Duration pause = LOOK_EVERY;
            try {
                if (database.migrated()) {
                    publish();
                    failing = false;
                } else {
                    pause = RETRY_AFTER;
                }
            } catch (RuntimeException failure) {
                warnOnce(failure);
                pause = RETRY_AFTER;
            }
            try {
                if (wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void publish() {
        if (connection == null || !connection.isOpen()) {
            connection = client.connect();
        }
        RedisCommands<String, String> redis = connection.sync();
        Rollout rollout = index.rollout();
        Map<String, String> fields = RolloutCodec.encode(rollout);
        if (!fields.equals(redis.hgetall(Rollout.KEY))) {
            redis.multi();
            redis.del(Rollout.KEY);
            redis.hset(Rollout.KEY, fields);
            redis.exec();
            writes.increment();
            LOG.info("rollout {} is out", rollout.revision());
        }
        revision.set(rollout.revision());
    }

    private void warnOnce(RuntimeException failure) {
        failures.increment();
        if (connection != null) {
            connection.close();
            connection = null;
        }
        if (!failing && !stopping) {
            LOG.warn("the rollout waits for redis or the database: {}", failure.getMessage());
        }
        failing = true;
    }

    @Override
    public void close() {
        stopping = true;
        wake();
        try {
            if (thread.isAlive() && !thread.join(Duration.ofSeconds(5))) {
                LOG.warn("the rollout's thread did not end within 5 s");
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
