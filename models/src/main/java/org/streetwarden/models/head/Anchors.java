package org.streetwarden.models.head;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sizes of the boxes that an anchor-based detector's numbers refer to.
 *
 * @param levels fine to coarse; each {@value #PER_LEVEL} widths and heights by turns, in input pixels
 */
public record Anchors(List<List<Double>> levels) {

    /** Anchors of each level. */
    public static final int PER_LEVEL = 3;

    private static final Map<String, Anchors> KNOWN = new TreeMap<>(Map.of(
            "yolov5",
            new Anchors(List.of(
                    List.of(10.0, 13.0, 16.0, 30.0, 33.0, 23.0),
                    List.of(30.0, 61.0, 62.0, 45.0, 59.0, 119.0),
                    List.of(116.0, 90.0, 156.0, 198.0, 373.0, 326.0))),
            "yolov7",
            new Anchors(List.of(
                    List.of(12.0, 16.0, 19.0, 36.0, 40.0, 28.0),
                    List.of(36.0, 75.0, 76.0, 55.0, 72.0, 146.0),
                    List.of(142.0, 110.0, 192.0, 243.0, 459.0, 401.0))),
            "yolo-fastestv2",
            new Anchors(List.of(
                    List.of(12.64, 19.39, 37.88, 51.48, 55.71, 138.31),
                    List.of(126.91, 78.23, 131.57, 214.55, 279.92, 258.87)))));

    public Anchors {
        levels = levels.stream().map(List::copyOf).toList();
    }

    /** The set published with a family of detectors. */
    public static Optional<Anchors> known(String name) {
        return Optional.ofNullable(KNOWN.get(name));
    }

    /** Names of the known sets. */
    public static Set<String> names() {
        return KNOWN.keySet();
    }

    float width(int level, int anchor) {
        return levels.get(level).get(2 * anchor).floatValue();
    }

    float height(int level, int anchor) {
        return levels.get(level).get(2 * anchor + 1).floatValue();
    }
}
