package org.streetwarden.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.streetwarden.cli.Analysis.Found;
import org.streetwarden.cli.Analysis.LookSeen;
import org.streetwarden.config.GoldenSet.Expected;
import org.streetwarden.config.GoldenSet.GoldenClip;
import org.streetwarden.config.GoldenSet.Thing;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.evaluate.Judgement;
import org.streetwarden.models.evaluate.JudgedPictures;
import org.streetwarden.models.evaluate.LabelledPicture;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Zone;

/**
 * What one model did on one golden set.
 *
 * @param stills every folder of pictures, then the looks of every clip whose things are known
 */
record Trial(List<Stills> stills, List<Clip> clips) {

    private static final long SAME_LOOK_US = 25_000;

    /**
     * Pictures with their things.
     *
     * @param labels of which every thing is known
     * @param clip null for files
     * @param ptsUs of each look at a clip; empty for files
     */
    record Stills(JudgedPictures judged, Set<String> labels, GoldenClip clip, List<Long> ptsUs) {}

    /** A clip's incidents beside those that had to come. */
    record Clip(GoldenClip clip, Analysis analysis, List<Expected> missed, List<Found> wrong) {

        static Clip of(GoldenClip clip, Analysis analysis) {
            List<Found> left = new ArrayList<>(analysis.incidents());
            List<Expected> missed = new ArrayList<>();
            for (Expected expected : clip.expected()) {
                left.stream()
                        .filter(found -> answers(expected, found))
                        .findFirst()
                        .ifPresentOrElse(left::remove, () -> missed.add(expected));
            }
            return new Clip(clip, analysis, missed, left);
        }

        private static boolean answers(Expected expected, Found found) {
            return found.kind().equals(expected.kind().id())
                    && expected.zone().map(found.zone()::equals).orElse(true)
                    && found.firstUs() >= expected.fromUs() - expected.slackUs()
                    && found.firstUs() <= expected.toUs()
                    && found.raisedUs() <= expected.toUs() + expected.slackUs();
        }
    }

    /** One label's numbers over all stills. */
    record LabelCount(int pictures, int truths, int found, int wrong) {

        double recall() {
            return (double) found / truths;
        }

        double falsePerPicture() {
            return (double) wrong / pictures;
        }

        private LabelCount plus(LabelCount other) {
            return new LabelCount(
                    pictures + other.pictures, truths + other.truths, found + other.found, wrong + other.wrong);
        }
    }

    /** One kind's numbers over all clips. */
    record KindCount(int expected, int missed, int wrong) {
        private KindCount plus(KindCount other) {
            return new KindCount(expected + other.expected, missed + other.missed, wrong + other.wrong);
        }
    }

    /** What a clip's looks saw beside what stands in them. */
    static Stills stills(ModelPackage pack, GoldenClip clip, Analysis analysis) {
        TreeMap<Long, List<Thing>> truths =
                new TreeMap<>(clip.truths().orElseThrow().byPtsUs());
        List<LabelledPicture> pictures = new ArrayList<>();
        List<List<Detection>> seen = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (LookSeen look : analysis.detections()) {
            Map.Entry<Long, List<Thing>> here = truths.floorEntry(look.ptsUs() + SAME_LOOK_US);
            if (here != null && here.getKey() >= look.ptsUs() - SAME_LOOK_US) {
                pictures.add(new LabelledPicture(
                        clip.video(),
                        here.getValue().stream()
                                .map(thing -> new LabelledPicture.Truth(thing.label(), thing.box()))
                                .toList(),
                        List.of()));
                seen.add(detections(look));
                times.add(look.ptsUs());
            }
        }
        return new Stills(
                JudgedPictures.of(pack, pictures, seen),
                clip.truths().orElseThrow().labels(),
                clip,
                times);
    }

    static List<Detection> detections(LookSeen look) {
        return look.boxes().stream()
                .map(each -> new Detection(each.label(), each.score(), box(each.box())))
                .toList();
    }

    static Box box(List<Double> edges) {
        return new Box(edges.get(0), edges.get(1), edges.get(2), edges.get(3));
    }

    /** Every label of which the golden set knows every thing, in some of its pictures. */
    Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        stills.forEach(each -> labels.addAll(each.labels()));
        return labels;
    }

    /** A label the model does not know finds nothing and draws nothing. */
    LabelCount count(String label) {
        LabelCount sum = new LabelCount(0, 0, 0, 0);
        for (Stills each : stills) {
            if (each.labels().contains(label)) {
                sum = sum.plus(count(each.judged(), label));
            }
        }
        return sum;
    }

    private static LabelCount count(JudgedPictures judged, String label) {
        int kind = judged.kind(label);
        int truths = (int) judged.pictures().stream()
                .flatMap(picture -> picture.truths().stream())
                .filter(truth -> truth.label().equals(label))
                .count();
        int found = 0;
        int wrong = 0;
        for (List<Judgement> each : kind < 0 ? List.<List<Judgement>>of() : judged.judgements()) {
            found += each.get(kind).right().size();
            wrong += each.get(kind).wrong().size();
        }
        return new LabelCount(judged.pictures().size(), truths, found, wrong);
    }

    /** Every kind that a clip has a zone for. */
    Map<Kind, KindCount> kinds() {
        Map<Kind, KindCount> kinds = new EnumMap<>(Kind.class);
        for (Clip each : clips) {
            Set<Kind> here = new HashSet<>();
            each.clip().zones().stream().map(Zone::kind).forEach(here::add);
            each.clip().expected().stream().map(Expected::kind).forEach(here::add);
            here.stream().sorted(Comparator.naturalOrder()).forEach(kind -> kinds.merge(
                    kind,
                    new KindCount(
                            (int) each.clip().expected().stream()
                                    .filter(e -> e.kind() == kind)
                                    .count(),
                            (int) each.missed().stream()
                                    .filter(e -> e.kind() == kind)
                                    .count(),
                            (int) each.wrong().stream()
                                    .filter(f -> f.kind().equals(kind.id()))
                                    .count()),
                    KindCount::plus));
        }
        return kinds;
    }
}
