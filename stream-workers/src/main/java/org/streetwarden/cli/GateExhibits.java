package org.streetwarden.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.streetwarden.cli.Analysis.Found;
import org.streetwarden.cli.Analysis.LookSeen;
import org.streetwarden.config.GoldenSet;
import org.streetwarden.config.GoldenSet.Expected;
import org.streetwarden.config.GoldenSet.GoldenClip;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.models.evaluate.Judgement;
import org.streetwarden.models.evaluate.JudgedPictures;
import org.streetwarden.models.pixels.PictureCrop;
import org.streetwarden.models.pixels.PictureFrame;
import org.streetwarden.models.report.Exhibit;
import org.streetwarden.models.report.Exhibit.Outline;
import org.streetwarden.models.report.Exhibit.Owner;

/** The places in golden clips and pictures where a candidate was wrong, cut out for people to see. */
final class GateExhibits {

    private static final int MOST_EACH = 18;
    private static final Box PICTURE = new Box(0, 0, 1, 1);

    private final Gate.Pair pair;
    private final List<Spot> missed = new ArrayList<>();
    private final List<Spot> wrong = new ArrayList<>();
    private final List<Spot> incidents = new ArrayList<>();

    /**
     * A place to be cut out.
     *
     * @param clip null for a file
     * @param same whether the other model was wrong here too
     * @param rank the lower, the more it tells
     */
    private record Spot(
            GoldenClip clip,
            Path file,
            long ptsUs,
            String label,
            Box box,
            List<Outline> outlines,
            String caption,
            boolean same,
            double rank) {}

    GateExhibits(Gate.Pair pair) {
        this.pair = pair;
        for (int i = 0; i < pair.candidate().stills().size(); i++) {
            stills(
                    pair.candidate().stills().get(i),
                    pair.baseline() == null ? null : pair.baseline().stills().get(i));
        }
        pair.candidate().clips().forEach(this::clip);
    }

    private void stills(Trial.Stills now, Trial.Stills before) {
        for (int i = 0; i < now.judged().pictures().size(); i++) {
            for (String label : now.labels()) {
                judgement(now.judged(), i, label).ifPresent(new Place(now, before, i, label)::compare);
            }
        }
    }

    private static Optional<Judgement> judgement(JudgedPictures judged, int picture, String label) {
        int kind = judged.kind(label);
        return kind < 0 ? Optional.empty() : Optional.of(judged.judgements().get(picture).get(kind));
    }

    /** One label in one picture. */
    private final class Place {

        private final Trial.Stills now;
        private final int picture;
        private final String label;
        private final Judgement other;

        Place(Trial.Stills now, Trial.Stills before, int picture, String label) {
            this.now = now;
            this.picture = picture;
            this.label = label;
            this.other = before == null
                    ? null
                    : judgement(before.judged(), picture, label).orElse(null);
        }

        void compare(Judgement own) {
            for (Box box : own.missed()) {
                boolean worse = other != null && !other.missed().contains(box);
                missed.add(spot(box, new Outline(box, Owner.TRUTH, label), worse ? "the other found it" : "", !worse, 0));
            }
            for (Detection box : own.wrong()) {
                boolean worse = other != null && other.wrong().stream().noneMatch(o -> o.box().iou(box.box()) > 0.5);
                String words = String.format(Locale.ROOT, "%s %.2f", label, box.score());
                wrong.add(spot(
                        box.box(),
                        new Outline(box.box(), Owner.CANDIDATE, words),
                        worse ? "the other draws none" : "",
                        !worse,
                        -box.score()));
            }
        }

        private Spot spot(Box box, Outline outline, String remark, boolean same, double rank) {
            Path file = now.judged().pictures().get(picture).file();
            long ptsUs = now.clip() == null ? 0 : now.ptsUs().get(picture);
            return new Spot(
                    now.clip(),
                    file,
                    ptsUs,
                    label,
                    box,
                    List.of(outline),
                    "%s%s %s %s".formatted(file.getFileName(), now.clip() == null ? "" : at(ptsUs), label, remark),
                    same,
                    rank);
        }
    }

    private static String at(long ptsUs) {
        return String.format(Locale.ROOT, " %.1f s", ptsUs / 1e6);
    }

    private void clip(Trial.Clip trial) {
        for (Expected expected : trial.missed()) {
            long middleUs = (expected.fromUs() + Math.min(expected.toUs(), trial.analysis().endUs())) / 2;
            trial.analysis().detections().stream()
                    .min(Comparator.comparingLong(look -> Math.abs(look.ptsUs() - middleUs)))
                    .ifPresent(look -> incidents.add(spot(
                            trial,
                            look,
                            "not raised: %s from%s".formatted(expected.kind().id(), at(expected.fromUs())))));
        }
        for (Found found : trial.wrong()) {
            Box box = Trial.box(found.box());
            incidents.add(new Spot(
                    trial.clip(),
                    trial.clip().video(),
                    found.raisedUs(),
                    found.label(),
                    box,
                    List.of(new Outline(box, Owner.CANDIDATE, found.label())),
                    "raised, but nobody expects it: %s%s, %s"
                            .formatted(found.kind(), at(found.raisedUs()), trial.clip().video().getFileName()),
                    false,
                    0));
        }
    }

    private static Spot spot(Trial.Clip trial, LookSeen look, String words) {
        List<Outline> seen = new ArrayList<>();
        trial.clip().truths().ifPresent(truths -> truths.byPtsUs()
                .getOrDefault(look.ptsUs(), List.of())
                .forEach(thing -> seen.add(new Outline(thing.box(), Owner.TRUTH, thing.label()))));
        Trial.detections(look).forEach(each -> seen.add(new Outline(each.box(), Owner.CANDIDATE, each.label())));
        return new Spot(
                trial.clip(),
                trial.clip().video(),
                look.ptsUs(),
                "",
                PICTURE,
                seen,
                words + ", " + trial.clip().video().getFileName() + at(look.ptsUs()),
                false,
                0);
    }

    /** Things the candidate did not find, first those that the other did. */
    List<Exhibit> missed() throws IOException, StreamFailure {
        return cut(missed);
    }

    /** Boxes on nothing, first those that the other does not draw, the surest first. */
    List<Exhibit> wrong() throws IOException, StreamFailure {
        return cut(wrong);
    }

    /** Incidents not raised or raised for nothing. */
    List<Exhibit> incidents() throws IOException, StreamFailure {
        return cut(incidents);
    }

    private List<Exhibit> cut(List<Spot> spots) throws IOException, StreamFailure {
        List<Spot> telling = varied(spots);
        Exhibit[] cut = new Exhibit[telling.size()];
        for (GoldenClip clip : pair.set().clips()) {
            if (telling.stream().anyMatch(spot -> clip.equals(spot.clip()))) {
                cutFrames(clip, pair.set().interval(), telling, cut);
            }
        }
        for (int i = 0; i < cut.length; i++) {
            Spot spot = telling.get(i);
            if (spot.clip() == null) {
                try (PictureFrame frame = PictureFrame.read(spot.file())) {
                    cut[i] = exhibit(frame, spot);
                }
            }
        }
        return Arrays.stream(cut).filter(Objects::nonNull).toList();
    }

    /** The first of every label in every file, then the second of each, and so on; within that by rank. */
    private static List<Spot> varied(List<Spot> spots) {
        Map<String, Integer> had = new HashMap<>();
        record Turn(Spot spot, int turn) {}
        return spots.stream()
                .sorted(Comparator.comparingDouble(Spot::rank))
                .map(spot -> new Turn(spot, had.merge(spot.label() + spot.file(), 1, Integer::sum)))
                .sorted(Comparator.comparing((Turn each) -> each.spot().same())
                        .thenComparingInt(Turn::turn)
                        .thenComparingDouble(each -> each.spot().rank()))
                .map(Turn::spot)
                .limit(MOST_EACH)
                .toList();
    }

    private static void cutFrames(GoldenClip clip, Duration interval, List<Spot> telling, Exhibit[] cut)
            throws StreamFailure {
        ClipReplay.play(clip.video(), interval, ring -> {}, frame -> {
            for (int i = 0; i < cut.length; i++) {
                if (clip.equals(telling.get(i).clip()) && telling.get(i).ptsUs() == frame.ptsUs()) {
                    cut[i] = exhibit(frame, telling.get(i));
                }
            }
        });
    }

    private static Exhibit exhibit(Frame frame, Spot spot) {
        PictureCrop crop = spot.box().equals(PICTURE)
                ? PictureCrop.of(frame, PICTURE)
                : PictureCrop.around(frame, spot.box());
        return new Exhibit(crop, spot.outlines(), spot.caption());
    }
}
