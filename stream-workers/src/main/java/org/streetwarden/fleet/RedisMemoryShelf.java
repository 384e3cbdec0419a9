package org.streetwarden.fleet;

import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.casefile.FleetKeys;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RedisLine;

/**
 * The memories of cameras in Redis. What is kept waits here until {@link #flush}, the newest of each camera only, and Redis
 * takes it only from the worker that holds the camera: one that slept and woke changes nothing. Any thread keeps and reads;
 * one, the fleet's, goes to Redis.
 */
public final class RedisMemoryShelf implements AutoCloseable {

    private static final int CAMERAS_AT_ONCE = 100;

    /** More than this in one flush would hold up the claims of cameras. */
    private static final int MOST_CHARS = 4 << 20;

    private final RedisLine line;
    private final String workerId;
    private final Map<String, String> kept = new HashMap<>();
    private final Map<String, String> unsent = new LinkedHashMap<>();
    private final Map<String, String> brought = new HashMap<>();

    /** Connects at first use. */
    public RedisMemoryShelf(String redisUrl, String workerId) {
        line = new RedisLine(redisUrl);
        this.workerId = workerId;
    }

    synchronized Optional<String> text(String cameraId) {
        return Optional.ofNullable(brought.remove(cameraId)).or(() -> Optional.ofNullable(kept.get(cameraId)));
    }

    synchronized void keep(String cameraId, String text) {
        if (!text.equals(kept.put(cameraId, text))) {
            unsent.put(cameraId, text);
        }
    }

    /** Fetches what is known of cameras that are about to be taken. */
    void bring(List<String> cameras) throws DeliveryFailure {
        for (int from = 0; from < cameras.size(); from += CAMERAS_AT_ONCE) {
            String[] asked = cameras.subList(from, Math.min(cameras.size(), from + CAMERAS_AT_ONCE))
                    .toArray(String[]::new);
            List<KeyValue<String, String>> found =
                    line.ask("hash " + FleetKeys.MEMORY, redis -> redis.hmget(FleetKeys.MEMORY, asked));
            synchronized (this) {
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
        for (List<Map.Entry<String, String>> some = some();
                !some.isEmpty() && chars < MOST_CHARS;
                some = some()) {
            List<String> arguments = new ArrayList<>(List.of(workerId));
            for (Map.Entry<String, String> each : some) {
                arguments.add(each.getKey());
                arguments.add(each.getValue());
                chars += each.getValue().length();
            }
            WorkItems.run(line, Scripts.KEEP, ScriptOutputType.INTEGER, arguments);
            synchronized (this) {
                some.forEach(each -> unsent.remove(each.getKey(), each.getValue()));
            }
        }
        return chars < MOST_CHARS;
    }

    private synchronized List<Map.Entry<String, String>> some() {
        return unsent.entrySet().stream()
                .limit(CAMERAS_AT_ONCE)
                .map(each -> Map.entry(each.getKey(), each.getValue()))
                .toList();
    }

    /** Redis has lost what it had: everything is sent again. */
    synchronized void keepAllAgain() {
        unsent.putAll(kept);
    }

    /** A camera is no longer held here. */
    synchronized void forget(String cameraId) {
        kept.remove(cameraId);
        unsent.remove(cameraId);
    }

    @Override
    public void close() {
        line.close();
    }
}
