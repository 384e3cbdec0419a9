package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.AskedLook;
import org.streetwarden.casefile.AskedLookCodec;
import org.streetwarden.casefile.MalformedRecord;

/**
 * The looks that the api asks for now, and which of them were taken here. One that was taken is not taken again while its record is
 * under way; where the api goes on asking, it was lost, and is. Any thread.
 */
final class AskedLooks {

    /** So long a record may be under way before the look is taken again. */
    static final Duration UNDER_WAY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(AskedLooks.class);

    private final Map<String, Asked> byCheck = new HashMap<>();
    private volatile Map<String, List<AskedLook>> byCamera = Map.of();

    private record Asked(AskedLook look, Instant takenAt) {}

    /** What the hash holds now, by check. A line that cannot be read is left out. */
    synchronized void show(Map<String, String> lines) {
        byCheck.keySet().retainAll(lines.keySet());
        Map<String, List<AskedLook>> cameras = new HashMap<>();
        lines.forEach((checkId, line) -> {
            try {
                AskedLook look = AskedLookCodec.decode(checkId, line);
                Asked known = byCheck.get(checkId);
                if (known == null || known.look().number() != look.number()) {
                    byCheck.put(checkId, new Asked(look, Instant.MIN));
                }
                cameras.computeIfAbsent(look.cameraId(), camera -> new ArrayList<>())
                        .add(look);
            } catch (MalformedRecord malformed) {
                byCheck.remove(checkId);
                LOG.debug("a look that is asked for cannot be read: {}", malformed.getMessage());
            }
        });
        byCamera = Map.copyOf(cameras);
    }

    /** The cameras that looks are asked of. */
    List<String> cameras() {
        return List.copyOf(byCamera.keySet());
    }

    /** The looks that a picture of that time would answer. */
    List<AskedLook> due(String cameraId, Instant at) {
        List<AskedLook> asked = byCamera.get(cameraId);
        return asked == null
                ? List.of()
                : asked.stream().filter(look -> isDue(look, at)).toList();
    }

    private synchronized boolean isDue(AskedLook look, Instant at) {
        Asked asked = byCheck.get(look.checkId());
        return asked != null
                && asked.look().number() == look.number()
                && at.isAfter(look.notBefore())
                && at.isBefore(look.until())
                && !at.isBefore(asked.takenAt().plus(asked.takenAt().equals(Instant.MIN) ? Duration.ZERO : UNDER_WAY));
    }

    /** A picture of that time answers it. */
    synchronized void taken(AskedLook look, Instant at) {
        set(look, at);
    }

    /** It could not be kept or sent: the next picture answers it. */
    synchronized void lost(AskedLook look) {
        set(look, Instant.MIN);
    }

    private void set(AskedLook look, Instant takenAt) {
        byCheck.computeIfPresent(
                look.checkId(),
                (id, asked) -> asked.look().number() == look.number() ? new Asked(asked.look(), takenAt) : asked);
    }
}
