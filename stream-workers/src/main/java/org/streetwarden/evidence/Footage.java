package org.streetwarden.evidence;

import java.util.function.BooleanSupplier;
import org.streetwarden.media.Clip;
import org.streetwarden.media.GopRing;

/** The run an incident was seen in, as far as it is kept. Any thread may ask. */
public interface Footage {

    /** As {@link GopRing#clip}. */
    Clip clip(long fromUs, long toUs);

    /** As {@link GopRing#newestPtsUs}. */
    long newestPtsUs();

    /** Whether nothing will be added any more. */
    boolean ended();

    /** @param ended whether the run that fills the ring is over */
    static Footage of(GopRing ring, BooleanSupplier ended) {
        return new Footage() {
            @Override
            public Clip clip(long fromUs, long toUs) {
                return ring.clip(fromUs, toUs);
            }

            @Override
            public long newestPtsUs() {
                return ring.newestPtsUs();
            }

            @Override
            public boolean ended() {
                return ended.getAsBoolean();
            }
        };
    }
}
