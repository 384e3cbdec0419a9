package org.streetwarden.decode;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.streetwarden.media.Frame;

/** A pool's AVFrame while it is lent. Its memory is FFmpeg's, counted by reference, and good until it is closed. */
final class NativeFrame implements Frame {

    private static final int PLANES = 3;

    private final FramePool pool;
    private final AVFrame frame;
    private final Instant arrivedAt;
    private final long ptsUs;
    private final int width;
    private final int height;
    private final boolean fullRange;
    private final ByteBuffer[] planes = new ByteBuffer[PLANES];
    private final int[] strides = new int[PLANES];
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param frame filled, YUV 4:2:0 with 8 bits; the pool's, given back when this closes */
    NativeFrame(FramePool pool, AVFrame frame, Instant arrivedAt) {
        this.pool = pool;
        this.frame = frame;
        this.arrivedAt = arrivedAt;
        ptsUs = frame.pts();
        width = frame.width();
        height = frame.height();
        fullRange = frame.format() == avutil.AV_PIX_FMT_YUVJ420P || frame.color_range() == avutil.AVCOL_RANGE_JPEG;
        for (int i = 0; i < PLANES; i++) {
            int rows = i == 0 ? height : (height + 1) / 2;
            int columns = i == 0 ? width : (width + 1) / 2;
            strides[i] = frame.linesize(i);
            long bytes = (long) strides[i] * (rows - 1) + columns;
            planes[i] = frame.data(i).capacity(bytes).asByteBuffer().asReadOnlyBuffer();
        }
    }

    @Override
    public long ptsUs() {
        return ptsUs;
    }

    @Override
    public Instant arrivedAt() {
        return arrivedAt;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public boolean fullRange() {
        return fullRange;
    }

    @Override
    public ByteBuffer plane(int plane) {
        if (closed.get()) {
            throw new IllegalStateException("frame at %d us is closed".formatted(ptsUs));
        }
        return planes[plane];
    }

    @Override
    public int stride(int plane) {
        return strides[plane];
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            throw new IllegalStateException("frame at %d us closed twice".formatted(ptsUs));
        }
        pool.giveBack(frame);
    }
}
