package org.streetwarden.evidence;

import static org.bytedeco.ffmpeg.avcodec.AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.streetwarden.media.StreamInfo;

/** A stream's picture size in pixels; 0 where it cannot be told. */
record PictureSize(int width, int height) {

    /** As described, or else read from the first key frame's headers by FFmpeg's parser, without decoding. */
    static PictureSize of(StreamInfo info, AVCodecDescriptor codec, CodecSetup setup, ByteBuffer firstKey) {
        if (info.width() > 0 && info.height() > 0) {
            return new PictureSize(info.width(), info.height());
        }
        AVCodecParserContext parser = av_parser_init(codec.id());
        if (parser == null || parser.isNull()) {
            return new PictureSize(0, 0);
        }
        AVCodecContext context = avcodec_alloc_context3(avcodec_find_decoder(codec.id()));
        try {
            context.extradata(padded(setup.extradata()));
            context.extradata_size(setup.extradata().length);
            return parse(parser, context, firstKey);
        } finally {
            avcodec_free_context(context);
            av_parser_close(parser);
        }
    }

    private static PictureSize parse(AVCodecParserContext parser, AVCodecContext context, ByteBuffer firstKey) {
        parser.flags(parser.flags() | PARSER_FLAG_COMPLETE_FRAMES);
        int size = firstKey.remaining();
        try (BytePointer input = new BytePointer((long) size + AV_INPUT_BUFFER_PADDING_SIZE);
                BytePointer output = new BytePointer((Pointer) null);
                IntPointer outputSize = new IntPointer(1)) {
            Pointer.memset(input, 0, (long) size + AV_INPUT_BUFFER_PADDING_SIZE);
            input.limit(size).asByteBuffer().put(firstKey.duplicate());
            av_parser_parse2(parser, context, output, outputSize, input, size, 0, 0, 0);
            return new PictureSize(parser.width(), parser.height());
        }
    }

    /** Owned by the context that gets it. */
    private static BytePointer padded(byte[] bytes) {
        return new BytePointer(av_mallocz((long) bytes.length + AV_INPUT_BUFFER_PADDING_SIZE)).put(bytes);
    }
}
