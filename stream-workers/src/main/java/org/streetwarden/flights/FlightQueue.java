package org.streetwarden.flights;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightJobCodec;
import org.streetwarden.casefile.FlightKeys;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RedisLine;

/**
 * The flights' jobs in Redis, as one worker handles them. A job is held by claiming it again and again; one that nobody has claimed for
 * a while is anybody's. Any thread, one at a time.
 */
final class FlightQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FlightQueue.class);
    private static final String WHAT = "stream " + FlightKeys.STREAM;

    /** Holds what waits for whoever is free; no worker can be called so. */
    private static final String WAITING = "(waiting)";

    private static final long LONG_IDLE_MS = Duration.ofDays(1).toMillis();
    private static final String DONE_S = Long.toString(Duration.ofDays(7).toSeconds());

    private static final String FOUND = """
            if redis.call('EXISTS', KEYS[1]) == 1 then
                for _, each in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
                    if each[2] == ARGV[1] then return 0 end
                end
            end
            redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
            return 1
            """;

    /** Arguments: group, holder, entry, next holder, milliseconds since its claim, deliveries. Answers whether the holder had it. */
    private static final String CLAIM = """
            local pending = redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1)
            if #pending == 0 or pending[1][2] ~= ARGV[2] then return 0 end
            redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[4], 0, ARGV[3],
                'IDLE', ARGV[5], 'RETRYCOUNT', ARGV[6], 'JUSTID')
            return 1
            """;

    /** Arguments: group, entry, flight, seconds, worker. */
    private static final String DONE = """
            redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
            redis.call('XDEL', KEYS[1], ARGV[2])
            redis.call('HDEL', KEYS[2], ARGV[3])
            redis.call('SET', KEYS[3], ARGV[5], 'EX', ARGV[4])
            return 1
            """;

    /**
     * A job that this worker holds.
     *
     * @param deliveries how many workers have begun with it since it last got on, this one included
     */
    record Taken(String entryId, int deliveries, FlightJob job) {}

    private final RedisLine line;
    private final String workerId;

    /** Connects at first use. */
    FlightQueue(String redisUrl, String workerId) {
        line = new RedisLine(redisUrl);
        this.workerId = workerId;
    }

    /** Makes the stream where there is none. */
    synchronized void found() throws DeliveryFailure {
        script(FOUND, List.of(FlightKeys.STREAM), List.of(FlightKeys.GROUP));
    }

    /** A job that nobody has had yet. */
    @SuppressWarnings("unchecked")
    synchronized Optional<Taken> next() throws DeliveryFailure {
        List<StreamMessage<String, String>> messages = line.ask(
                WHAT,
                redis -> redis.xreadgroup(
                        me(), XReadArgs.Builder.count(1), StreamOffset.lastConsumed(FlightKeys.STREAM)));
        return taken(messages);
    }

    /** The oldest job that nobody has claimed for so long. */
    synchronized Optional<Taken> leftBehind(Duration idle) throws DeliveryFailure {
        var claimed = line.ask(
                WHAT,
                redis -> redis.xautoclaim(
                        FlightKeys.STREAM,
                        new XAutoClaimArgs<String>()
                                .consumer(me())
                                .minIdleTime(idle)
                                .startId("0-0")
                                .count(1)));
        return taken(claimed.getMessages());
    }

    private Optional<Taken> taken(List<StreamMessage<String, String>> messages) throws DeliveryFailure {
        if (messages.isEmpty() || messages.getFirst().getBody() == null) {
            return Optional.empty();
        }
        StreamMessage<String, String> message = messages.getFirst();
        try {
            FlightJob job = FlightJobCodec.decode(message.getBody());
            Taken taken = new Taken(message.getId(), deliveries(message.getId()), job);
            String key = FlightKeys.DONE_PREFIX + job.jobId();
            if (line.ask(WHAT, redis -> redis.exists(key)) == 0) {
                return Optional.of(taken);
            }
            done(taken);
        } catch (MalformedRecord malformed) {
            LOG.error("{}, entry {}: {}; dropped", WHAT, message.getId(), malformed.getMessage());
            line.ask(WHAT, redis -> redis.xack(FlightKeys.STREAM, FlightKeys.GROUP, message.getId()));
            line.ask(WHAT, redis -> redis.xdel(FlightKeys.STREAM, message.getId()));
        }
        return Optional.empty();
    }

    private int deliveries(String entryId) throws DeliveryFailure {
        var pending = line.ask(
                WHAT,
                redis -> redis.xpending(
                        FlightKeys.STREAM, FlightKeys.GROUP, Range.create(entryId, entryId), Limit.from(1)));
        return pending.isEmpty() ? 1 : (int) pending.getFirst().getRedeliveryCount();
    }

    /**
     * Claims a job anew.
     *
     * @param deliveries that count so far
     * @return whether it was still this worker's
     */
    synchronized boolean renew(Taken taken, int deliveries) throws DeliveryFailure {
        return claim(taken, workerId, 0, deliveries);
    }

    /** Leaves a job to whoever is free first, as if this worker had never had it. */
    synchronized void putAside(Taken taken) throws DeliveryFailure {
        claim(taken, WAITING, LONG_IDLE_MS, taken.deliveries() - 1);
    }

    private boolean claim(Taken taken, String holder, long idleMs, int deliveries) throws DeliveryFailure {
        List<String> arguments = List.of(
                FlightKeys.GROUP,
                workerId,
                taken.entryId(),
                holder,
                Long.toString(idleMs),
                Integer.toString(Math.max(0, deliveries)));
        return script(CLAIM, List.of(FlightKeys.STREAM), arguments) == 1;
    }

    /** A job is done: it is gone, and what its flight's survey remembered with it. */
    synchronized void done(Taken taken) throws DeliveryFailure {
        script(
                DONE,
                List.of(
                        FlightKeys.STREAM,
                        FlightKeys.MEMORY,
                        FlightKeys.DONE_PREFIX + taken.job().jobId()),
                List.of(FlightKeys.GROUP, taken.entryId(), taken.job().flightId(), DONE_S, workerId));
    }

    /** What was kept of a flight's survey. */
    synchronized Optional<String> memory(String flightId) throws DeliveryFailure {
        return Optional.ofNullable(
                line.ask("hash " + FlightKeys.MEMORY, redis -> redis.hget(FlightKeys.MEMORY, flightId)));
    }

    synchronized void keep(String flightId, String memory) throws DeliveryFailure {
        line.ask("hash " + FlightKeys.MEMORY, redis -> redis.hset(FlightKeys.MEMORY, flightId, memory));
    }

    private Consumer<String> me() {
        return Consumer.from(FlightKeys.GROUP, workerId);
    }

    private long script(String script, List<String> keys, List<String> arguments) throws DeliveryFailure {
        return line.ask(
                WHAT,
                redis -> redis.<Long>eval(
                        script,
                        ScriptOutputType.INTEGER,
                        keys.toArray(String[]::new),
                        arguments.toArray(String[]::new)));
    }

    @Override
    public synchronized void close() {
        line.close();
    }
}
