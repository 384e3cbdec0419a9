package org.streetwarden.farm;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Splits MP4 samples into NAL units. */
final class NalUnits {

    private NalUnits() {}

    /**
     * The NAL units of one sample, each preceded by its length (ISO/IEC 14496-15).
     *
     * @return whole NAL units, copied; access unit delimiters and filler left out
     * @throws IllegalArgumentException where a length reaches beyond the sample
     */
    static List<byte[]> split(ParameterSets sets, ByteBuffer sample) {
        List<byte[]> units = new ArrayList<>();
        while (sample.remaining() > sets.nalLengthBytes()) {
            long length = length(sample, sets.nalLengthBytes());
            if (length > sample.remaining()) {
                throw new IllegalArgumentException("NAL unit: expected at most %d bytes, found a length of %d"
                        .formatted(sample.remaining(), length));
            }
            byte[] unit = new byte[(int) length];
            sample.get(unit);
            if (unit.length >= sets.codec().nalHeaderBytes
                    && sets.codec().worthSending(sets.codec().nalType(unit[0]))) {
                units.add(unit);
            }
        }
        return units;
    }

    private static long length(ByteBuffer in, int bytes) {
        long length = 0;
        for (int i = 0; i < bytes; i++) {
            length = (length << 8) | (in.get() & 0xFF);
        }
        return length;
    }
}
