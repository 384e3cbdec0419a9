package org.streetwarden.models.pixels;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.streetwarden.media.Frame;

/**
 * Scales pictures of one size to one letterbox with FFmpeg's swscale, each plane by itself: by area where it shrinks,
 * linearly where it grows. Chroma samples count as centred between their luma samples. Owns two native scalers. One
 * thread at a time.
 */
final class PictureScaler implements AutoCloseable {

    private static final AtomicInteger OPEN = new AtomicInteger();

    private final Letterbox letterbox;
    private final SwsContext luma;
    private final SwsContext chroma;

    PictureScaler(Letterbox letterbox) {
        this.letterbox = letterbox;
        int width = letterbox.sourceWidth();
        int height = letterbox.sourceHeight();
        this.luma = context(width, height, letterbox);
        this.chroma = context((width + 1) / 2, (height + 1) / 2, letterbox);
        OPEN.incrementAndGet();
    }

    private static SwsContext context(int width, int height, Letterbox to) {
        SwsContext context = sws_getContext(
                width,
                height,
                AV_PIX_FMT_GRAY8,
                to.width(),
                to.height(),
                AV_PIX_FMT_GRAY8,
                SWS_AREA,
                null,
                null,
                (DoublePointer) null);
        if (context == null) {
            throw new IllegalStateException("swscale: expected a scaler from %d x %d to %d x %d, found none"
                    .formatted(width, height, to.width(), to.height()));
        }
        return context;
    }

    /** How many exist that have not been closed. */
    static int open() {
        return OPEN.get();
    }

    Letterbox letterbox() {
        return letterbox;
    }

    boolean fits(int width, int height) {
        return letterbox.sourceWidth() == width && letterbox.sourceHeight() == height;
    }

    /**
     * Scales one plane.
     *
     * @param strideIn (scratch) direct, one int
     * @param out (output) direct, at least {@code strideOut} bytes for each row of the letterbox
     * @param strideOut direct, one int: bytes from one row of {@code out} to the next
     * @throws IllegalArgumentException where the frame's plane is shorter than its size says
     */
    void scale(Frame frame, int plane, IntBuffer strideIn, ByteBuffer out, IntBuffer strideOut) {
        int columns = plane == 0 ? frame.width() : (frame.width() + 1) / 2;
        int rows = plane == 0 ? frame.height() : (frame.height() + 1) / 2;
        ByteBuffer in = frame.plane(plane);
        check(in, columns, rows, frame.stride(plane));
        strideIn.put(0, frame.stride(plane));
        int written = sws_scale(plane == 0 ? luma : chroma, in, strideIn, 0, rows, out, strideOut);
        if (written != letterbox.height()) {
            throw new IllegalStateException(
                    "swscale: expected %d rows, found %d".formatted(letterbox.height(), written));
        }
    }

    /** What stands between a wrong frame and a read outside its memory. */
    private static void check(ByteBuffer plane, int columns, int rows, int stride) {
        long bytes = (rows - 1L) * stride + columns;
        if (!plane.isDirect() || plane.position() != 0 || stride < columns || plane.limit() < bytes) {
            throw new IllegalArgumentException(
                    "frame plane: expected %d direct bytes for %d rows of stride %d, found %s"
                            .formatted(bytes, rows, stride, plane));
        }
    }

    @Override
    public void close() {
        sws_freeContext(luma);
        sws_freeContext(chroma);
        OPEN.decrementAndGet();
    }
}
