package org.streetwarden.rollout;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.streetwarden.casefile.WorkerRecord.Agreement;

/** What one model did for one group: totals since the process began, and the part no report has taken yet. */
final class Tally {

    /** No report takes more labels; those beyond are left out. */
    private static final int MOST_LABELS = 128;

    private final Map<String, Long> detections = new TreeMap<>();
    private final Map<String, Agreement> agreement = new TreeMap<>();
    private Counts total = Counts.NONE;
    private Counts reported = Counts.NONE;
    private Instant from;
    private long maxUs;

    Tally(Instant began) {
        from = began;
    }

    /** A part of the totals, taken once: what came between two times. */
    record Cut(
            Seat seat,
            Instant from,
            Instant to,
            Counts counts,
            long maxUs,
            Map<String, Long> detections,
            Map<String, Agreement> agreement) {}

    Counts total() {
        return total;
    }

    void looked(long us) {
        total = new Counts(total.looks() + 1, total.failures(), total.totalUs() + us, total.raises());
        maxUs = Math.max(maxUs, us);
    }

    void saw(String label) {
        if (detections.size() < MOST_LABELS || detections.containsKey(label)) {
            detections.merge(label, 1L, Long::sum);
        }
    }

    void failed() {
        total = new Counts(total.looks(), total.failures() + 1, total.totalUs(), total.raises());
    }

    void raised(long incidents) {
        total = new Counts(total.looks(), total.failures(), total.totalUs(), total.raises() + incidents);
    }

    void compared(String label, Agreement more) {
        if (agreement.size() < MOST_LABELS || agreement.containsKey(label)) {
            agreement.merge(label, more, Tally::sum);
        }
    }

    private static Agreement sum(Agreement a, Agreement b) {
        return new Agreement(a.both() + b.both(), a.onlyActive() + b.onlyActive(), a.onlyShadow() + b.onlyShadow());
    }

    /** Whether everything has been taken. */
    boolean taken() {
        return total.equals(reported);
    }

    Cut cut(Seat seat, Instant now) {
        Cut cut = new Cut(
                seat, from, now, total.since(reported), maxUs, new TreeMap<>(detections), new TreeMap<>(agreement));
        reported = total;
        from = now;
        maxUs = 0;
        detections.clear();
        agreement.clear();
        return cut;
    }
}
