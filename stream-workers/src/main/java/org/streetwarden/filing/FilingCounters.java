package org.streetwarden.filing;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Live values of every {@link FilingCounter}. Any thread may count and read. */
public final class FilingCounters {

    private final Map<FilingCounter, LongAdder> values = new EnumMap<>(FilingCounter.class);

    public FilingCounters() {
        for (FilingCounter counter : FilingCounter.values()) {
            values.put(counter, new LongAdder());
        }
    }

    public void count(FilingCounter counter) {
        values.get(counter).increment();
    }

    public long value(FilingCounter counter) {
        return values.get(counter).sum();
    }
}
