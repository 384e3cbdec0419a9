package org.streetwarden.source;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.streetwarden.media.Packet;

/** The one AVPacket of a source, filled again and again. Owns it; its bytes are lent until the next fill. */
final class LentPacket implements Packet, AutoCloseable {

    private final AVPacket packet = avcodec.av_packet_alloc();
    private ByteBuffer data = ByteBuffer.allocate(0);
    private long ptsUs;
    private long dtsUs;
    private Instant arrivedAt = Instant.EPOCH;
    private boolean freed;

    LentPacket() {
        Natives.taken(Natives.Kind.PACKET);
    }

    /** The packet to read into, empty. */
    AVPacket emptied() {
        data = ByteBuffer.allocate(0);
        avcodec.av_packet_unref(packet);
        return packet;
    }

    /** Says where what was read lies in time. */
    LentPacket lend(long atPtsUs, long atDtsUs, Instant at) {
        ptsUs = atPtsUs;
        dtsUs = atDtsUs;
        arrivedAt = at;
        data = packet.data().capacity(packet.size()).asByteBuffer().asReadOnlyBuffer();
        return this;
    }

    AVPacket raw() {
        return packet;
    }

    @Override
    public long ptsUs() {
        return ptsUs;
    }

    @Override
    public long dtsUs() {
        return dtsUs;
    }

    @Override
    public boolean key() {
        return (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
    }

    @Override
    public ByteBuffer data() {
        return data.duplicate();
    }

    @Override
    public Instant arrivedAt() {
        return arrivedAt;
    }

    /** Frees the packet; a second call does nothing. */
    @Override
    public void close() {
        if (!freed) {
            freed = true;
            data = ByteBuffer.allocate(0);
            avcodec.av_packet_free(packet);
            Natives.freed(Natives.Kind.PACKET);
        }
    }
}
