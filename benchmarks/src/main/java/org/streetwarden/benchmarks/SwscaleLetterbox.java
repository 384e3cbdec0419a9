package org.streetwarden.benchmarks;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GBRPF32;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.nio.FloatBuffer;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.streetwarden.media.Frame;
import org.streetwarden.models.pixels.BatchTensor;
import org.streetwarden.models.pixels.Letterbox;

/** The letterbox by FFmpeg's swscale in one go, to float planes in the tensor, which Java then stretches to 0 to 255. */
final class SwscaleLetterbox implements AutoCloseable {

    private static final int ONE = 1 << 16;

    private final BatchTensor tensor;
    private final Letterbox box;
    private final SwsContext context;
    private final PointerPointer<Pointer> sources = new PointerPointer<>(4);
    private final PointerPointer<Pointer> targets = new PointerPointer<>(4);
    private final IntPointer sourceStrides = new IntPointer(4);
    private final IntPointer targetStrides = new IntPointer(4);
    private final float[] values;

    SwscaleLetterbox(BatchTensor tensor, Letterbox box, int flags) {
        this.tensor = tensor;
        this.box = box;
        this.context = sws_getContext(
                box.sourceWidth(),
                box.sourceHeight(),
                AV_PIX_FMT_YUV420P,
                box.width(),
                box.height(),
                AV_PIX_FMT_GBRPF32,
                flags,
                null,
                null,
                (DoublePointer) null);
        IntPointer matrix = sws_getCoefficients(SWS_CS_ITU709);
        sws_setColorspaceDetails(context, matrix, 0, matrix, 1, 0, ONE, ONE);
        this.values = new float[box.width()];
        aim();
    }

    /** Swscale writes green, blue, red; the tensor holds blue, green, red. */
    private void aim() {
        int[] channel = {1, 0, 2};
        Pointer start = new Pointer(tensor.values());
        for (int p = 0; p < 3; p++) {
            long inside = tensor.planeAt(0, channel[p]) + (long) box.top() * tensor.width() + box.left();
            targets.put(p, new BytePointer(start).getPointer(inside * Float.BYTES));
            targetStrides.put(p, tensor.width() * Float.BYTES);
        }
    }

    void write(Frame frame) {
        for (int p = 0; p < 3; p++) {
            sources.put(p, new Pointer(frame.plane(p)));
            sourceStrides.put(p, frame.stride(p));
        }
        sws_scale(context, sources, sourceStrides, 0, box.sourceHeight(), targets, targetStrides);
        for (int channel = 0; channel < 3; channel++) {
            stretch(channel);
        }
    }

    /** From 0 to 1, as swscale's floats are, to 0 to 255. */
    private void stretch(int channel) {
        FloatBuffer out = tensor.values();
        for (int y = 0; y < box.height(); y++) {
            int at = tensor.planeAt(0, channel) + (box.top() + y) * tensor.width() + box.left();
            out.get(at, values, 0, box.width());
            for (int x = 0; x < box.width(); x++) {
                values[x] *= 255;
            }
            out.put(at, values, 0, box.width());
        }
    }

    @Override
    public void close() {
        sws_freeContext(context);
        sources.close();
        targets.close();
        sourceStrides.close();
        targetStrides.close();
    }
}
