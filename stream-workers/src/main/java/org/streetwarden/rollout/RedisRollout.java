package org.streetwarden.rollout;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RedisLine;

/** The rollout in Redis, over a connection of its own. */
public final class RedisRollout implements RolloutSource {

    /** Four fields for each of 256 groups, and two. */
    private static final long MOST_FIELDS = 1026;

    private final RedisLine line;

    /**
     * Connects at first use.
     *
     * @param url as for {@code RedisRecordBus}
     */
    public RedisRollout(String url) {
        line = new RedisLine(url);
    }

    @Override
    public Map<String, String> read() throws DeliveryFailure {
        return line.ask("hash " + Rollout.KEY, RedisRollout::fields);
    }

    private static Map<String, String> fields(RedisCommands<String, String> redis) {
        long count = redis.hlen(Rollout.KEY);
        if (count > MOST_FIELDS) {
            throw new IllegalStateException("expected at most %d fields, found %d".formatted(MOST_FIELDS, count));
        }
        return redis.hgetall(Rollout.KEY);
    }

    @Override
    public void close() {
        line.close();
    }
}
