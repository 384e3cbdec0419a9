package org.streetwarden.source;

import java.util.List;

/**
 * What a video file says of itself before its pictures.
 *
 * @param codec FFmpeg's name
 * @param width pixels; 0 where it does not say
 * @param height pixels; 0 where it does not say
 * @param durationUs 0 where it does not say
 * @param pictures 0 where it does not say
 * @param framesPerSecond 0 where it does not say
 * @param createdUs when recording began or ended, as its maker has it, microseconds since 1970 in UTC by the standard and in
 *     local time by some aircraft; {@link Long#MIN_VALUE} where it does not say
 * @param maker what wrote it, such as {@code DJI Mavic3}; empty where it does not say
 * @param subtitles whether it has a subtitle track
 * @param dataTracks names of its other tracks, such as {@code djmd}
 */
public record VideoHead(
        String codec,
        int width,
        int height,
        long durationUs,
        long pictures,
        double framesPerSecond,
        long createdUs,
        String maker,
        boolean subtitles,
        List<String> dataTracks) {}
