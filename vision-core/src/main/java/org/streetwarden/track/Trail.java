package org.streetwarden.track;

import java.util.Map;
import java.util.TreeMap;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.track.TrackerMemory.TrailMemory;

/** One track while it lives: motion, resting place and votes on its label. */
final class Trail {

    /** A box agrees with the resting place from this IoU on. */
    private static final double FITS = 0.5;

    /** So many looks in a row elsewhere, and it has moved. */
    private static final int MISFITS_TO_MOVE = 2;

    /** It came from elsewhere if its first box and its resting place share less than this IoU. */
    private static final double ELSEWHERE = 0.3;

    /** The resting place is the mean of its looks until each weighs this little. */
    private static final double LEAST_WEIGHT = 0.02;

    /** A vote counts half after so many looks (about 14). */
    private static final double VOTE_FADE = 0.95;

    private static final double LEAST_SIZE = 1e-4;

    /** However short its life, it is waited for so many looks. */
    private static final int LEAST_PATIENCE_LOOKS = 3;

    final long id;
    final String family;
    final long firstUs;
    private final Box firstBox;
    private final Map<String, Double> votes = new TreeMap<>();
    private final Axis x;
    private final Axis y;
    private double width;
    private double height;
    private Box rest;
    private int restLooks;
    private long restSinceUs;
    private int misfits;
    private long misfitSinceUs;
    private boolean fits = true;
    private boolean arrived;
    private long lastUs;
    private int missed;
    private Detection seen;

    Trail(long id, String family, long ptsUs, Detection detection) {
        Box box = detection.box();
        this.id = id;
        this.family = family;
        this.firstUs = ptsUs;
        this.firstBox = box;
        this.width = Math.max(LEAST_SIZE, box.width());
        this.height = Math.max(LEAST_SIZE, box.height());
        this.x = new Axis(box.centre().x(), width);
        this.y = new Axis(box.centre().y(), height);
        settle(box, ptsUs);
        vote(detection);
        lastUs = ptsUs;
        seen = detection;
    }

    Trail(TrailMemory memory) {
        id = memory.id();
        family = memory.family();
        firstUs = memory.firstUs();
        firstBox = memory.firstBox();
        votes.putAll(memory.votes());
        x = new Axis(memory.x());
        y = new Axis(memory.y());
        width = Math.max(LEAST_SIZE, memory.width());
        height = Math.max(LEAST_SIZE, memory.height());
        rest = memory.rest();
        restLooks = memory.restLooks();
        restSinceUs = memory.restSinceUs();
        misfits = memory.misfits();
        misfitSinceUs = memory.misfitSinceUs();
        fits = memory.fits();
        arrived = memory.arrived();
        lastUs = memory.lastUs();
        missed = memory.missed();
        seen = memory.seen();
    }

    TrailMemory memory() {
        return new TrailMemory(
                id,
                family,
                firstUs,
                firstBox,
                votes,
                x.memory(),
                y.memory(),
                width,
                height,
                rest,
                restLooks,
                restSinceUs,
                misfits,
                misfitSinceUs,
                fits,
                arrived,
                lastUs,
                missed,
                seen);
    }

    long lastUs() {
        return lastUs;
    }

    Box rest() {
        return rest;
    }

    /** Whether it has been gone too long: longer than {@code keepUs}, or than it was ever seen. */
    boolean lost(long ptsUs, long keepUs) {
        return missed >= LEAST_PATIENCE_LOOKS && ptsUs - lastUs > Math.min(keepUs, lastUs - firstUs);
    }

    /** A look did not show it. */
    void miss() {
        missed++;
    }

    /** Where its motion takes it by then. */
    Box predicted(long ptsUs) {
        double seconds = seconds(ptsUs);
        double centreX = x.after(seconds);
        double centreY = y.after(seconds);
        return new Box(centreX - width / 2, centreY - height / 2, centreX + width / 2, centreY + height / 2);
    }

    void observe(long ptsUs, Detection detection) {
        Box box = detection.box();
        double seconds = seconds(ptsUs);
        x.predict(seconds, width);
        y.predict(seconds, height);
        x.correct(box.centre().x(), width);
        y.correct(box.centre().y(), height);
        width = Math.max(LEAST_SIZE, width + 0.3 * (box.width() - width));
        height = Math.max(LEAST_SIZE, height + 0.3 * (box.height() - height));
        stay(ptsUs, box);
        vote(detection);
        missed = 0;
        lastUs = ptsUs;
        seen = detection;
    }

    private void stay(long ptsUs, Box box) {
        fits = rest.iou(box) >= FITS;
        if (fits) {
            misfits = 0;
            rest = blend(rest, box, Math.max(LEAST_WEIGHT, 1.0 / ++restLooks));
            return;
        }
        if (misfits++ == 0) {
            misfitSinceUs = ptsUs;
        }
        if (misfits >= MISFITS_TO_MOVE) {
            settle(box, misfitSinceUs);
            arrived |= firstBox.iou(box) < ELSEWHERE;
        }
    }

    private void settle(Box box, long ptsUs) {
        rest = box;
        restLooks = 1;
        restSinceUs = ptsUs;
        misfits = 0;
        fits = true;
    }

    private static Box blend(Box old, Box box, double weight) {
        return new Box(
                old.left() + weight * (box.left() - old.left()),
                old.top() + weight * (box.top() - old.top()),
                old.right() + weight * (box.right() - old.right()),
                old.bottom() + weight * (box.bottom() - old.bottom()));
    }

    private void vote(Detection detection) {
        votes.replaceAll((label, weight) -> weight * VOTE_FADE);
        votes.merge(detection.label(), (double) detection.score(), Double::sum);
    }

    private String label() {
        String best = seen.label();
        double most = -1;
        for (Map.Entry<String, Double> vote : votes.entrySet()) {
            if (vote.getValue() > most) {
                best = vote.getKey();
                most = vote.getValue();
            }
        }
        return best;
    }

    Track track() {
        double speed = Math.max(Math.abs(x.velocity()) / width, Math.abs(y.velocity()) / height);
        return new Track(id, label(), seen, rest, fits, firstUs, restSinceUs, speed, arrived);
    }

    private double seconds(long ptsUs) {
        return (ptsUs - lastUs) / 1e6;
    }
}
