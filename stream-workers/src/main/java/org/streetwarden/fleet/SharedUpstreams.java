package org.streetwarden.fleet;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.streetwarden.visit.Upstream;

/**
 * The gateways and recorders with limited sessions that a worker's cameras lie behind. Nothing is opened there before the
 * fleet has allotted some. Used by the fleet's thread; gauges by any.
 */
public final class SharedUpstreams {

    private final Consumer<Runnable> lock;
    private final MeterRegistry registry;
    private final Map<String, Upstream> limited = new HashMap<>();
    private final Map<String, Integer> cameras = new HashMap<>();
    private final Map<String, Integer> shares = new ConcurrentHashMap<>();

    /** @param lock runs what it is given while nobody begins or ends a session */
    public SharedUpstreams(Consumer<Runnable> lock, MeterRegistry registry) {
        this.lock = lock;
        this.registry = registry;
    }

    /** A camera behind it is about to be held. */
    public void taken(Upstream upstream) {
        if (upstream.isUnlimited()) {
            return;
        }
        cameras.merge(upstream.id(), 1, Integer::sum);
        if (limited.put(upstream.id(), upstream) == null) {
            allot(Map.of(upstream.id(), 0));
            Gauge.builder("streetwarden.upstream.share", shares, all -> all.get(upstream.id()))
                    .description("Sessions that this worker may have open of those that all share.")
                    .tag("upstream", upstream.id())
                    .register(registry);
        }
    }

    /** A camera behind it is held no longer; it may be open for a moment still. */
    public void left(Upstream upstream) {
        cameras.computeIfPresent(upstream.id(), (id, held) -> held - 1);
    }

    /** What this worker has at each, at most, until {@link #allot} says otherwise. */
    List<SessionClaim> claims() {
        List<SessionClaim> claims = new ArrayList<>();
        lock.accept(() -> limited.values()
                .forEach(upstream -> claims.add(new SessionClaim(
                        upstream.id(),
                        upstream.limits().sessions(),
                        Math.max(upstream.sessions(), upstream.share()),
                        cameras.get(upstream.id())))));
        return claims;
    }

    /** So many sessions may be open at each from now on; where more are, none is opened until fewer are. */
    void allot(Map<String, Integer> sessions) {
        lock.accept(() -> sessions.forEach((id, most) -> limited.get(id).allot(most)));
        shares.putAll(sessions);
    }
}
