package org.streetwarden.decode;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.streetwarden.source.Natives;

/**
 * Turns pictures of other formats (4:2:2, 4:4:4, 10 bit, grey) into planar 8-bit YUV 4:2:0 of the same size and range, by
 * swscale. Owns its native memory, taken at the first such picture. Used by one thread.
 */
final class PlanarConverter implements AutoCloseable {

    private SwsContext context;

    static boolean isNeededFor(AVFrame frame) {
        return frame.format() != avutil.AV_PIX_FMT_YUV420P && frame.format() != avutil.AV_PIX_FMT_YUVJ420P;
    }

    /** Replaces the frame's picture; FFmpeg's return code, negative where the format cannot be converted. */
    int convert(AVFrame frame) {
        if (context == null) {
            context = swscale.sws_alloc_context();
            context.flags(swscale.SWS_BILINEAR).threads(1);
            Natives.taken(Natives.Kind.SCALER);
        }
        AVFrame planar = avutil.av_frame_alloc();
        planar.format(avutil.AV_PIX_FMT_YUV420P).width(frame.width()).height(frame.height());
        avutil.av_frame_copy_props(planar, frame);
        int code = swscale.sws_scale_frame(context, planar, frame);
        if (code >= 0) {
            avutil.av_frame_unref(frame);
            avutil.av_frame_move_ref(frame, planar);
        }
        avutil.av_frame_free(planar);
        return code;
    }

    @Override
    public void close() {
        if (context != null) {
            swscale.sws_free_context(context);
            context = null;
            Natives.freed(Natives.Kind.SCALER);
        }
    }
}
