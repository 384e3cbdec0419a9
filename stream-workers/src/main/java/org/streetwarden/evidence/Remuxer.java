package org.streetwarden.evidence;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get_by_name;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.streetwarden.media.Clip;
import org.streetwarden.media.KeptPacket;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.source.FfmpegLog;
import org.streetwarden.source.PictureSize;

/**
 * Puts a clip into an MP4 file without touching a picture: every packet's coded data stays as the camera sent it. The
 * first picture is shown at 0. The same clip always gives the same bytes. Any thread.
 */
public final class Remuxer {

    private static final int MAX_SIDE = 16_384;

    private Remuxer() {}

    /**
     * @return the whole file, index in front
     * @throws RemuxFailure where the clip is empty, or its codec, configuration or packets cannot go into an MP4 file
     */
    public static byte[] mp4(Clip clip) throws RemuxFailure {
        if (clip.isEmpty() || !clip.packets().getFirst().key()) {
            throw new RemuxFailure("clip: expected pictures from a key frame on, found "
                    + (clip.isEmpty() ? "none" : "another picture first"));
        }
        FfmpegLog.redirect();
        StreamInfo info = clip.info();
        AVCodecDescriptor codec = avcodec_descriptor_get_by_name(info.codec());
        if (codec == null || codec.isNull()) {
            throw new RemuxFailure("clip: codec: expected one FFmpeg knows, found %s".formatted(info.codec()));
        }
        ByteBuffer firstKey = clip.packets().getFirst().data();
        CodecSetup setup = CodecSetup.of(info, firstKey);
        Sides size = sides(info, codec, setup, firstKey);
        if (size.width() < 1 || size.height() < 1 || size.width() > MAX_SIDE || size.height() > MAX_SIDE) {
            throw new RemuxFailure("clip: picture size: expected sides of 1 to %d, found %dx%d"
                    .formatted(MAX_SIDE, size.width(), size.height()));
        }
        return write(usable(clip.packets(), setup), clip.fromUs(), codec, size, setup);
    }

    /** Pixels; 0 where they cannot be told. */
    private record Sides(int width, int height) {}

    /** As described, or else read from the first key frame's headers, without decoding. */
    private static Sides sides(StreamInfo info, AVCodecDescriptor codec, CodecSetup setup, ByteBuffer firstKey) {
        if (info.width() > 0 && info.height() > 0) {
            return new Sides(info.width(), info.height());
        }
        try (PictureSize size = new PictureSize(codec.id(), setup.extradata())) {
            size.read(firstKey);
            return new Sides(size.width(), size.height());
        }
    }

    /** Without packets that hold no unit at all: a muxer can find nothing to write in them. */
    private static List<KeptPacket> usable(List<KeptPacket> packets, CodecSetup setup) {
        List<KeptPacket> usable = new ArrayList<>(packets.size());
        for (KeptPacket packet : packets) {
            if (packet.data().hasRemaining()
                    && (!setup.startCodes() || CodecSetup.beginsWithStartCode(packet.data()))) {
                usable.add(packet);
            }
        }
        return usable;
    }

    private static byte[] write(
            List<KeptPacket> packets, long baseUs, AVCodecDescriptor codec, Sides size, CodecSetup setup)
            throws RemuxFailure {
        int largest = packets.stream().mapToInt(p -> p.data().remaining()).max().orElse(0);
        try (Mp4Writer writer =
                new Mp4Writer(codec, size.width(), size.height(), setup.extradata(), packets.size(), largest)) {
            long lastDts = Long.MIN_VALUE;
            for (int i = 0; i < packets.size(); i++) {
                KeptPacket packet = packets.get(i);
                long dts = Math.max(ticks(packet.dtsUs() - baseUs), lastDts + 1);
                long pts = Math.max(ticks(packet.ptsUs() - baseUs), dts);
                writer.write(packet.data(), pts, dts, durationTicks(packets, i), packet.key());
                lastDts = dts;
            }
            return writer.finish();
        }
    }

    /** To the next packet's decoding; the last picture lasts as long as the one before it. */
    private static long durationTicks(List<KeptPacket> packets, int i) {
        if (packets.size() == 1) {
            return Mp4Writer.TICKS / 25;
        }
        int from = Math.min(i, packets.size() - 2);
        return Math.max(
                1, ticks(packets.get(from + 1).dtsUs() - packets.get(from).dtsUs()));
    }

    /** Microseconds to ticks, rounded to the nearest. */
    private static long ticks(long us) {
        return Math.floorDiv(us * 9 + 50, 100);
    }
}
