package org.streetwarden.farm;

import java.nio.file.Path;
import java.util.List;

/**
 * One file's video, packetised for RTP and ready to be played in a loop by any number of cameras. Heap memory, immutable.
 *
 * @param file where it came from, for messages
 * @param sets what a decoder must know before the first picture; at least one unit
 * @param width pixels
 * @param height pixels
 * @param pictures in decoding order; the first is a key picture with {@code dtsTicks} 0
 * @param loopTicks length of the loop, 90 kHz: longer than the last picture's decoding time
 * @param reorderTicks largest distance from decoding to presentation, 90 kHz; 0 without B pictures
 */
record Footage(
        Path file,
        ParameterSets sets,
        int width,
        int height,
        List<Picture> pictures,
        long loopTicks,
        long reorderTicks) {

    static final int TICKS_PER_SECOND = 90_000;

    Footage {
        pictures = List.copyOf(pictures);
    }

    VideoCodec codec() {
        return sets.codec();
    }

    double picturesPerSecond() {
        return (double) pictures.size() * TICKS_PER_SECOND / loopTicks;
    }

    /**
     * The part between two times of the loop, as a loop of its own: from the first key picture at or after {@code fromTicks} to
     * the last picture that is decoded before {@code untilTicks}. Shares the pictures' bytes.
     *
     * @throws UnplayableFile where no key picture lies there
     */
    Footage part(long fromTicks, long untilTicks) throws UnplayableFile {
        int first = indexAt(fromTicks);
        while (first < pictures.size() && !pictures.get(first).key()) {
            first++;
        }
        int end = indexAt(untilTicks);
        if (first >= end) {
            throw new UnplayableFile(
                    file,
                    "a key picture from %d s to %d s"
                            .formatted(
                                    fromTicks / TICKS_PER_SECOND, Math.min(untilTicks, loopTicks) / TICKS_PER_SECOND),
                    "none");
        }
        long start = pictures.get(first).dtsTicks();
        long stop = end == pictures.size() ? loopTicks : pictures.get(end).dtsTicks();
        List<Picture> part = pictures.subList(first, end).stream()
                .map(picture -> picture.earlier(start))
                .toList();
        return new Footage(file, sets, width, height, part, stop - start, reorderTicks);
    }

    /** Index of the first picture with {@code dtsTicks} at or after the given one; {@code pictures.size()} past the last. */
    int indexAt(long dtsTicks) {
        int low = 0;
        int high = pictures.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pictures.get(middle).dtsTicks() < dtsTicks) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
