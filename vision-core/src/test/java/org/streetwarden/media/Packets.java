package org.streetwarden.media;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Packets made up for tests. A story is one letter per packet in decoding order: K key, P picture, B one shown earlier. */
final class Packets {

    static final long FRAME_US = 40_000;
    static final StreamInfo INFO = new StreamInfo("h264", 1920, 1080, ByteBuffer.allocate(0));

    private Packets() {}

    /** Bytes that tell packets apart. */
    static KeptPacket packet(long ptsUs, boolean key, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (ptsUs / FRAME_US * 31 + i * 7L);
        }
        Instant arrivedAt = Instant.EPOCH.plusMillis(ptsUs / 1000);
        return new KeptPacket(ptsUs, ptsUs, key, arrivedAt, ByteBuffer.wrap(bytes));
    }

    /** 25 pictures a second from 0; a B is shown one place before the letter in front of it. */
    static List<KeptPacket> story(String letters, int size) {
        List<KeptPacket> packets = new ArrayList<>();
        for (int i = 0; i < letters.length(); i++) {
            boolean shownEarlier = letters.charAt(i) == 'B';
            boolean shownLater = i + 1 < letters.length() && letters.charAt(i + 1) == 'B';
            int place = shownEarlier ? i - 1 : shownLater ? i + 1 : i;
            packets.add(packet(place * FRAME_US, letters.charAt(i) == 'K', size));
        }
        return packets;
    }
}
