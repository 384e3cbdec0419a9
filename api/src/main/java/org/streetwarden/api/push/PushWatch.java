package org.streetwarden.api.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How pushing does, as metrics. {@link #look} is called by one thread. */
final class PushWatch {

    private final DeliveryLog log;
    private final Clock clock;
    private final Map<String, Gauges> gauges = new HashMap<>();

    private record Gauges(AtomicLong waiting, AtomicLong dead, AtomicLong held, AtomicLong oldest, AtomicLong down) {}

    PushWatch(DeliveryLog log, List<Target> targets, MeterRegistry metrics, Clock clock) {
        this.log = log;
        this.clock = clock;
        targets.forEach(target -> gauges.put(target.id(), gauges(metrics, target.id())));
    }

    private static Gauges gauges(MeterRegistry metrics, String id) {
        Tags target = Tags.of("target", id);
        return new Gauges(
                metrics.gauge("streetwarden.push.deliveries", target.and("state", "waiting"), new AtomicLong()),
                metrics.gauge("streetwarden.push.deliveries", target.and("state", "dead"), new AtomicLong()),
                metrics.gauge("streetwarden.push.deliveries", target.and("state", "held"), new AtomicLong()),
                metrics.gauge("streetwarden.push.oldest.waiting.seconds", target, new AtomicLong()),
                metrics.gauge("streetwarden.push.down", target, new AtomicLong()));
    }

    void look() {
        for (DeliveryLog.TargetRow row : log.targets()) {
            Gauges each = gauges.get(row.id());
            if (each != null) {
                each.waiting().set(row.waiting());
                each.dead().set(row.dead());
                each.held().set(row.held());
                each.oldest()
                        .set(
                                row.oldestWaitingAt() == null
                                        ? 0
                                        : Duration.between(row.oldestWaitingAt(), clock.instant())
                                                .toSeconds());
                each.down().set(row.disabledAt() != null || row.failures() >= Outbox.UNWELL_FROM ? 1 : 0);
            }
        }
    }
}
