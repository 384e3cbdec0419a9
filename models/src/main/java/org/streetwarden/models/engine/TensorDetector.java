package org.streetwarden.models.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.media.Frame;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.head.Shapes;
import org.streetwarden.models.pixels.BatchTensor;
import org.streetwarden.models.pixels.Letterbox;
import org.streetwarden.models.pixels.TensorWriter;

/**
 * What every engine's detector shares: frames into the batch tensor, the graph over it, boxes out of its outputs. Owns the
 * batch tensor. One thread at a time.
 */
abstract sealed class TensorDetector implements Detector permits OnnxDetector, DjlDetector {

    /** No decoded picture is larger than this on either side. */
    static final int MAX_FRAME_SIDE = 16_384;

    /** No output is larger than this. */
    static final long MAX_OUTPUT_NUMBERS = 1L << 26;

    private final ModelPackage pack;
    private final int maxBatch;
    private final BatchTensor tensor;
    private final TensorWriter writer;
    private final OutputReader reader;
    private final Letterbox[] letterboxes;
    private boolean closed;

    /** @param slots pictures the graph takes at once */
    TensorDetector(ModelPackage pack, int maxBatch, int slots) {
        ModelManifest manifest = pack.manifest();
        this.pack = pack;
        this.maxBatch = maxBatch;
        this.reader = new OutputReader(manifest);
        this.letterboxes = new Letterbox[slots];
        this.tensor = new BatchTensor(
                slots, manifest.input().width(), manifest.input().height());
        this.writer = new TensorWriter(manifest.input(), tensor);
    }

    /**
     * Runs the graph over the first slots.
     *
     * @param pictures 1 to the number of slots
     * @return the outputs in the manifest's order, lent until the next call
     */
    abstract List<FloatBuffer> infer(int pictures) throws DetectorFailure;

    /** Frees what the engine holds; called once. */
    abstract void closeEngine();

    final ModelManifest manifest() {
        return pack.manifest();
    }

    final BatchTensor tensor() {
        return tensor;
    }

    /**
     * Says what shapes the outputs of the next inferences have, in the manifest's order.
     *
     * @throws DetectorFailure where the head can't read them or they are larger than this program takes
     */
    final void expect(List<long[]> shapes) throws DetectorFailure {
        for (long[] shape : shapes) {
            if (Shapes.numbers(shape) > MAX_OUTPUT_NUMBERS) {
                throw new DetectorFailure("%s: expected outputs of at most %d numbers, found %s"
                        .formatted(manifest().file(), MAX_OUTPUT_NUMBERS, Shapes.text(shape)));
            }
        }
        reader.expect(shapes);
    }

    @Override
    public final ModelIdentity model() {
        return pack.identity();
    }

    @Override
    public final int maxBatch() {
        return maxBatch;
    }

    @Override
    public final List<List<Detection>> detect(List<? extends Frame> frames) throws DetectorFailure {
        check(frames);
        List<List<Detection>> seen = new ArrayList<>(frames.size());
        for (int from = 0; from < frames.size(); from += letterboxes.length) {
            int pictures = Math.min(letterboxes.length, frames.size() - from);
            for (int slot = 0; slot < pictures; slot++) {
                letterboxes[slot] = writer.write(frames.get(from + slot), slot);
            }
            List<FloatBuffer> outputs = infer(pictures);
            for (int slot = 0; slot < pictures; slot++) {
                seen.add(reader.read(outputs, slot, letterboxes[slot]));
            }
        }
        return seen;
    }

    private void check(List<? extends Frame> frames) throws DetectorFailure {
        if (closed) {
            throw new IllegalStateException("detector %s: used after it was closed".formatted(manifest().name()));
        }
        if (frames.isEmpty() || frames.size() > maxBatch) {
            throw new IllegalArgumentException("frames: expected 1 to %d, found %d".formatted(maxBatch, frames.size()));
        }
        for (Frame frame : frames) {
            if (frame.width() < 1 || frame.height() < 1 || Math.max(frame.width(), frame.height()) > MAX_FRAME_SIDE) {
                throw new DetectorFailure("frame: expected sides of 1 to %d pixels, found %d x %d"
                        .formatted(MAX_FRAME_SIDE, frame.width(), frame.height()));
            }
        }
    }

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            try (tensor;
                    writer) {
                closeEngine();
            }
        }
    }
}
