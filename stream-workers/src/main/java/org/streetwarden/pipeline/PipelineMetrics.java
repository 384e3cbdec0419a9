package org.streetwarden.pipeline;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A worker's counters and times in Micrometer. Thread-safe. */
public final class PipelineMetrics {

    private final Map<PipelineCounter, Counter> counters = new EnumMap<>(PipelineCounter.class);
    private final Counter frames;
    private final Timer batches;

    public PipelineMetrics(MeterRegistry registry) {
        for (PipelineCounter counter : PipelineCounter.values()) {
            String name = counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
            counters.put(
                    counter,
                    Counter.builder("streetwarden." + name)
                            .description(counter.meaning)
                            .register(registry));
        }
        frames = Counter.builder("streetwarden.frames.judged")
                .description("Frames that were looked at and judged.")
                .register(registry);
        batches = Timer.builder("streetwarden.inference")
                .description("Time of one batch with every model that looks at it: letterbox, model, head.")
                .register(registry);
    }

    public void count(PipelineCounter counter) {
        count(counter, 1);
    }

    public void count(PipelineCounter counter, long times) {
        counters.get(counter).increment((double) times);
    }

    /** Notes a batch. */
    public void looked(int frameCount, long nanos) {
        frames.increment((double) frameCount);
        batches.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** For how long models were at work so far. */
    long inferenceNanos() {
        return (long) batches.totalTime(TimeUnit.NANOSECONDS);
    }

    /** Frames looked at so far. */
    long looks() {
        return (long) frames.count();
    }

    public long value(PipelineCounter counter) {
        return (long) counters.get(counter).count();
    }
}
