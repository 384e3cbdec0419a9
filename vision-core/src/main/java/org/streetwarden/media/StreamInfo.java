package org.streetwarden.media;

import java.nio.ByteBuffer;

/**
 * What a decoder or a muxer must know before the first packet of a run.
 *
 * @param codec FFmpeg's name: {@code h264}, {@code hevc}, {@code vp9}, {@code mpeg4} …
 * @param width pixels; 0 where only the packets tell
 * @param height pixels; 0 where only the packets tell
 * @param extradata codec configuration (SPS/PPS, avcC …) in heap memory, read-only, possibly empty
 */
public record StreamInfo(String codec, int width, int height, ByteBuffer extradata) {

    public StreamInfo {
        extradata = ByteBuffer.allocate(extradata.remaining())
                .put(extradata.duplicate())
                .flip()
                .asReadOnlyBuffer();
    }
}
