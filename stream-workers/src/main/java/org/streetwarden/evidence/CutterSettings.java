package org.streetwarden.evidence;

import java.time.Duration;
import org.streetwarden.proof.SigningKey;

/**
 * How evidence is cut.
 *
 * @param workerId as in the records
 * @param before how much of the clip lies before the raise
 * @param after how much after it
 * @param patience how long after a raise, by this machine's clock, the rest of a clip is waited for at the most; above
 *     {@code after}
 * @param maxPictureBytes how much finished evidence may wait in memory while the spool refuses it; beyond that pictures
 *     are given up, oldest first, and the incidents filed without them
 * @param maxWaiting how many incidents may wait at all
 * @param key that seals each pack; null: packs stay unsigned and say so
 */
public record CutterSettings(
        String workerId,
        Duration before,
        Duration after,
        Duration patience,
        long maxPictureBytes,
        int maxWaiting,
        SigningKey key) {

    /** 10 s before and after, 30 s patience, 256 MB, 10,000 incidents. */
    public static CutterSettings of(String workerId) {
        return of(workerId, Duration.ofSeconds(10), Duration.ofSeconds(10), null);
    }

    /**
     * The same with another clip, and 20 s patience beyond it.
     *
     * @param key null: packs stay unsigned
     */
    public static CutterSettings of(String workerId, Duration before, Duration after, SigningKey key) {
        return new CutterSettings(workerId, before, after, after.plusSeconds(20), 256L << 20, 10_000, key);
    }
}
