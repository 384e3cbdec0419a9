package org.streetwarden.models.head;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.streetwarden.models.InputFormat;

/**
 * Generalized focal loss (Li et al. 2020), as NanoDet and PicoDet export it: class scores {@code [batch, cells, classes]} after
 * the sigmoid for each level, then for each level {@code [batch, cells, 4 · 8]}: how far left, top, right and bottom lie from
 * the cell's middle, each as a distribution (before the softmax) over 0 to 7 strides; its mean counts. Strides 8, 16, 32
 * and, with a fourth level, 64.
 */
public final class GflHead implements Head {

    private static final int BINS = 8;
    private static final int SIDES = 4;
    private static final int LEAST_LEVELS = 3;

    private final Levels[] known;
    private final float[] scores;
    private final float[] side = new float[BINS];
    private final float[] distance = new float[SIDES];
    private Levels levels;

    public GflHead(InputFormat input, int classes) {
        this.known = new Levels[] {
            new Levels(input.width(), input.height(), 1, 8, 16, 32),
            new Levels(input.width(), input.height(), 1, 8, 16, 32, 64)
        };
        this.levels = known[0];
        this.scores = new float[classes];
    }

    @Override
    public List<String> fit(List<long[]> shapes) {
        Levels tried = known[shapes.size() == 2 * (LEAST_LEVELS + 1) ? 1 : 0];
        List<long[]> expected = new ArrayList<>();
        for (int output = 0; output < 2 * tried.count(); output++) {
            int level = output % tried.count();
            expected.add(new long[] {
                Shapes.batch(shapes), tried.cells(level), output < tried.count() ? scores.length : SIDES * BINS
            });
        }
        boolean good = shapes.size() == expected.size();
        for (int i = 0; good && i < expected.size(); i++) {
            good = Arrays.equals(shapes.get(i), expected.get(i));
        }
        if (good) {
            levels = tried;
            return List.of();
        }
        return List.of("expected scores of 3 or 4 levels and then as many distributions, as %s, found %s"
                .formatted(Shapes.text(expected), Shapes.text(shapes)));
    }

    @Override
    public void score(List<FloatBuffer> outputs, int slot, Candidates into) {
        for (int level = 0; level < levels.count(); level++) {
            int cells = levels.cells(level);
            for (int cell = 0; cell < cells; cell++) {
                outputs.get(level).get((slot * cells + cell) * scores.length, scores);
                into.offerBest(levels.first(level) + cell, scores, 1);
            }
        }
    }

    @Override
    public void box(List<FloatBuffer> outputs, int slot, int place, float[] box) {
        int level = levels.level(place);
        int cell = place - levels.first(level);
        int stride = levels.stride(level);
        int at = (slot * levels.cells(level) + cell) * SIDES * BINS;
        for (int s = 0; s < SIDES; s++) {
            outputs.get(levels.count() + level).get(at + s * BINS, side);
            distance[s] = mean(side) * stride;
        }
        float x = (levels.column(level, cell) + 0.5f) * stride;
        float y = (levels.row(level, cell) + 0.5f) * stride;
        Corners.box(x - distance[0], y - distance[1], x + distance[2], y + distance[3], box);
    }

    private static float mean(float[] bins) {
        Activation.softmax(bins);
        float mean = 0;
        for (int i = 0; i < bins.length; i++) {
            mean += i * bins[i];
        }
        return mean;
    }
}
