package org.streetwarden.source;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Reads the picture's size off the headers of key frames, where the codec's parser tells it (H.264, H.265, MPEG-4; not VP9).
 * Owns its native memory. Used by one thread at a time.
 */
public final class PictureSize implements AutoCloseable {

    private final AVCodecContext context = avcodec.avcodec_alloc_context3(null);
    private final AVCodecParserContext parser;
    private final PointerPointer<?> out = new PointerPointer<>(1);
    private final IntPointer outSize = new IntPointer(1);
    private int width;
    private int height;

    /**
     * @param codecId FFmpeg's {@code AVCodecID}
     * @param extradata the codec's configuration, as its container keeps it; may be empty
     */
    public PictureSize(int codecId, byte[] extradata) {
        this(codecId, context -> {
            context.codec_id(codecId);
            context.extradata(padded(extradata));
            context.extradata_size(extradata.length);
        });
    }

    PictureSize(AVCodecParameters parameters) {
        this(parameters.codec_id(), context -> avcodec.avcodec_parameters_to_context(context, parameters));
    }

    private PictureSize(int codecId, Consumer<AVCodecContext> setup) {
        setup.accept(context);
        parser = avcodec.av_parser_init(codecId);
        if (parser != null) {
            parser.flags(parser.flags() | AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES);
        }
        Natives.taken(Natives.Kind.PARSER);
    }

    /** Owned by the context that gets it. */
    private static BytePointer padded(byte[] bytes) {
        long size = (long) bytes.length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
        return new BytePointer(avutil.av_mallocz(size)).put(bytes);
    }

    /** Looks at a key frame. */
    void read(AVPacket packet) {
        parse(packet.data(), packet.size());
    }

    /** Looks at a key frame: the bytes from the buffer's position to its limit. */
    public void read(ByteBuffer keyFrame) {
        int size = keyFrame.remaining();
        try (BytePointer input = new BytePointer((long) size + avcodec.AV_INPUT_BUFFER_PADDING_SIZE)) {
            Pointer.memset(input, 0, input.capacity());
            input.asByteBuffer().put(keyFrame.duplicate());
            parse(input, size);
        }
    }

    private void parse(BytePointer data, int size) {
        if (parser == null) {
            return;
        }
        long none = avutil.AV_NOPTS_VALUE;
        avcodec.av_parser_parse2(parser, context, out, outSize, data, size, none, none, -1);
        width = parser.width();
        height = parser.height();
    }

    /** Pixels; 0 where the last key frame did not tell. */
    public int width() {
        return Math.max(0, width);
    }

    /** Pixels; 0 where the last key frame did not tell. */
    public int height() {
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
