package org.streetwarden.evidence;

import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.streetwarden.media.KeptPacket;

/** Decodes a whole file, as a player would. */
final class Pictures {

    private Pictures() {}

    /** @return how many pictures come out without an error */
    static int decodable(DemuxedFile file) {
        AVCodec codec = avcodec_find_decoder_by_name(file.info().codec());
        AVCodecContext context = avcodec_alloc_context3(codec);
        ByteBuffer extradata = file.info().extradata();
        byte[] setup = new byte[extradata.remaining()];
        extradata.duplicate().get(setup);
        context.extradata(new BytePointer(av_mallocz((long) setup.length + AV_INPUT_BUFFER_PADDING_SIZE)).put(setup));
        context.extradata_size(setup.length);
        avcodec_open2(context, codec, (AVDictionary) null);
        AVFrame frame = av_frame_alloc();
        int pictures = 0;
        for (KeptPacket packet : file.packets()) {
            send(context, packet);
            pictures += drain(context, frame);
        }
        avcodec_send_packet(context, null);
        pictures += drain(context, frame);
        av_frame_free(frame);
        avcodec_free_context(context);
        return pictures;
    }

    private static void send(AVCodecContext context, KeptPacket kept) {
        int size = kept.data().remaining();
        AVPacket packet = av_packet_alloc();
        try (BytePointer data = new BytePointer((long) size + AV_INPUT_BUFFER_PADDING_SIZE)) {
            data.limit(size).asByteBuffer().put(kept.data());
            packet.data(data);
            packet.size(size);
            packet.flags(kept.key() ? AV_PKT_FLAG_KEY : 0);
            avcodec_send_packet(context, packet);
            packet.data(null);
            packet.size(0);
        }
        av_packet_free(packet);
    }

    private static int drain(AVCodecContext context, AVFrame frame) {
        int pictures = 0;
        while (avcodec_receive_frame(context, frame) >= 0) {
            pictures += frame.decode_error_flags() == 0 ? 1 : 0;
        }
        return pictures;
    }
}
