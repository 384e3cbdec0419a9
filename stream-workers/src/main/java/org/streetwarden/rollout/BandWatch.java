package org.streetwarden.rollout;

import java.util.Optional;
import org.streetwarden.casefile.Rollout.Band;

/**
 * Whether a model keeps to its band, from totals alone: failures and time over its last looks, raises since it took its
 * seat, because those are rare. The same totals give the same answers. One thread.
 */
final class BandWatch {

    /** Fewer failures than this are chance, whatever their share. */
    static final int LEAST_FAILURES = 3;

    /** Fewer raises than this are chance, whatever their rate. */
    static final int LEAST_RAISES = 5;

    /** The last looks are this many at least, where there were as many, and twice as many at most. */
    static final int WINDOW = 500;

    private final int leastLooks;
    private final Counts began;
    private final Counts referenceBegan;
    private Counts older;
    private Counts newer;

    /**
     * @param leastLooks fewer attempts than this say nothing; 1 or more
     * @param began totals when the model took its seat
     * @param referenceBegan totals then of the model it is compared with
     */
    BandWatch(int leastLooks, Counts began, Counts referenceBegan) {
        this.leastLooks = leastLooks;
        this.began = began;
        this.referenceBegan = referenceBegan;
        older = began;
        newer = began;
    }

    /**
     * @param now totals now; never less than at an earlier call
     * @param reference totals of the model it is compared with
     * @return what, expected, found in one sentence where the model is outside its band
     */
    Optional<String> outside(Band band, Counts now, Counts reference) {
        Counts recent = now.since(older);
        if (now.since(newer).attempts() >= WINDOW) {
            older = newer;
            newer = now;
        }
        if (recent.attempts() < leastLooks) {
            return Optional.empty();
        }
        return failures(band, recent)
                .or(() -> latency(band, recent))
                .or(() -> raises(band, now.since(began), reference.since(referenceBegan)));
    }

    private static Optional<String> failures(Band band, Counts recent) {
        double share = (double) recent.failures() / recent.attempts();
        return recent.failures() >= LEAST_FAILURES && share > band.maxFailureShare()
                ? Optional.of("failures: expected at most %.4g of pictures, found %.4g (%d of %d)"
                        .formatted(band.maxFailureShare(), share, recent.failures(), recent.attempts()))
                : Optional.empty();
    }

    private static Optional<String> latency(Band band, Counts recent) {
        long meanUs = recent.looks() == 0 ? 0 : recent.totalUs() / recent.looks();
        long mostUs = band.maxLatency().toNanos() / 1000;
        return meanUs > mostUs
                ? Optional.of("time of a picture: expected a mean of at most %.1f ms, found %.1f ms over %d pictures"
                        .formatted(mostUs / 1000.0, meanUs / 1000.0, recent.looks()))
                : Optional.empty();
    }

    /** One raise more than there were stands for what the reference might have raised. */
    private Optional<String> raises(Band band, Counts whole, Counts reference) {
        if (whole.raises() < LEAST_RAISES || reference.looks() < leastLooks) {
            return Optional.empty();
        }
        double rate = (double) whole.raises() / whole.looks();
        double usual = (reference.raises() + 1.0) / reference.looks();
        return rate > band.maxRaiseRatio() * usual
                ? Optional.of(
                        "raises: expected at most %.4g times those of the model it is compared with (%d in %d looks), found %d in %d looks"
                                .formatted(
                                        band.maxRaiseRatio(),
                                        reference.raises(),
                                        reference.looks(),
                                        whole.raises(),
                                        whole.looks()))
                : Optional.empty();
    }
}
