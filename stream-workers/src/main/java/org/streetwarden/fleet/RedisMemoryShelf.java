package org.streetwarden.fleet;

import io.lettuce.core.KeyValue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.CameraMemoryCodec;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RedisLine;
import org.streetwarden.incident.CameraMemory;

/**
 * The memories of cameras in Redis. What is kept waits here until {@link #flush}, and Redis takes it only from the worker that
 * holds the camera: one that slept and woke changes nothing. Any thread keeps and asks; one, the fleet's, goes to Redis.
 */
public final class RedisMemoryShelf implements MemoryShelf, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisMemoryShelf.class);
    private static final int CAMERAS_AT_ONCE = 100;

    /** More than this in one flush would hold up the claims of cameras. */
    private static final int MOST_CHARS = 4 << 20;

    private final RedisLine line;
    private final String workerId;
    private final UnsentMemories unsent;
    private final Map<String, String> brought = new HashMap<>();

    /** Connects at first use. */
    public RedisMemoryShelf(String redisUrl, String workerId, InstantSource clock) {
        line = new RedisLine(redisUrl);
        this.workerId = workerId;
        unsent = new UnsentMemories(clock);
    }

    @Override
    public synchronized Optional<CameraMemory> of(String cameraId) {
        String text = brought.remove(cameraId);
        if (text == null) {
            return unsent.of(cameraId);
        }
        try {
            return Optional.of(CameraMemoryCodec.decode(text));
        } catch (MalformedRecord damaged) {
            LOG.error("camera {}: its judge begins anew: {}", cameraId, damaged.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void keep(String cameraId, CameraMemory memory) {
        unsent.keep(cameraId, memory);
    }

    /** These go at the next flush, whatever they are. */
    void send(Collection<String> cameras) {
        unsent.send(cameras);
    }

    /** Redis has lost what it had: everything goes again. */
    void sendAll() {
        unsent.sendAll();
    }

    /** A camera is no longer held here. */
    synchronized void forget(String cameraId) {
        unsent.forget(cameraId);
        brought.remove(cameraId);
    }

    /** Fetches what is known of cameras that are about to be taken. */
    void bring(List<String> cameras) throws DeliveryFailure {
        for (int from = 0; from < cameras.size(); from += CAMERAS_AT_ONCE) {
            String[] asked = cameras.subList(from, Math.min(cameras.size(), from + CAMERAS_AT_ONCE))
                    .toArray(String[]::new);
            List<KeyValue<String, String>> found =
                    line.ask("hash " + FleetKeys.MEMORY, redis -> redis.hmget(FleetKeys.MEMORY, asked));
            synchronized (this) {
                found.forEach(each -> forget(each.getKey()));
                found.stream().filter(KeyValue::hasValue).forEach(each -> brought.put(each.getKey(), each.getValue()));
            }
        }
    }

    /**
     * Sends what was kept, a part of it where that is much.
     *
     * @return whether all is sent
     */
    boolean flush() throws DeliveryFailure {
        int chars = 0;
        for (var some = next(); !some.isEmpty() && chars < MOST_CHARS; some = next()) {
            List<String> arguments = new ArrayList<>(List.of(workerId));
            for (Map.Entry<String, CameraMemory> each : some.entrySet()) {
                String text = CameraMemoryCodec.encode(each.getValue());
                arguments.add(each.getKey());
                arguments.add(text);
                chars += text.length();
            }
            WorkItems.number(line, Scripts.KEEP, arguments);
            some.forEach(unsent::sent);
        }
        return chars < MOST_CHARS;
    }

    /** Sends all that was kept. */
    void flushAll() throws DeliveryFailure {
        boolean sent;
        do {
            sent = flush();
        } while (!sent);
    }

    private Map<String, CameraMemory> next() {
        return unsent.next(CAMERAS_AT_ONCE);
    }

    @Override
    public void close() {
        line.close();
    }
}
