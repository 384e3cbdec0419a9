package org.streetwarden.visit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.streetwarden.incident.CameraMemory.HourMemory;

/**
 * At which hours of the day something was raised at one camera, so that it is seen more often then: twice as often after one
 * raise at that hour, three times after more. Halved every week. Goes with the camera's memory to whoever holds it next. Any
 * thread.
 */
public final class HotHours {

    private static final int HOURS = HourMemory.HOURS;
    private static final long HOUR_S = 3600;
    private static final Duration HALF_LIFE = Duration.ofDays(7);
    private static final int MOST_TIMES = 3;

    private final double[] raises = new double[HOURS];
    private Instant halvedAt = Instant.MAX;

    /** Goes on with what another knew. */
    public synchronized void resume(HourMemory memory) {
        Arrays.setAll(raises, memory.raises()::get);
        halvedAt = Instant.EPOCH.plus(memory.agedUs(), ChronoUnit.MICROS);
    }

    /** What it takes to go on elsewhere; empty where nothing was raised. */
    public synchronized Optional<HourMemory> memory() {
        return halvedAt.equals(Instant.MAX)
                ? Optional.empty()
                : Optional.of(new HourMemory(
                        ChronoUnit.MICROS.between(Instant.EPOCH, halvedAt),
                        Arrays.stream(raises).boxed().toList()));
    }

    public synchronized void raised(Instant at) {
        age(at);
        raises[hour(at)]++;
    }

    /** How often to see the camera at this hour, where there is time for it; {@code every} where nothing was raised. */
    public synchronized Duration wish(Duration every, Instant now) {
        if (halvedAt.equals(Instant.MAX)) {
            return every;
        }
        age(now);
        int times = (int) Math.min(MOST_TIMES, 1 + Math.round(raises[hour(now)]));
        return every.dividedBy(times);
    }

    private void age(Instant now) {
        halvedAt = halvedAt.isAfter(now) ? now : halvedAt;
        while (Duration.between(halvedAt, now).compareTo(HALF_LIFE) >= 0) {
            halvedAt = halvedAt.plus(HALF_LIFE);
            Arrays.setAll(raises, hour -> raises[hour] / 2);
        }
    }

    /** Of the day in UTC: all that matters is that it is the same one every day. */
    private static int hour(Instant at) {
        return (int) Math.floorMod(Math.floorDiv(at.getEpochSecond(), HOUR_S), (long) HOURS);
    }
}
