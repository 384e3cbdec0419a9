package org.streetwarden.farm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;

/**
 * RTP and RTCP to a client's UDP ports. Sends a limited number of packets a millisecond, as a camera's network does:
 * a whole key picture at once would overrun the client's socket.
 */
final class DatagramOut implements MediaOut, EventLoop.Timed {

    private static final int PACKETS_PER_TURN = 4;
    private static final long TURN_NANOS = 1_000_000;

    private record Queued(Burst burst, int packets) {}

    private final EventLoop loop;
    private final UdpPorts ports;
    private final InetSocketAddress media;
    private final InetSocketAddress control;
    private final int boundBytes;
    private final FarmCounts counts;
    private final ArrayDeque<Queued> queue = new ArrayDeque<>(2);
    private int queuedBytes;
    private int packetsLeftOfHead;
    private boolean scheduled;
    private long dueNanos;

    /** @param media the client's address and RTP port; the address is that of its RTSP connection */
    DatagramOut(
            EventLoop loop,
            UdpPorts ports,
            InetSocketAddress media,
            InetSocketAddress control,
            int boundBytes,
            FarmCounts counts) {
        this.loop = loop;
        this.ports = ports;
        this.media = media;
        this.control = control;
        this.boundBytes = boundBytes;
        this.counts = counts;
    }

    @Override
    public int channel() {
        return 0;
    }

    @Override
    public boolean hasRoom(int bytes) {
        return queuedBytes == 0 || queuedBytes + bytes <= boundBytes;
    }

    @Override
    public void send(Burst burst, int packets) {
        queuedBytes += burst.bytes();
        if (queue.isEmpty()) {
            packetsLeftOfHead = packets;
        }
        queue.add(new Queued(burst, packets));
        if (!scheduled) {
            onTime(System.nanoTime());
        }
    }

    @Override
    public void onTime(long nowNanos) {
        scheduled = false;
        for (int i = 0; i < PACKETS_PER_TURN && !queue.isEmpty(); i++) {
            sendNext();
        }
        if (!queue.isEmpty()) {
            scheduled = true;
            dueNanos = nowNanos + TURN_NANOS;
            loop.schedule(this);
        }
    }

    private void sendNext() {
        Burst head = queue.element().burst();
        ByteBuffer scratch = loop.writeBuffer.clear();
        int before = head.bytes();
        head.nextDatagram(scratch);
        queuedBytes -= before - head.bytes();
        transmit(ports.media(), scratch.flip().position(Picture.INTERLEAVE_BYTES), media);
        if (--packetsLeftOfHead == 0) {
            queue.remove();
            packetsLeftOfHead = queue.isEmpty() ? 0 : queue.element().packets();
        }
    }

    @Override
    public void report(byte[] packet) {
        transmit(ports.control(), ByteBuffer.wrap(packet), control);
    }

    /** The network may lose datagrams, and so may the operating system: both are the client's loss, not a failure. */
    private void transmit(DatagramChannel channel, ByteBuffer packet, InetSocketAddress to) {
        try {
            if (channel.send(packet, to) == 0) {
                counts.add(FarmCounter.UDP_PACKETS_DROPPED, 1);
            }
        } catch (IOException e) {
            counts.add(FarmCounter.UDP_PACKETS_DROPPED, 1);
        }
    }

    @Override
    public long dueNanos() {
        return dueNanos;
    }

    @Override
    public void close() {
        queue.clear();
        queuedBytes = 0;
        if (scheduled) {
            loop.unschedule(this);
            scheduled = false;
        }
        ports.forget(control);
    }
}
