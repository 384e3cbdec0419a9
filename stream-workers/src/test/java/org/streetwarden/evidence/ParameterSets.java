package org.streetwarden.evidence;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.media.StreamInfo;

/** Reads the parameter sets out of an avcC or hvcC record (ISO/IEC 14496-15). */
final class ParameterSets {

    private ParameterSets() {}

    static byte[][] of(StreamInfo info) {
        ByteBuffer in = info.extradata().duplicate();
        return info.codec().equals("hevc") ? hvcc(in) : avcc(in);
    }

    private static byte[][] avcc(ByteBuffer in) {
        List<byte[]> sets = new ArrayList<>();
        in.position(5);
        take(in, in.get() & 0x1f, sets);
        take(in, in.get() & 0xff, sets);
        return sets.toArray(byte[][]::new);
    }

    private static byte[][] hvcc(ByteBuffer in) {
        List<byte[]> sets = new ArrayList<>();
        in.position(22);
        for (int arrays = in.get() & 0xff; arrays > 0; arrays--) {
            int kind = in.get() & 0x3f;
            List<byte[]> taken = new ArrayList<>();
            take(in, in.getShort() & 0xffff, taken);
            if (kind >= 32 && kind <= 34) {
                sets.addAll(taken);
            }
        }
        return sets.toArray(byte[][]::new);
    }

    private static void take(ByteBuffer in, int count, List<byte[]> sets) {
        for (int i = 0; i < count; i++) {
            byte[] set = new byte[in.getShort() & 0xffff];
            in.get(set);
            sets.add(set);
        }
    }
}
