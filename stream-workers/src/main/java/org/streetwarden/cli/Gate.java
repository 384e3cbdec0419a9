package org.streetwarden.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.config.GoldenSet;
import org.streetwarden.config.GoldenSet.GoldenClip;
import org.streetwarden.config.GoldenSet.GoldenPictures;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.media.Frame;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.models.evaluate.JudgedPictures;
import org.streetwarden.models.evaluate.LabelledPicture;
import org.streetwarden.models.evaluate.YoloFolder;
import org.streetwarden.models.pixels.PictureFrame;

/**
 * Shows golden sets to a candidate and to the model it is to replace, side by side: clips by the road of the cameras, the
 * same pictures to both, in turns; pictures by the evaluation.
 */
final class Gate {

    private static final int TIMED_PICTURES = 30;

    private final Contender candidate;
    private final Contender baseline;
    private final int threads;
    private final Steps steps;

    /** The baseline failed, so nothing can be said of the candidate. */
    static final class BaselineFailure extends Exception {
        private static final long serialVersionUID = 1L;

        BaselineFailure(DetectorFailure cause) {
            super("the model compared against: " + cause.getMessage(), cause);
        }
    }

    /** Told how far the gate is. Any thread. */
    interface Steps {
        void clip(Path video);

        /** A look of the clip, or a picture of the last folder, is done. */
        void done();
    }

    /** What both did on one golden set; the baseline's is null where there is none. */
    record Pair(GoldenSet set, Trial candidate, Trial baseline) {}

    /** @param baseline null for none; both stay the caller's to close */
    Gate(Contender candidate, Contender baseline, int threads, Steps steps) {
        this.candidate = candidate;
        this.baseline = baseline;
        this.threads = threads;
        this.steps = steps;
    }

    /** @throws DetectorFailure where the candidate failed */
    Pair run(GoldenSet set)
            throws IOException, StreamFailure, DetectorFailure, BaselineFailure, InterruptedException {
        Trial now = new Trial(new ArrayList<>(), new ArrayList<>());
        Trial before = baseline == null ? null : new Trial(new ArrayList<>(), new ArrayList<>());
        for (GoldenPictures pictures : set.pictures()) {
            show(pictures, now, before);
        }
        for (GoldenClip clip : set.clips()) {
            show(set, clip, now, before);
        }
        return new Pair(set, now, before);
    }

    private void show(GoldenPictures golden, Trial now, Trial before)
            throws IOException, DetectorFailure, BaselineFailure, InterruptedException {
        YoloFolder folder = new YoloFolder(golden.folder(), golden.labels(), golden.classes(), golden.ignored());
        List<LabelledPicture> pictures = folder.pictures();
        now.stills().add(new Trial.Stills(judged(candidate, pictures), folder.labels(), null, List.of()));
        if (before != null) {
            try {
                before.stills().add(new Trial.Stills(judged(baseline, pictures), folder.labels(), null, List.of()));
            } catch (DetectorFailure failure) {
                throw new BaselineFailure(failure);
            }
        }
        for (LabelledPicture each : pictures.subList(0, Math.min(TIMED_PICTURES, pictures.size()))) {
            try (PictureFrame frame = PictureFrame.read(each.file())) {
                candidate.time(frame);
                if (baseline != null) {
                    baseline.time(frame);
                }
            }
        }
    }

    private JudgedPictures judged(Contender contender, List<LabelledPicture> pictures)
            throws IOException, DetectorFailure, InterruptedException {
        return JudgedPictures.run(
                contender.pack(), pictures, new JudgedPictures.Effort(false, threads), steps::done);
    }

    private void show(GoldenSet set, GoldenClip clip, Trial now, Trial before)
            throws StreamFailure, DetectorFailure, BaselineFailure {
        steps.clip(clip.video());
        Contender.Watch first = candidate.watch(set, clip);
        Contender.Watch second = baseline == null ? null : baseline.watch(set, clip);
        InTurns turns = new InTurns(first, second, steps);
        ClipReplay.play(
                clip.video(),
                set.interval(),
                ring -> {
                    first.opened(ring);
                    if (second != null) {
                        second.opened(ring);
                    }
                },
                turns::look);
        add(now, candidate, clip, first);
        if (second != null) {
            try {
                add(before, baseline, clip, second);
            } catch (DetectorFailure failure) {
                throw new BaselineFailure(failure);
            }
        }
    }

    private static void add(Trial trial, Contender contender, GoldenClip clip, Contender.Watch watch)
            throws DetectorFailure {
        Analysis analysis = watch.analysis();
        trial.clips().add(Trial.Clip.of(clip, analysis));
        if (clip.truths().isPresent()) {
            trial.stills().add(Trial.stills(contender.pack(), clip, analysis));
        }
    }

    /** Both look at every picture; who is first changes, so that neither always finds the caches warm. */
    private static final class InTurns {

        private final Contender.Watch first;
        private final Contender.Watch second;
        private final Steps steps;
        private boolean swapped;

        InTurns(Contender.Watch first, Contender.Watch second, Steps steps) {
            this.first = first;
            this.second = second;
            this.steps = steps;
        }

        void look(Frame frame) {
            if (second == null) {
                first.look(frame);
            } else {
                (swapped ? second : first).look(frame);
                (swapped ? first : second).look(frame);
            }
            swapped = !swapped;
            steps.done();
        }
    }
}
