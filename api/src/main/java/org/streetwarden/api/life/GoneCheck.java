package org.streetwarden.api.life;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.streetwarden.scene.ViewState;

/**
 * Whether the thing of a handled case is gone, as far as a camera could see. It proposes; a person or the platform closes.
 *
 * @param proposal what follows from the samples
 * @param why one sentence
 * @param samples what was looked at, in order of time
 */
public record GoneCheck(Instant at, String who, Proposal proposal, String why, List<Sample> samples) {

    /** So many clear views without the thing make it gone. */
    static final int CLEAR_VIEWS = 3;

    /** Views closer together count as one. */
    static final Duration APART = Duration.ofMinutes(5);

    /** How many samples one check may have. */
    public static final int MAX_SAMPLES = 64;

    public GoneCheck {
        samples = List.copyOf(samples);
    }

    /** What a check says. */
    public enum Proposal {
        /** Clear views without it, minutes apart. */
        GONE,
        /** A clear view of it. */
        STILL,
        /** Neither: too few clear views. */
        UNSURE
    }

    /**
     * One look in the view of the case's own pictures.
     *
     * @param view only a clear one says anything
     * @param seen whether the thing was there
     */
    public record Sample(Instant at, ViewState view, boolean seen) {}

    /**
     * Judges samples. A dead camera has none, a turned, covered or dark one has no clear ones, so neither ever proposes GONE.
     *
     * @param since when the case was said to be handled; earlier samples say nothing
     * @param now later samples say nothing either
     */
    static GoneCheck of(List<Sample> samples, String who, Instant since, Instant now) {
        List<Sample> ordered =
                samples.stream().sorted(Comparator.comparing(Sample::at)).toList();
        int clear = 0;
        Instant next = Instant.MIN;
        for (Sample sample : ordered) {
            boolean counts = sample.view() == ViewState.CLEAR
                    && sample.at().isAfter(since)
                    && !sample.at().isAfter(now);
            if (counts && sample.seen()) {
                return new GoneCheck(now, who, Proposal.STILL, "Seen at " + sample.at() + " in a clear view.", ordered);
            }
            if (counts && !sample.at().isBefore(next)) {
                clear++;
                next = sample.at().plus(APART);
            }
        }
        String why = "%d of %d clear views without it, at least %d min apart, since it was handled."
                .formatted(Math.min(clear, CLEAR_VIEWS), CLEAR_VIEWS, APART.toMinutes());
        return new GoneCheck(now, who, clear >= CLEAR_VIEWS ? Proposal.GONE : Proposal.UNSURE, why, ordered);
    }
}
