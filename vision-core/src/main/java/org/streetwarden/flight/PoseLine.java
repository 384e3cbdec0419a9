package org.streetwarden.flight;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Poses at any moment of a video, from telemetry that streams past: feed the reader until {@link #reaches} the moment, then
 * ask. Only the last {@value #MOST} poses are kept, so moments must be asked for in order. One thread.
 */
public final class PoseLine implements TelemetrySink {

    /** Enough for a minute at 60 entries a second. */
    public static final int MOST = 4096;

    /** Beyond the first and last entry a pose holds for so long. */
    private static final long HOLDS_US = 1_000_000;

    private final ClockFit fit;
    private final Deque<Pose> poses = new ArrayDeque<>();

    public PoseLine(ClockFit fit) {
        this.fit = fit;
    }

    /** Entries without a time or a place, and those that go back in time, are passed over. */
    @Override
    public void entry(TelemetryEntry entry) {
        boolean forward = poses.isEmpty() || entry.fromUs() > poses.getLast().timeUs();
        if (entry.fromUs() == TelemetryEntry.NONE || entry.pose().position() == null || !forward) {
            return;
        }
        if (poses.size() == MOST) {
            poses.removeFirst();
        }
        poses.addLast(entry.pose());
    }

    @Override
    public void problem(FlightProblem problem, long entry, String found) {
        // said by the survey
    }

    /** Whether what is known is enough for a moment of the video. */
    public boolean reaches(long videoUs) {
        return !poses.isEmpty() && poses.getLast().timeUs() >= fit.telemetryUs(videoUs);
    }

    /** The pose at a moment of the video, microseconds; empty within gaps and away from all telemetry. */
    public Optional<Pose> at(long videoUs) {
        long wanted = fit.telemetryUs(videoUs);
        Pose before = null;
        Iterator<Pose> newestFirst = poses.descendingIterator();
        Pose after = null;
        while (newestFirst.hasNext() && before == null) {
            Pose pose = newestFirst.next();
            if (pose.timeUs() <= wanted) {
                before = pose;
            } else {
                after = pose;
            }
        }
        if (before == null || after == null) {
            Pose nearest = before == null ? after : before;
            boolean near = nearest != null && Math.abs(nearest.timeUs() - wanted) <= HOLDS_US;
            return near ? Optional.of(nearest) : Optional.empty();
        }
        return after.timeUs() - before.timeUs() <= TelemetrySurvey.GAP_US
                ? Optional.of(before.towards(after, wanted))
                : Optional.empty();
    }
}
