package org.streetwarden.media;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stretch of one run in heap memory, in decoding order: it starts with a key frame and nothing that its pictures refer
 * to is missing, so it decodes, and remuxes, on its own.
 *
 * @param packets decoding order; {@code dtsUs} is made anew for this stretch: strictly increasing and never above
 *     {@code ptsUs}, as a muxer wants it (it may begin below {@code fromUs})
 * @param fromUs smallest presentation time in it, microseconds; what was asked for where it is empty
 * @param toUs largest presentation time in it: when its last picture begins, microseconds
 * @param gaps stretches inside it without a picture, oldest first: longer than a second and than three times the usual
 *     distance between its pictures
 */
public record Clip(StreamInfo info, List<KeptPacket> packets, long fromUs, long toUs, List<Gap> gaps) {

    private static final long SHORTEST_GAP_US = 1_000_000;

    /** From the picture before the hole to the picture after it, microseconds. */
    public record Gap(long fromUs, long toUs) {}

    public Clip {
        packets = List.copyOf(packets);
        gaps = List.copyOf(gaps);
    }

    /** @param packets decoding order, key frame first, not empty */
    public static Clip of(StreamInfo info, List<KeptPacket> packets) {
        long[] shownUs = packets.stream().mapToLong(KeptPacket::ptsUs).sorted().toArray();
        return new Clip(
                info, withDecodingTimes(packets, shownUs), shownUs[0], shownUs[shownUs.length - 1], gaps(shownUs));
    }

    /** What is kept of a time of which nothing is kept. */
    public static Clip empty(StreamInfo info, long askedFromUs) {
        return new Clip(info, List.of(), askedFromUs, askedFromUs, List.of());
    }

    public boolean isEmpty() {
        return packets.isEmpty();
    }

    /** Encoded bytes of all packets. */
    public long sizeBytes() {
        return packets.stream().mapToLong(packet -> packet.data().remaining()).sum();
    }

    /**
     * The i-th packet is decoded when the i-th picture is shown, all of it earlier by the least shift that puts no picture's
     * decoding after its showing.
     */
    private static List<KeptPacket> withDecodingTimes(List<KeptPacket> packets, long[] shownUs) {
        long shiftUs = 0;
        for (int i = 0; i < shownUs.length; i++) {
            shiftUs = Math.max(shiftUs, shownUs[i] - packets.get(i).ptsUs());
        }
        List<KeptPacket> timed = new ArrayList<>(shownUs.length);
        for (int i = 0; i < shownUs.length; i++) {
            timed.add(packets.get(i).withDtsUs(shownUs[i] - shiftUs));
        }
        return timed;
    }

    private static List<Gap> gaps(long[] shownUs) {
        long limitUs = Math.max(SHORTEST_GAP_US, 3 * usualDistanceUs(shownUs));
        List<Gap> gaps = new ArrayList<>();
        for (int i = 1; i < shownUs.length; i++) {
            if (shownUs[i] - shownUs[i - 1] > limitUs) {
                gaps.add(new Gap(shownUs[i - 1], shownUs[i]));
            }
        }
        return gaps;
    }

    /** The median; 0 for a single picture. */
    private static long usualDistanceUs(long[] shownUs) {
        long[] distancesUs = new long[Math.max(1, shownUs.length - 1)];
        for (int i = 1; i < shownUs.length; i++) {
            distancesUs[i - 1] = shownUs[i] - shownUs[i - 1];
        }
        Arrays.sort(distancesUs);
        return distancesUs[(distancesUs.length - 1) / 2];
    }
}
