package org.streetwarden.models.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.streetwarden.models.InputFormat;

class HeadsTest {

    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;
    private static final int PLACES = 96 + 24 + 6;
    private static final float[] THRESHOLDS = {0.3f, 0.5f, 0.25f};
    private static final InputFormat INPUT = new InputFormat(
            "images",
            WIDTH,
            HEIGHT,
            InputFormat.Colour.BGR,
            1,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0),
            InputFormat.Placement.CENTRE,
            114);

    /** Best score first; which of two equal scores comes first is nobody's promise. */
    private static final Comparator<PlainDecoding.Found> TIES_BY_KIND = Comparator.comparingDouble(
                    (PlainDecoding.Found found) -> -found.score())
            .thenComparingInt(PlainDecoding.Found::kind)
            .thenComparingDouble(PlainDecoding.Found::left);

    private final Candidates candidates = new Candidates(THRESHOLDS);
    private final Suppression suppression = new Suppression(0.5);

    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Scores that leave about one place in four above its threshold. */
    private static float score(Random random) {
        float value = random.nextFloat();
        return value * value;
    }

    private int run(Head head, FloatBuffer output, int slot) {
        return run(head, List.of(output), slot);
    }

    private int run(Head head, List<FloatBuffer> outputs, int slot) {
        candidates.clear();
        head.score(outputs, slot, candidates);
        assertThat(candidates.probable()).isTrue();
        return suppression.run(head, outputs, slot, candidates);
    }

    private void assertSame(int kept, List<PlainDecoding.Found> expected) {
        assertThat(kept).isEqualTo(expected.size());
        List<Integer> ranks = IntStream.range(0, kept)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -suppression.score(i))
                        .thenComparingInt(suppression::kind)
                        .thenComparingDouble(suppression::left))
                .toList();
        List<PlainDecoding.Found> plain = expected.stream().sorted(TIES_BY_KIND).toList();
        for (int rank = 0; rank < kept; rank++) {
            PlainDecoding.Found found = plain.get(rank);
            int i = ranks.get(rank);
            assertThat(suppression.kind(i)).isEqualTo(found.kind());
            assertThat((double) suppression.score(i)).isCloseTo(found.score(), within(1e-6));
            assertThat((double) suppression.left(i)).isCloseTo(found.left(), within(1e-3));
            assertThat((double) suppression.top(i)).isCloseTo(found.top(), within(1e-3));
            assertThat((double) suppression.right(i)).isCloseTo(found.right(), within(1e-3));
            assertThat((double) suppression.bottom(i)).isCloseTo(found.bottom(), within(1e-3));
        }
    }

    @Property(tries = 200)
    void readsYoloxAsThePlainDecodingDoes(@ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int slot) {
        Random random = new Random(seed);
        float[][] rows = new float[PLACES][5 + 3];
        FloatBuffer output = direct(3 * PLACES * 8);
        for (int i = 0; i < PLACES; i++) {
            for (int k = 0; k < 8; k++) {
                rows[i][k] = k < 4 ? random.nextFloat() * 3 - 1 : score(random);
                output.put((slot * PLACES + i) * 8 + k, rows[i][k]);
            }
        }
        int kept = run(new YoloxHead(INPUT, 3), output, slot);

        assertSame(kept, PlainDecoding.suppressed(PlainDecoding.yolox(rows, WIDTH, HEIGHT, THRESHOLDS), 0.5));
    }

    @Property(tries = 200)
    void readsYolov8AsThePlainDecodingDoes(@ForAll long seed, @ForAll @IntRange(min = 0, max = 2) int slot) {
        Random random = new Random(seed);
        float[][] columns = new float[7][PLACES];
        FloatBuffer output = direct(3 * PLACES * 7);
        for (int k = 0; k < 7; k++) {
            for (int i = 0; i < PLACES; i++) {
                columns[k][i] = k < 4 ? 5 + random.nextFloat() * 60 : score(random);
                output.put((slot * 7 + k) * PLACES + i, columns[k][i]);
            }
        }
        int kept = run(new Yolov8Head(INPUT, 3), output, slot);

        assertSame(kept, PlainDecoding.suppressed(PlainDecoding.yolov8(columns, THRESHOLDS), 0.5));
    }

    @Test
    void readsTwoEqualScores() {
        readsYolov8AsThePlainDecodingDoes(16567354040242L, 0);
    }

    @Property(tries = 300)
    void answersAnyBitsWithoutAnException(@ForAll long seed) {
        Random random = new Random(seed);
        for (Head head : List.of(new YoloxHead(INPUT, 3), new Yolov8Head(INPUT, 3))) {
            FloatBuffer output = direct(PLACES * 8);
            for (int i = 0; i < output.capacity(); i++) {
                output.put(i, random.nextInt(3) == 0 ? Float.intBitsToFloat(random.nextInt()) : random.nextFloat());
            }
            candidates.clear();
            head.score(List.of(output), 0, candidates);
            int kept = suppression.run(head, List.of(output), 0, candidates);
            assertThat(kept).isBetween(0, Suppression.MOST_BOXES);
            for (int i = 0; i < kept; i++) {
                assertThat(suppression.right(i) - suppression.left(i))
                        .isGreaterThanOrEqualTo(0f)
                        .isFinite();
            }
        }
    }

    @Test
    void noticesScoresThatAreNoProbabilities() {
        for (float wrong :
                new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1.5f, -0.5f, Float.MAX_VALUE
                }) {
            FloatBuffer yolox = direct(PLACES * 8);
            yolox.put(77 * 8 + 4, wrong);
            FloatBuffer yolov8 = direct(PLACES * 7);
            yolov8.put(5 * PLACES + 77, wrong);

            candidates.clear();
            new YoloxHead(INPUT, 3).score(List.of(yolox), 0, candidates);
            assertThat(candidates.probable()).as("yolox %s", wrong).isFalse();
            candidates.clear();
            new Yolov8Head(INPUT, 3).score(List.of(yolov8), 0, candidates);
            assertThat(candidates.probable()).as("yolov8 %s", wrong).isFalse();
        }
    }

    @Test
    void countsBoxesThatAreNotFinite() {
        FloatBuffer yolov8 = direct(PLACES * 7);
        yolov8.put(4 * PLACES + 3, 0.9f).put(3, Float.NaN);
        FloatBuffer yolox = direct(PLACES * 8);
        yolox.put(3 * 8 + 4, 0.9f).put(3 * 8 + 5, 0.9f).put(3 * 8 + 2, 1000f);

        run(new Yolov8Head(INPUT, 3), yolov8, 0);
        assertThat(suppression.unreadable()).isEqualTo(1);
        run(new YoloxHead(INPUT, 3), yolox, 0);
        assertThat(suppression.unreadable()).isEqualTo(1);
    }

    @Test
    void saysWhichShapeItExpects() {
        assertThat(new YoloxHead(INPUT, 3).fit(List.of(new long[] {1, PLACES, 8})))
                .isEmpty();
        assertThat(new Yolov8Head(INPUT, 3).fit(List.of(new long[] {4, 7, PLACES})))
                .isEmpty();
        assertThat(new Yolov8Head(INPUT, 3).fit(List.of(new long[] {1, 84, PLACES})))
                .singleElement()
                .asString()
                .contains("expected one output [batch, 7, 126]", "found [1, 84, 126]");
        assertThat(new YoloxHead(INPUT, 3).fit(List.of()))
                .singleElement()
                .asString()
                .contains("found none");
        assertThat(new YoloxHead(INPUT, 3).fit(List.of(new long[0]))).hasSize(1);
    }

    @Test
    void keepsTheBestOfAbsurdlyMany() {
        Candidates many = new Candidates(new float[] {0.01f});
        for (int i = 0; i < 300_000; i++) {
            many.offer(i, 0, 0.01f + (i * 7919L % 300_000) / 400_000f);
        }
        assertThat(many.sort()).isEqualTo(Candidates.KEPT);
        for (int rank = 1; rank < Candidates.KEPT; rank++) {
            assertThat(many.score(rank)).isLessThanOrEqualTo(many.score(rank - 1));
        }
        assertThat(many.score(0)).isEqualTo(0.01f + 299_999 / 400_000f);
    }

    @Test
    void ordersEqualScoresByPlace() {
        Candidates equal = new Candidates(new float[] {0.1f, 0.1f});
        equal.offer(9, 1, 0.5f);
        equal.offer(4, 0, 0.5f);
        equal.offer(Candidates.MAX_PLACES - 1, 0, 0.5f);
        equal.sort();

        assertThat(new int[] {equal.place(0), equal.place(1), equal.place(2)})
                .containsExactly(4, Candidates.MAX_PLACES - 1, 9);
        assertThat(equal.kind(2)).isEqualTo(1);
    }
}
