package org.streetwarden.track;

import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;

/**
 * A thing as one look showed it, with what earlier looks say about it.
 *
 * @param id positive, never used again by the same tracker
 * @param label what most looks called it, weighted by score
 * @param seen what this look showed
 * @param rest where it has been resting: the average box since {@code restSinceUs}
 * @param fits whether this look's box agrees with {@code rest}
 * @param firstUs the first look that showed it
 * @param restSinceUs the look since which it has stayed where it is
 * @param speed of its centre in its own box sizes per second
 * @param arrived whether it was seen elsewhere before it came to rest here
 */
public record Track(
        long id,
        String label,
        Detection seen,
        Box rest,
        boolean fits,
        long firstUs,
        long restSinceUs,
        double speed,
        boolean arrived) {

    /** Where it stands: the average while this look agrees with it, else what this look showed. */
    public Box place() {
        return fits ? rest : seen.box();
    }
}
