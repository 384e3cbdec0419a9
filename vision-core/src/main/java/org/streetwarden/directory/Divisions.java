package org.streetwarden.directory;

import java.util.Map;

/** Administrative divisions (GB/T 2260): which provinces there are and roughly where they lie. */
final class Divisions {

    /** By the first two digits; degrees, WGS-84, rounded outward by a few kilometres, islands included. */
    private static final Map<String, Bounds> PROVINCES = Map.ofEntries(
            province("11", 115.3, 39.3, 117.6, 41.2),
            province("12", 116.6, 38.4, 118.2, 40.4),
            province("13", 113.3, 35.9, 120.0, 42.8),
            province("14", 110.1, 34.4, 114.7, 40.9),
            province("15", 97.0, 37.3, 126.2, 53.5),
            province("21", 118.7, 38.4, 125.9, 43.6),
            province("22", 121.5, 40.7, 131.5, 46.4),
            province("23", 121.0, 43.3, 135.2, 53.7),
            province("31", 120.7, 30.5, 122.6, 32.0),
            province("32", 116.2, 30.6, 122.2, 35.4),
            province("33", 117.9, 26.9, 123.5, 31.3),
            province("34", 114.8, 29.3, 119.8, 34.8),
            province("35", 115.7, 23.3, 120.9, 28.5),
            province("36", 113.4, 24.3, 118.6, 30.2),
            province("37", 114.6, 34.2, 123.0, 38.6),
            province("41", 110.2, 31.2, 116.8, 36.5),
            province("42", 108.2, 28.9, 116.3, 33.4),
            province("43", 108.6, 24.5, 114.4, 30.3),
            province("44", 109.5, 20.0, 117.5, 25.7),
            province("45", 104.3, 20.7, 112.2, 26.5),
            province("46", 108.2, 3.0, 118.0, 20.3),
            province("50", 105.1, 28.0, 110.4, 32.4),
            province("51", 97.2, 25.9, 108.7, 34.5),
            province("52", 103.5, 24.5, 109.7, 29.4),
            province("53", 97.4, 21.0, 106.3, 29.4),
            province("54", 78.2, 26.7, 99.3, 36.6),
            province("61", 105.3, 31.6, 111.4, 39.7),
            province("62", 92.2, 32.4, 108.9, 43.0),
            province("63", 89.2, 31.4, 103.2, 39.4),
            province("64", 104.1, 35.1, 107.8, 39.5),
            province("65", 73.3, 34.2, 96.5, 49.3),
            province("71", 116.6, 20.5, 124.7, 26.5),
            province("81", 113.7, 22.0, 114.6, 22.7),
            province("82", 113.4, 22.0, 113.7, 22.3));

    private Divisions() {}

    private record Bounds(double west, double south, double east, double north) {
        boolean hold(LonLat place) {
            return place.longitude() >= west
                    && place.longitude() <= east
                    && place.latitude() >= south
                    && place.latitude() <= north;
        }
    }

    private static Map.Entry<String, Bounds> province(
            String code, double west, double south, double east, double north) {
        return Map.entry(code, new Bounds(west, south, east, north));
    }

    /**
     * Whether digits can be a division: a province that exists, and nothing named below a level that is zero.
     *
     * @param digits 2, 4, 6 or 8 of them
     */
    static boolean plausible(String digits) {
        if (!digits.matches("([0-9]{2}){1,4}") || !PROVINCES.containsKey(digits.substring(0, 2))) {
            return false;
        }
        boolean ended = false;
        for (int at = 2; at < digits.length(); at += 2) {
            boolean zero = digits.startsWith("00", at);
            if (ended && !zero) {
                return false;
            }
            ended = zero;
        }
        return true;
    }

    /** @param division at least two digits of a plausible one */
    static boolean mayHold(String division, LonLat place) {
        return PROVINCES.get(division.substring(0, 2)).hold(place);
    }
}
