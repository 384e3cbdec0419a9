package org.streetwarden.api.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Pushes to one target whatever is due, several at once but never two of one case. {@link #round} is called by one thread. */
public final class Sender implements AutoCloseable {

    private static final int AT_ONCE = 8;

    private final Target target;
    private final Pushing pushing;
    private final Courier courier;
    private final Optional<Inquiry> inquiry;
    private final MeterRegistry metrics;
    private volatile boolean stopping;

    /** What all senders share. */
    record Pushing(Outbox outbox, EventBodies bodies, Clock clock) {}

    /** @param inquiry what comes before a case is pushed; empty where the target is not asked */
    Sender(Target target, Pushing pushing, Courier courier, Optional<Inquiry> inquiry, MeterRegistry metrics) {
        this.target = target;
        this.pushing = pushing;
        this.courier = courier;
        this.inquiry = inquiry;
        this.metrics = metrics;
        Arrays.stream(Attempt.Outcome.values()).forEach(this::count);
    }

    public String targetId() {
        return target.id();
    }

    /** Goes on until nothing is due; does nothing before the schema is there. */
    public void round() throws InterruptedException {
        if (!pushing.outbox().ready()) {
            return;
        }
        courier.collect();
        pushing.bodies().write();
        int sent;
        do {
            sent = some();
        } while (sent > 0 && !stopping);
    }

    private int some() throws InterruptedException {
        int most = Math.min(AT_ONCE, courier.room(pushing.clock().instant()));
        List<Outbox.Claimed> claimed = most == 0 ? List.of() : pushing.outbox().claim(target.id(), most);
        List<Future<?>> under = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            claimed.forEach(each -> under.add(threads.submit(() -> deliver(each))));
        }
        for (Future<?> each : under) {
            try {
                each.get();
            } catch (ExecutionException unwritten) {
                throw new IllegalStateException(
                        "what came of a delivery could not be written: "
                                + unwritten.getCause().getMessage(),
                        unwritten);
            }
        }
        return claimed.size();
    }

    private void deliver(Outbox.Claimed claimed) {
        Instant now = pushing.clock().instant();
        Optional<Attempt> known = courier.known(claimed, now);
        Inquiry.Course course = known.isPresent() || inquiry.isEmpty()
                ? new Inquiry.Course("", null)
                : inquiry.get().before(claimed, now);
        Attempt attempt = course.stopped();
        if (attempt == null) {
            attempt = known.orElseGet(() -> courier.deliver(claimed, now)).after(course.said());
            pushing.outbox().conclude(claimed, attempt);
        }
        count(attempt.outcome()).increment();
    }

    private Counter count(Attempt.Outcome outcome) {
        return metrics.counter(
                "streetwarden.push.attempts",
                "target",
                target.id(),
                "outcome",
                outcome.name().toLowerCase(Locale.ROOT));
    }

    /** What is under way fails and is tried again after the next start. */
    @Override
    public void close() {
        stopping = true;
        courier.close();
    }
}
