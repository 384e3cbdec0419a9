package org.streetwarden.api.fleet;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.Database;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.casefile.FleetStatus;
import org.streetwarden.casefile.FleetStatusCodec;
import org.streetwarden.casefile.MalformedRecord;

/** Reads what workers say of themselves in Redis and tells them to hold nothing, or to work again. Thread-safe; blocks. */
public final class FleetBoard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FleetBoard.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration FORGET_AFTER = Duration.ofHours(1);
    private static final int MOST_WORKERS = 10_000;
    private static final int MAX_LINE_CHARS = 1200;

    private final RedisClient client;
    private final Database database;
    private final Clock clock;
    private StatefulRedisConnection<String, String> connection;

    /** @param redisUrl with its password, if any */
    public FleetBoard(String redisUrl, Database database, Clock clock) {
        RedisURI uri = RedisURI.create(redisUrl);
        uri.setTimeout(TIMEOUT);
        client = RedisClient.create(uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                .build());
        this.database = database;
        this.clock = clock;
    }

    /**
     * What workers said last; one that has been silent for an hour and one whose words cannot be read are left out.
     *
     * @throws IOException where Redis does not answer
     */
    public Fleet fleet() throws IOException {
        Instant now = clock.instant();
        return ask(redis -> {
            if (redis.hlen(FleetKeys.WORKERS) > MOST_WORKERS) {
                throw new IllegalStateException(
                        "%s: expected at most %d workers, found more".formatted(FleetKeys.WORKERS, MOST_WORKERS));
            }
            Map<String, String> drains = redis.hgetall(FleetKeys.DRAIN);
            List<Fleet.Member> members = new ArrayList<>();
            new TreeMap<>(redis.hgetall(FleetKeys.WORKERS)).forEach((id, text) -> status(id, text)
                    .filter(status -> status.at().plus(FORGET_AFTER).isAfter(now))
                    .map(status -> new Fleet.Member(status, status.aliveAt(now), line(drains.get(id))))
                    .ifPresent(members::add));
            return new Fleet(now, redis.hlen(FleetKeys.ENTRIES), members);
        });
    }

    private static Optional<FleetStatus> status(String id, String text) {
        try {
            return Optional.of(FleetStatusCodec.decode(text))
                    .filter(status -> status.workerId().equals(id));
        } catch (MalformedRecord malformed) {
            LOG.debug("a worker's status cannot be read: {}", malformed.getMessage());
            return Optional.empty();
        }
    }

    /** On one line, whoever wrote it. */
    private static String line(String drain) {
        if (drain == null) {
            return null;
        }
        String plain = drain.replaceAll("\\p{Cntrl}", " ");
        return plain.length() > MAX_LINE_CHARS ? plain.substring(0, MAX_LINE_CHARS) + "…" : plain;
    }

    /**
     * Tells a worker to give its cameras away, or to work again; kept in the database with who and why. Saying it twice is
     * kept twice and changes nothing.
     *
     * @throws IOException where Redis does not answer; nothing is kept then
     */
    public void tell(String workerId, boolean drain, String who, String why) throws IOException {
        Instant now = clock.instant();
        try {
            database.write(handle -> {
                FleetSteps.keep(handle, workerId, drain, who, why, now);
                String line = "%s, %s: %s".formatted(who, now, why);
                return unchecked(redis -> drain
                        ? Boolean.toString(redis.hset(FleetKeys.DRAIN, workerId, line))
                        : Long.toString(redis.hdel(FleetKeys.DRAIN, workerId)));
            });
        } catch (Unreachable unreachable) {
            throw new IOException(unreachable.getMessage(), unreachable);
        }
        LOG.info("worker {} is to {}, says {}: {}", workerId, drain ? "hold nothing" : "work again", who, why);
    }

    /** Redis did not answer inside a transaction, which ends with it. */
    private static final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreachable(RedisException cause) {
            super("redis does not answer or refuses the password", cause);
        }
    }

    private <T> T ask(Function<RedisCommands<String, String>, T> question) throws IOException {
        try {
            return unchecked(question);
        } catch (Unreachable unreachable) {
            throw new IOException(unreachable.getMessage(), unreachable);
        }
    }

    private synchronized <T> T unchecked(Function<RedisCommands<String, String>, T> question) {
        try {
            if (connection == null || !connection.isOpen()) {
                connection = client.connect();
            }
            return question.apply(connection.sync());
        } catch (RedisException failure) {
            if (connection != null) {
                connection.close();
                connection = null;
            }
            throw new Unreachable(failure);
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, TIMEOUT);
    }
}
