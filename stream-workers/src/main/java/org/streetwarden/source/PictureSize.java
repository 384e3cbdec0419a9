package org.streetwarden.source;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Reads the picture's size off the headers of key frames, where the codec's parser tells it (H.264, H.265, MPEG-4; not VP9).
 * Owns its native memory. Used by one thread at a time.
 */
final class PictureSize implements AutoCloseable {

    private final AVCodecContext context = avcodec.avcodec_alloc_context3(null);
    private final AVCodecParserContext parser;
    private final PointerPointer<?> out = new PointerPointer<>(1);
    private final IntPointer outSize = new IntPointer(1);
    private int width;
    private int height;

    PictureSize(AVCodecParameters parameters) {
        avcodec.avcodec_parameters_to_context(context, parameters);
        parser = avcodec.av_parser_init(parameters.codec_id());
        if (parser != null) {
            parser.flags(parser.flags() | AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES);
        }
        Natives.taken(Natives.Kind.PARSER);
    }

    /** Looks at a key frame. */
    void read(AVPacket packet) {
        if (parser == null) {
            return;
        }
        long none = avutil.AV_NOPTS_VALUE;
        avcodec.av_parser_parse2(parser, context, out, outSize, packet.data(), packet.size(), none, none, -1);
        width = parser.width();
        height = parser.height();
    }

    /** Pixels; 0 where the last key frame did not tell. */
    int width() {
        return Math.max(0, width);
    }

    /** Pixels; 0 where the last key frame did not tell. */
    int height() {
        return Math.max(0, height);
    }

    @Override
    public void close() {
        if (parser != null) {
            avcodec.av_parser_close(parser);
        }
        avcodec.avcodec_free_context(context);
        out.close();
        outSize.close();
        Natives.freed(Natives.Kind.PARSER);
    }
}
