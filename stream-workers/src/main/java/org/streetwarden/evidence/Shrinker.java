package org.streetwarden.evidence;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_DEFAULT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.streetwarden.media.Frame;
import org.streetwarden.source.Natives;

/** Makes pictures of one size small, samples from 16 to 235. Owns its native memory; closing frees it. Used by one thread. */
final class Shrinker implements AutoCloseable {

    private static final int ONE = 1 << 16;

    private final int fromWidth;
    private final int fromHeight;
    private final boolean fullRange;
    private final int width;
    private final int height;
    private final SwsContext scaler;
    private final BytePointer[] small = new BytePointer[3];

    /** @param first like all that come after it; borrowed */
    Shrinker(Frame first, int longestSide) {
        fromWidth = first.width();
        fromHeight = first.height();
        fullRange = first.fullRange();
        double scale = Math.min(1, (double) longestSide / Math.max(fromWidth, fromHeight));
        width = even(fromWidth * scale);
        height = even(fromHeight * scale);
        scaler = sws_getContext(
                fromWidth,
                fromHeight,
                AV_PIX_FMT_YUV420P,
                width,
                height,
                AV_PIX_FMT_YUV420P,
                SWS_AREA,
                null,
                null,
                (DoublePointer) null);
        Natives.taken(Natives.Kind.SCALER);
        IntPointer matrix = sws_getCoefficients(SWS_CS_DEFAULT);
        sws_setColorspaceDetails(scaler, matrix, fullRange ? 1 : 0, matrix, 0, 0, ONE, ONE);
        for (int plane = 0; plane < small.length; plane++) {
            small[plane] = new BytePointer(plane == 0 ? (long) width * height : (long) width * height / 4);
        }
    }

    /** At least the 16 pixels that an encoder takes. */
    private static int even(double side) {
        return Math.max(16, 2 * (int) Math.round(side / 2));
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Whether a picture has the size and the range of the first. */
    boolean fits(Frame frame) {
        return frame.width() == fromWidth && frame.height() == fromHeight && frame.fullRange() == fullRange;
    }

    /** @param frame one that {@link #fits}; borrowed */
    SmallPicture shrink(Frame frame) {
        try (PointerPointer<BytePointer> planes = new PointerPointer<>(4);
                IntPointer strides = new IntPointer(frame.stride(0), frame.stride(1), frame.stride(2), 0);
                PointerPointer<BytePointer> rows = new PointerPointer<>(4);
                IntPointer steps = new IntPointer(width, width / 2, width / 2, 0)) {
            for (int plane = 0; plane < 4; plane++) {
                planes.put(plane, plane < 3 ? new BytePointer(frame.plane(plane)) : null);
                rows.put(plane, plane < 3 ? small[plane] : null);
            }
            sws_scale(scaler, planes, strides, 0, fromHeight, rows, steps);
        }
        byte[][] samples = new byte[small.length][];
        for (int plane = 0; plane < small.length; plane++) {
            samples[plane] = new byte[(int) small[plane].capacity()];
            small[plane].get(samples[plane]);
        }
        return new SmallPicture(frame.ptsUs(), width, height, samples);
    }

    @Override
    public void close() {
        sws_freeContext(scaler);
        Natives.freed(Natives.Kind.SCALER);
        for (BytePointer plane : small) {
            plane.close();
        }
    }
}
