package org.streetwarden.pipeline;

import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import org.streetwarden.casefile.AskedLook;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RedisLine;

/** The hash in Redis in which the api asks for looks. */
final class RedisAsking implements LookTaker.Asking {

    private final RedisLine line;

    /**
     * Connects at first use.
     *
     * @param url as for {@code RedisRecordBus}
     */
    RedisAsking(String url) {
        line = new RedisLine(url);
    }

    @Override
    public Map<String, String> read() throws DeliveryFailure {
        return line.ask("hash " + AskedLook.KEY, RedisAsking::lines);
    }

    private static Map<String, String> lines(RedisCommands<String, String> redis) {
        long count = redis.hlen(AskedLook.KEY);
        if (count > AskedLook.MOST_CHECKS) {
            throw new IllegalStateException(
                    "expected at most %d fields, found %d".formatted(AskedLook.MOST_CHECKS, count));
        }
        return redis.hgetall(AskedLook.KEY);
    }

    @Override
    public void close() {
        line.close();
    }
}
