package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.models.head.Candidates;
import org.streetwarden.models.head.Head;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.head.Suppression;
import org.streetwarden.models.pixels.BatchTensor;
import org.streetwarden.models.pixels.TensorWriter;

/** Pixels and heads allocate nothing on the Java heap once they have met a picture size. */
class AllocationTest {

    private static final int CALLS = 100;
    private static final int ROUNDS = 5;
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
        return ManifestReader.read(Fixtures.root().resolve("models/zoo/street-nano-0.1"))
                .input();
    }

    @ParameterizedTest
    @CsvSource({"1920, 1080", "704, 576", "320, 240"})
    void writesFramesWithoutAllocating(int width, int height) throws Exception {
        try (BatchTensor tensor = new BatchTensor(2, 576, 320);
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
        FloatBuffer output = ByteBuffer.allocateDirect(3780 * 11 * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        Random random = new Random(1);
        for (int i = 0; i < output.capacity(); i++) {
            output.put(i, random.nextFloat());
        }
        List<FloatBuffer> outputs = List.of(output);
        Head head = layout.head(input(), 6);
        Candidates candidates = new Candidates(new float[] {0.4f, 0.4f, 0.4f, 0.4f, 0.4f, 0.4f});
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
}
