package org.streetwarden.farm;

/** The two codecs the farm plays, and what RTP needs to know of their NAL units. */
enum VideoCodec {
    /** ITU-T H.264, carried as in RFC 6184. */
    H264("H264", 1) {
        @Override
        int nalType(byte firstByte) {
            return firstByte & 0x1F;
        }

        @Override
        boolean parameterSet(int nalType) {
            return nalType == 7 || nalType == 8;
        }

        @Override
        boolean worthSending(int nalType) {
            return nalType != 9 && nalType != 12;
        }
    },

    /** ITU-T H.265, carried as in RFC 7798. */
    H265("H265", 2) {
        @Override
        int nalType(byte firstByte) {
            return (firstByte >> 1) & 0x3F;
        }

        @Override
        boolean parameterSet(int nalType) {
            return nalType >= 32 && nalType <= 34;
        }

        @Override
        boolean worthSending(int nalType) {
            return nalType != 35 && nalType != 38;
        }
    };

    /** As written in {@code a=rtpmap}. */
    final String encodingName;

    /** Bytes of a NAL unit's header. */
    final int nalHeaderBytes;

    VideoCodec(String encodingName, int nalHeaderBytes) {
        this.encodingName = encodingName;
        this.nalHeaderBytes = nalHeaderBytes;
    }

    abstract int nalType(byte firstByte);

    /** VPS, SPS or PPS. */
    abstract boolean parameterSet(int nalType);

    /** Anything but access unit delimiters and filler, which RTP has no use for. */
    abstract boolean worthSending(int nalType);
}
