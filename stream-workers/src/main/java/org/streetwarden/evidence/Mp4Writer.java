package org.streetwarden.evidence;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * FFmpeg's MP4 muxer writing into native memory, with the index in front so that a player can begin and seek before it
 * has read all. Owns all its native memory; closing frees it. Used by one thread.
 */
final class Mp4Writer implements AutoCloseable {

    /** Ticks per second of the track, the clock of RTP video (RFC 3551). */
    static final int TICKS = 90_000;

    private static final int HEADER_BYTES = 8 * 1024;
    /** The most the index takes for one packet: its entries in stts, ctts, stsz, stss, stsc and co64. */
    private static final int INDEX_BYTES = 48;

    private final AVFormatContext context = new AVFormatContext(null);
    private final AVIOContext output = new AVIOContext(null);
    private final AVPacket packet = av_packet_alloc();
    private final BytePointer scratch;

    /**
     * @param width pixels, above 0
     * @param packets how many will be written, at most
     * @param largestBytes size of the largest packet
     */
    Mp4Writer(AVCodecDescriptor codec, int width, int height, byte[] extradata, int packets, int largestBytes)
            throws RemuxFailure {
        scratch = new BytePointer((long) largestBytes + AV_INPUT_BUFFER_PADDING_SIZE);
        try {
            check("allocate", avformat_alloc_output_context2(context, (AVOutputFormat) null, "mp4", (String) null));
            check("open", avio_open_dyn_buf(output));
            context.pb(output);
            context.flags(context.flags() | AVFMT_FLAG_BITEXACT);
            AVStream stream = avformat_new_stream(context, null);
            stream.time_base().num(1).den(TICKS);
            describe(stream.codecpar(), codec, width, height, extradata);
            writeHeader(HEADER_BYTES + extradata.length + INDEX_BYTES * packets);
        } catch (RemuxFailure failure) {
            close();
            throw failure;
        }
    }

    private static void describe(
            AVCodecParameters parameters, AVCodecDescriptor codec, int width, int height, byte[] extradata) {
        parameters.codec_type(AVMEDIA_TYPE_VIDEO);
        parameters.codec_id(codec.id());
        parameters.width(width);
        parameters.height(height);
        parameters.format(AV_PIX_FMT_YUV420P);
        if (codec.name().getString().equals("hevc")) {
            parameters.codec_tag(tag("hvc1"));
        }
        if (extradata.length > 0) {
            BytePointer copy = new BytePointer(av_mallocz((long) extradata.length + AV_INPUT_BUFFER_PADDING_SIZE));
            copy.put(extradata);
            parameters.extradata(copy);
            parameters.extradata_size(extradata.length);
        }
    }

    private static int tag(String four) {
        return four.charAt(0) | four.charAt(1) << 8 | four.charAt(2) << 16 | four.charAt(3) << 24;
    }

    private void writeHeader(int indexBytes) throws RemuxFailure {
        AVDictionary options = new AVDictionary(null);
        try {
            av_dict_set(options, "moov_size", Integer.toString(indexBytes), 0);
            check("begin", avformat_write_header(context, options));
        } finally {
            av_dict_free(options);
        }
    }

    /**
     * @param ptsTicks at least {@code dtsTicks}
     * @param dtsTicks above the one before; may be negative
     */
    void write(ByteBuffer data, long ptsTicks, long dtsTicks, long durationTicks, boolean key) throws RemuxFailure {
        int size = data.remaining();
        scratch.position(0).limit(size).asByteBuffer().put(data);
        packet.data(scratch);
        packet.size(size);
        packet.pts(ptsTicks);
        packet.dts(dtsTicks);
        packet.duration(durationTicks);
        packet.flags(key ? AV_PKT_FLAG_KEY : 0);
        packet.stream_index(0);
        check("write", av_write_frame(context, packet));
    }

    /** Completes the file and copies it out; nothing can be written after it. */
    byte[] finish() throws RemuxFailure {
        check("end", av_write_trailer(context));
        BytePointer file = new BytePointer((Pointer) null);
        int size = avio_close_dyn_buf(output, file);
        output.setNull();
        context.pb(null);
        byte[] bytes = new byte[size];
        file.get(bytes);
        av_free(file);
        return bytes;
    }

    private static void check(String step, int code) throws RemuxFailure {
        if (code < 0) {
            byte[] text = new byte[128];
            av_strerror(code, text, text.length);
            throw new RemuxFailure("mp4: expected to %s the file, found %s"
                    .formatted(step, new String(text, 0, length(text), java.nio.charset.StandardCharsets.UTF_8)));
        }
    }

    private static int length(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return end;
    }

    @Override
    public void close() {
        if (!output.isNull()) {
            BytePointer file = new BytePointer((Pointer) null);
            avio_close_dyn_buf(output, file);
            av_free(file);
            output.setNull();
        }
        if (!context.isNull()) {
            context.pb(null);
            avformat_free_context(context);
            context.setNull();
        }
        packet.data(null);
        av_packet_free(packet);
        scratch.close();
    }
}
