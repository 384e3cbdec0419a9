package org.streetwarden.farm;

/** The 90 kHz clock of RTP video, against nanoseconds. Exact for some 29 years of nanoseconds. */
final class Ticks {

    private Ticks() {}

    static long fromNanos(long nanos) {
        return Math.floorDiv(nanos, 100_000) * 9 + Math.floorMod(nanos, 100_000) * 9L / 100_000;
    }

    /** The first nanosecond that is not before a tick. */
    static long toNanos(long ticks) {
        return Math.floorDiv(ticks, 9) * 100_000 + (Math.floorMod(ticks, 9) * 100_000L + 8) / 9;
    }
}
