package org.streetwarden.models.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One label's figures over some pictures, each as a function of how often every picture counts: with 1 everywhere it is
 * the figure itself, with a draw's counts the bootstrap's.
 */
final class LabelFigures {

    private final int[] truths;
    private final int[] right;
    private final int[] wrong;
    private final List<Step> steps = new ArrayList<>();
    private final double[] precision;

    private record Step(int picture, float score, boolean right) {}

    LabelFigures(List<Judgement> judgements) {
        int pictures = judgements.size();
        truths = new int[pictures];
        right = new int[pictures];
        wrong = new int[pictures];
        for (int i = 0; i < pictures; i++) {
            Judgement one = judgements.get(i);
            truths[i] = one.truths();
            right[i] = one.right().size();
            wrong[i] = one.wrong().size();
            for (Judgement.Point point : one.curve()) {
                steps.add(new Step(i, point.score(), point.right()));
            }
        }
        steps.sort(Comparator.comparingDouble(Step::score).reversed());
        precision = new double[steps.size()];
    }

    int truths() {
        return Arrays.stream(truths).sum();
    }

    int boxes() {
        return Arrays.stream(right).sum() + Arrays.stream(wrong).sum();
    }

    /**
     * Area under the precision-recall curve, all points. From the last point back, precision is the best still to come;
     * each right box adds it over one truth.
     */
    double averagePrecision(int[] drawn) {
        double all = total(truths, drawn);
        if (all == 0) {
            return Double.NaN;
        }
        int found = 0;
        int counted = 0;
        for (int i = 0; i < precision.length; i++) {
            int times = drawn[steps.get(i).picture()];
            counted += times;
            found += steps.get(i).right() ? times : 0;
            precision[i] = counted == 0 ? 0 : (double) found / counted;
        }
        double best = 0;
        double sum = 0;
        for (int i = precision.length - 1; i >= 0; i--) {
            best = Math.max(best, precision[i]);
            sum += steps.get(i).right() ? drawn[steps.get(i).picture()] * best : 0;
        }
        return sum / all;
    }

    /** Right boxes over all boxes; not a number where nothing was found. */
    double precision(int[] drawn) {
        double found = total(right, drawn);
        return found / (found + total(wrong, drawn));
    }

    /** Right boxes over truths; not a number where there are no truths. */
    double recall(int[] drawn) {
        return total(right, drawn) / total(truths, drawn);
    }

    /** Boxes that found nothing, for each picture. */
    double falsePerPicture(int[] drawn) {
        return total(wrong, drawn) / Arrays.stream(drawn).sum();
    }

    private static double total(int[] counts, int[] drawn) {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += (long) counts[i] * drawn[i];
        }
        return sum;
    }

    /** A figure of a draw, by name. */
    enum Kind {
        AP50,
        PRECISION,
        RECALL,
        FALSE_PER_PICTURE
    }

    ToDoubleFunction<int[]> statistic(Kind kind) {
        return switch (kind) {
            case AP50 -> this::averagePrecision;
            case PRECISION -> this::precision;
            case RECALL -> this::recall;
            case FALSE_PER_PICTURE -> this::falsePerPicture;
        };
    }
}
