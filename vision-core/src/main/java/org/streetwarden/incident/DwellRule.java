package org.streetwarden.incident;

import java.time.Duration;
import java.util.Optional;
import org.streetwarden.incident.CameraMemory.DwellMemory;

/**
 * How long one thing has stood, decided by media time alone. A small machine without clock or I/O: the same looks always
 * give the same states. Absence counts only between looks close to each other; a gap without looks is carried and
 * reported, never counted. One thread.
 */
public final class DwellRule {

    /** What one look says. */
    public enum Sight {
        /** It was not seen. */
        NOT_SEEN,
        /** Something was there that may well be it: keeps a dwell alive, begins and raises nothing. */
        MAYBE,
        /** It was seen. */
        SEEN
    }

    /** Where the dwell stands. */
    public enum State {
        ABSENT,
        DWELLING,
        /** Past the notice threshold. */
        NOTICED,
        RAISED
    }

    /** Two looks further apart than so many usual intervals have a gap between them … */
    public static final int GAP_INTERVALS = 3;

    /** … if they are also further apart than this. */
    public static final long LEAST_GAP_US = 2_000_000;

    /** Looks further apart than this always have a gap between them: nobody watched. */
    public static final long MOST_GAP_US = 90_000_000;

    /** Found empty after so many gaps in a row, an incident's thing has gone although nobody kept watching. */
    public static final int EMPTY_VISITS = 5;

    /** A dwell that twice its time and looks did not raise starts anew: an old bad stretch does not weigh for ever. */
    private static final int PATIENCE = 2;

    private final RuleSettings settings;
    private State state = State.ABSENT;
    private long firstUs;
    private long lastSeenUs;
    private long lastLookUs = Long.MIN_VALUE;
    private long unseenUs;
    private long observedUs;
    private long longestGapUs;
    private int looks;
    private int seen;
    private long emptySinceUs;
    private int emptyVisits;

    /** Begins absent. */
    public DwellRule(RuleSettings settings) {
        this.settings = settings;
    }

    /** Goes on where another left off. */
    DwellRule(RuleSettings settings, DwellMemory memory) {
        this.settings = settings;
        state = memory.state();
        firstUs = memory.firstUs();
        lastSeenUs = memory.lastSeenUs();
        lastLookUs = memory.lastLookUs().orElse(Long.MIN_VALUE);
        unseenUs = memory.unseenUs();
        observedUs = memory.observedUs();
        longestGapUs = memory.longestGapUs();
        looks = memory.looks();
        seen = memory.seen();
        emptySinceUs = memory.emptySinceUs();
        emptyVisits = memory.emptyVisits();
    }

    DwellMemory memory() {
        return new DwellMemory(
                state,
                firstUs,
                lastSeenUs,
                lastLookUs == Long.MIN_VALUE ? Optional.empty() : Optional.of(lastLookUs),
                unseenUs,
                observedUs,
                longestGapUs,
                looks,
                seen,
                emptySinceUs,
                emptyVisits);
    }

    /**
     * Takes one look.
     *
     * @param ptsUs of the look; one that is not after the look before changes nothing
     * @param intervalUs the usual time between looks at present
     */
    public State look(long ptsUs, Sight sight, long intervalUs) {
        if (ptsUs <= lastLookUs) {
            return state;
        }
        long sinceUs = ptsUs - lastKnownUs(ptsUs);
        lastLookUs = ptsUs;
        long gapUs = gapUs(intervalUs);
        boolean blind = sinceUs > gapUs;
        if (state != State.ABSENT) {
            if (blind && state != State.RAISED && sinceUs > micros(settings.blindCarry())) {
                state = State.ABSENT;
            } else {
                count(ptsUs, sight, blind ? 0 : sinceUs, gapUs);
                state = next(ptsUs, sight, gapUs);
            }
        }
        if (state == State.ABSENT && sight == Sight.SEEN) {
            begin(ptsUs);
        }
        return state;
    }

    /** Beyond which two looks have a gap between them, microseconds. */
    static long gapUs(long intervalUs) {
        return Math.clamp(GAP_INTERVALS * intervalUs, LEAST_GAP_US, MOST_GAP_US);
    }

    /** The look before; for a continued incident its last sighting, never later than now: clocks may have been set back. */
    private long lastKnownUs(long ptsUs) {
        if (lastLookUs != Long.MIN_VALUE || state == State.ABSENT) {
            return lastLookUs == Long.MIN_VALUE ? ptsUs : lastLookUs;
        }
        lastSeenUs = Math.min(lastSeenUs, ptsUs);
        return lastSeenUs;
    }

    private void begin(long ptsUs) {
        firstUs = ptsUs;
        lastSeenUs = ptsUs;
        unseenUs = 0;
        emptyVisits = 0;
        observedUs = 0;
        longestGapUs = 0;
        looks = 1;
        seen = 1;
        state = State.DWELLING;
    }

    /** @param watchedUs since the look before; 0 over a gap */
    private void count(long ptsUs, Sight sight, long watchedUs, long gapUs) {
        looks++;
        if (sight == Sight.NOT_SEEN) {
            emptySinceUs = emptyVisits == 0 && unseenUs == 0 ? ptsUs : emptySinceUs;
            unseenUs += watchedUs;
            emptyVisits += watchedUs == 0 ? 1 : 0;
            return;
        }
        long stretchUs = ptsUs - lastSeenUs;
        observedUs += stretchUs <= gapUs ? stretchUs : 0;
        longestGapUs = Math.max(longestGapUs, stretchUs);
        lastSeenUs = ptsUs;
        unseenUs = 0;
        emptyVisits = 0;
        seen++;
    }

    private State next(long ptsUs, Sight sight, long gapUs) {
        if (state == State.RAISED) {
            return gone(ptsUs) ? State.ABSENT : State.RAISED;
        }
        if (unseenUs > patienceUs(gapUs) || stale()) {
            return State.ABSENT;
        }
        if (sight != Sight.SEEN || share() < settings.presenceShare()) {
            return state;
        }
        if (ripe()) {
            return State.RAISED;
        }
        return ptsUs - firstUs >= micros(settings.noticeAfter()) ? State.NOTICED : state;
    }

    /** Its place was watched and found empty for long enough, or found empty by enough visits over as long. */
    private boolean gone(long ptsUs) {
        long clearUs = micros(settings.clearAfter());
        return unseenUs >= clearUs || (emptyVisits >= EMPTY_VISITS && ptsUs - emptySinceUs >= clearUs);
    }

    /** A thing seen for a moment is not waited for long. */
    private long patienceUs(long gapUs) {
        return Math.min(micros(settings.grace()), Math.max(gapUs, presentUs()));
    }

    private boolean stale() {
        return presentUs() > PATIENCE * micros(settings.raiseAfter()) && looks > PATIENCE * settings.minLooks();
    }

    private boolean ripe() {
        long raiseUs = micros(settings.raiseAfter());
        return presentUs() >= raiseUs
                && observedUs >= settings.presenceShare() * raiseUs
                && seen >= settings.minLooks();
    }

    /** How long it takes at the least until a dwell is raised, were it seen at every look from now on; microseconds. */
    long raiseInUs() {
        long nowUs = Math.max(lastLookUs, lastSeenUs);
        long raiseUs = micros(settings.raiseAfter());
        long unobservedUs = (long) (settings.presenceShare() * raiseUs) - observedUs;
        return Math.max(0, Math.max(raiseUs - (nowUs - firstUs), unobservedUs - (nowUs - lastSeenUs)));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    public State state() {
        return state;
    }

    /** The look that began the dwell. */
    public long firstUs() {
        return firstUs;
    }

    public long lastSeenUs() {
        return lastSeenUs;
    }

    /** From the first look to the last that saw it. */
    public long presentUs() {
        return lastSeenUs - firstUs;
    }

    /** The part of it between sightings with no gap between them. */
    public long observedUs() {
        return observedUs;
    }

    /** The longest time from one sighting to the next. */
    public long longestGapUs() {
        return longestGapUs;
    }

    /** Looks that saw it. */
    public int seen() {
        return seen;
    }

    /** Looks since the first, that one included. */
    public int looks() {
        return looks;
    }

    /** Of the looks since the first, 0 to 1. */
    public double share() {
        return (double) seen / looks;
    }
}
