package org.streetwarden.media;

import java.time.Duration;

/**
 * Chooses the pictures to look at: one per {@code interval}, give or take a tenth. Where key frames come often enough only
 * they are decoded; where they are rarer than {@code keyLimit}, or never come, every picture is decoded, from the next key
 * frame on if there has been one, and the due ones are looked at. Media time decides. Used by one thread; one per run.
 */
public final class Sampler {

    private final long intervalUs;
    private final long keyLimitUs;
    private final boolean trusting;
    private boolean begun;
    private boolean keySeen;
    private boolean everyPicture;
    private long lastKeyUs;
    private long dueUs = Long.MIN_VALUE;

    private Sampler(Duration interval, Duration keyLimit, boolean trusting) {
        if (interval.toMillis() < 1 || keyLimit.compareTo(interval) < 0) {
            throw new IllegalArgumentException(
                    "sampler: expected 1 ms <= interval <= key limit, found %s and %s".formatted(interval, keyLimit));
        }
        intervalUs = interval.toNanos() / 1000;
        keyLimitUs = keyLimit.toNanos() / 1000;
        this.trusting = trusting;
    }

    /**
     * For live cameras: trusts that key frames will come until a distance between two shows otherwise, so that a connection
     * costs no full decoding.
     *
     * @param interval distance between two pictures looked at
     * @param keyLimit greatest distance between key frames that still serves, at least {@code interval}
     */
    public static Sampler live(Duration interval, Duration keyLimit) {
        return new Sampler(interval, keyLimit, true);
    }

    /** For files: decodes every picture until the second key frame shows that keys will do. Same parameters. */
    public static Sampler thorough(Duration interval, Duration keyLimit) {
        return new Sampler(interval, keyLimit, false);
    }

    /** Whether the decoder must see this packet. Asked once for every packet, in decoding order. */
    public boolean wants(Packet packet) {
        long ptsUs = packet.ptsUs();
        if (!begun) {
            begun = true;
            lastKeyUs = ptsUs;
        }
        boolean rare = ptsUs - lastKeyUs > keyLimitUs;
        if (packet.key()) {
            everyPicture = rare || !(keySeen || trusting);
            keySeen = true;
            lastKeyUs = ptsUs;
        } else if (rare && !keySeen) {
            everyPicture = true;
        }
        return everyPicture || (packet.key() && isDue(ptsUs));
    }

    /** Whether every picture is being decoded, so that the decoder keeps its state from packet to packet. */
    public boolean everyPicture() {
        return everyPicture;
    }

    /** Whether a decoded picture is to be looked at. Asked once for every picture, in order of presentation. */
    public boolean takes(long ptsUs) {
        if (!isDue(ptsUs)) {
            return false;
        }
        boolean onTheBeat = dueUs != Long.MIN_VALUE && ptsUs - dueUs < intervalUs;
        dueUs = (onTheBeat ? dueUs : ptsUs) + intervalUs;
        return true;
    }

    /** A tenth of the interval early is in time: the camera's clock and ours are not the same. */
    private boolean isDue(long ptsUs) {
        return dueUs == Long.MIN_VALUE || ptsUs >= dueUs - intervalUs / 10;
    }
}
