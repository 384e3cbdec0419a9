package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.models.head.Candidates;
import org.streetwarden.models.head.Head;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.HeadShapes;
import org.streetwarden.models.head.Suppression;
import org.streetwarden.models.pixels.BatchTensor;
import org.streetwarden.models.pixels.TensorWriter;

/** Pixels and heads allocate nothing on the Java heap once they have met a picture size. */
class AllocationTest {

    private static final int CALLS = 40;
    private static final int ROUNDS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The least this thread allocates over many calls: the JVM itself takes a few bytes now and then. */
    private static long bytesOf(Runnable call) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static InputFormat input() throws BrokenPackage {
        return ManifestReader.read(Fixtures.root().resolve("models/zoo/street-nano-0.4"))
                .input();
    }

    @ParameterizedTest
    @CsvSource({"1920, 1080", "704, 576", "320, 240"})
    void writesFramesWithoutAllocating(int width, int height) throws Exception {
        try (BatchTensor tensor = new BatchTensor(2, 640, 384);
                TensorWriter writer = new TensorWriter(input(), tensor);
                Painting frame = new Painting(0, width, height, Painting.Colour.GREY);
                Painting other = new Painting(0, 640, 480, Painting.Colour.BLUE)) {
            assertThat(bytesOf(() -> {
                        writer.write(frame, 0);
                        writer.write(other, 1);
                    }))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(HeadLayout.class)
    void readsOutputsWithoutAllocating(HeadLayout layout) throws Exception {
        InputFormat input = input();
        List<long[]> shapes = HeadShapes.of(layout, input.width(), input.height(), 6, 600);
        List<FloatBuffer> outputs = HeadShapes.buffers(shapes);
        Random random = new Random(1);
        for (FloatBuffer output : outputs) {
            for (int i = 0; i < output.capacity(); i++) {
                output.put(i, random.nextFloat());
            }
        }
        fillLabels(layout, outputs);
        Head head = layout.head(input, 6, HeadShapes.anchors(layout));
        assertThat(head.fit(shapes)).isEmpty();
        Candidates candidates = new Candidates(new float[] {0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f});
        Suppression suppression = new Suppression(0.6);
        int[] kept = new int[1];

        assertThat(bytesOf(() -> {
                    candidates.clear();
                    head.score(outputs, 0, candidates);
                    kept[0] = suppression.run(head, outputs, 0, candidates);
                }))
                .isZero();
        assertThat(kept[0]).isPositive();
    }

    /** Whole class numbers, and corners in their order, where a layout has them. */
    private static void fillLabels(HeadLayout layout, List<FloatBuffer> outputs) {
        FloatBuffer first = outputs.getFirst();
        if (layout == HeadLayout.DETR || layout == HeadLayout.END_TO_END) {
            int step = layout == HeadLayout.DETR ? 1 : 6;
            for (int i = step - 1; i < first.capacity(); i += step) {
                first.put(i, i % 6);
            }
        }
        if (layout == HeadLayout.END_TO_END) {
            for (int i = 0; i < first.capacity(); i += 6) {
                first.put(i + 2, 2 + i).put(i + 3, 2 + i);
            }
        }
        FloatBuffer last = outputs.get(outputs.size() > 1 ? 1 : 0);
        if (layout == HeadLayout.DETR || layout == HeadLayout.SSD) {
            for (int i = 0; i < last.capacity(); i += 4) {
                last.put(i + 2, 2 + i).put(i + 3, 2 + i);
            }
        }
    }
}
