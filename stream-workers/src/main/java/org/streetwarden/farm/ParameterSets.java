package org.streetwarden.farm;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The VPS, SPS and PPS of a stream, in the order a decoder needs them.
 *
 * @param nalLengthBytes 1, 2 or 4: how long the length before each NAL unit of a sample is
 * @param units whole NAL units without start code or length; possibly none (avc3, hev1)
 */
record ParameterSets(VideoCodec codec, int nalLengthBytes, List<byte[]> units) {

    ParameterSets {
        units = List.copyOf(units);
    }

    ParameterSets withUnits(List<byte[]> replacement) {
        return new ParameterSets(codec, nalLengthBytes, replacement);
    }

    /**
     * Reads an MP4 decoder configuration record: avcC (ISO/IEC 14496-15, 5.3.3.1) or hvcC (8.3.3.1).
     *
     * @throws IllegalArgumentException where the record is torn or of another version
     */
    static ParameterSets parse(VideoCodec codec, byte[] extradata) {
        ByteBuffer in = ByteBuffer.wrap(extradata);
        try {
            return codec == VideoCodec.H264 ? parseAvcC(in) : parseHvcC(in);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "decoder configuration: expected a whole record, found it torn at byte " + in.position(), e);
        }
    }

    private static ParameterSets parseAvcC(ByteBuffer in) {
        expectVersion(in);
        in.position(Math.min(in.limit(), 4));
        int lengthBytes = (in.get() & 3) + 1;
        List<byte[]> units = new ArrayList<>();
        readUnits(in, in.get() & 0x1F, units);
        readUnits(in, in.get() & 0xFF, units);
        return new ParameterSets(VideoCodec.H264, lengthBytes, units);
    }

    private static ParameterSets parseHvcC(ByteBuffer in) {
        expectVersion(in);
        in.position(Math.min(in.limit(), 21));
        int lengthBytes = (in.get() & 3) + 1;
        List<byte[]> units = new ArrayList<>();
        for (int arrays = in.get() & 0xFF; arrays > 0; arrays--) {
            int type = in.get() & 0x3F;
            List<byte[]> ofThisType = new ArrayList<>();
            readUnits(in, in.getShort() & 0xFFFF, ofThisType);
            if (VideoCodec.H265.parameterSet(type)) {
                units.addAll(ofThisType);
            }
        }
        return new ParameterSets(VideoCodec.H265, lengthBytes, units);
    }

    private static void expectVersion(ByteBuffer in) {
        int version = in.get();
        if (version != 1) {
            throw new IllegalArgumentException("decoder configuration: expected version 1, found " + version);
        }
    }

    private static void readUnits(ByteBuffer in, int count, List<byte[]> into) {
        for (int i = 0; i < count; i++) {
            byte[] unit = new byte[Math.min(in.getShort() & 0xFFFF, in.remaining() + 1)];
            in.get(unit);
            if (unit.length > 0) {
                into.add(unit);
            }
        }
    }

    /** The value of {@code a=fmtp} (RFC 6184 section 8.2.1, RFC 7798 section 7.1). */
    String fmtp() {
        if (codec == VideoCodec.H264) {
            String sps = units.stream()
                    .filter(u -> codec.nalType(u[0]) == 7 && u.length >= 4)
                    .findFirst()
                    .map(u -> ";profile-level-id="
                            + HexFormat.of().withUpperCase().formatHex(u, 1, 4))
                    .orElse("");
            return "packetization-mode=1" + sps + sprop(";sprop-parameter-sets", 7, 8);
        }
        String all = sprop(";sprop-vps", 32, 32) + sprop(";sprop-sps", 33, 33) + sprop(";sprop-pps", 34, 34);
        return all.isEmpty() ? "" : all.substring(1);
    }

    private String sprop(String name, int firstType, int lastType) {
        String sets = units.stream()
                .filter(u -> codec.nalType(u[0]) >= firstType && codec.nalType(u[0]) <= lastType)
                .map(Base64.getEncoder()::encodeToString)
                .collect(Collectors.joining(","));
        return sets.isEmpty() ? "" : name + "=" + sets;
    }
}
