package org.streetwarden.flight;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What the names of a flight's files say, before anybody has read one. Names may hold folders, with either slash. */
public final class FlightNames {

    private FlightNames() {}

    /** What a name's ending promises. */
    public enum Kind {
        VIDEO("mp4|mov|m4v|avi|mkv|ts"),
        TELEMETRY("srt"),
        PHOTO("jpe?g|dng|tiff?"),
        ELEVATION("asc|hgt"),
        OTHER("");

        private final String endings;

        Kind(String endings) {
            this.endings = endings;
        }

        /** By the name's ending, whatever its case. */
        public static Kind of(String name) {
            String file = file(name).toLowerCase(Locale.ROOT);
            String ending = file.substring(file.lastIndexOf('.') + 1);
            for (Kind kind : values()) {
                if (!file.startsWith(".") && file.indexOf('.') > 0 && ending.matches(kind.endings)) {
                    return kind;
                }
            }
            return OTHER;
        }
    }

    private static String slashes(String name) {
        return name.replace('\\', '/');
    }

    /** The last part of a path. */
    public static String file(String name) {
        String path = slashes(name);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The name without folders and without what follows the last point, in small letters. */
    public static String stem(String name) {
        return cut(file(name));
    }

    private static String cut(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        int point = small.lastIndexOf('.');
        return point > small.lastIndexOf('/') + 1 ? small.substring(0, point) : small;
    }

    /** The stem without the letter of the lens: aircraft with several lenses write one file each, and one telemetry. */
    public static String stemOfAllLenses(String name) {
        return stem(name).replaceFirst("_[vtwzs]$", "");
    }

    /**
     * Which telemetry belongs to which video: the same name in the same folder, then the same name anywhere, then the name
     * without the lens's letter.
     *
     * @return telemetry by video; who is not named has none of that name, or more than one
     */
    public static Map<String, String> pairs(List<String> videos, List<String> telemetry) {
        Map<String, String> pairs = new HashMap<>();
        Set<String> used = new HashSet<>();
        List<UnaryOperator<String>> rules =
                List.of(name -> cut(slashes(name)), FlightNames::stem, FlightNames::stemOfAllLenses);
        for (UnaryOperator<String> rule : rules) {
            Map<String, List<String>> byName =
                    telemetry.stream().filter(name -> !used.contains(name)).collect(Collectors.groupingBy(rule));
            for (String video : videos) {
                List<String> same = byName.getOrDefault(rule.apply(video), List.of());
                if (!pairs.containsKey(video) && same.size() == 1) {
                    pairs.put(video, same.getFirst());
                    used.add(same.getFirst());
                }
            }
        }
        return pairs;
    }
}
