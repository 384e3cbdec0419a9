package org.streetwarden.api.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How much each of many may ask: a bucket that fills steadily, full at first. Thread-safe; remembers the latest 10,000. */
final class Allowance {

    private static final int MAX_BUCKETS = 10_000;

    private final double perSecond;
    private final double most;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_BUCKETS;
        }
    };

    private record Bucket(double left, long atNanos) {}

    /**
     * One for each name.
     *
     * @param most of a bucket; asking costs from 1
     * @param nanos a clock as {@link System#nanoTime}
     */
    Allowance(double perSecond, double most, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.most = most;
        this.nanos = nanos;
    }

    /** @return false, and nothing taken, where less than the cost is left */
    synchronized boolean take(String name, int cost) {
        long now = nanos.getAsLong();
        Bucket before = buckets.getOrDefault(name, new Bucket(most, now));
        double left = Math.min(most, before.left + (now - before.atNanos) * perSecond / 1e9);
        boolean enough = left >= cost;
        buckets.put(name, new Bucket(enough ? left - cost : left, now));
        return enough;
    }
}
