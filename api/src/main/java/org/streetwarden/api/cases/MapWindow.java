package org.streetwarden.api.cases;

import java.util.Optional;
import java.util.regex.Pattern;

/** A part of a map, edges included: degrees, WGS-84; never across the antimeridian. */
public record MapWindow(double west, double south, double east, double north) {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,3}(\\.[0-9]{1,12})?");

    public MapWindow {
        if (!(-180 <= west && west <= east && east <= 180 && -90 <= south && south <= north && north <= 90)) {
            throw new IllegalArgumentException("no part of a map: %s,%s,%s,%s".formatted(west, south, east, north));
        }
    }

    /** @param text {@code west,south,east,north}, as GeoJSON orders a bounding box; empty where it is none */
    public static Optional<MapWindow> parse(String text) {
        String[] edges = text.split(",", -1);
        if (edges.length != 4) {
            return Optional.empty();
        }
        double[] degrees = new double[edges.length];
        for (int i = 0; i < edges.length; i++) {
            if (!NUMBER.matcher(edges[i]).matches()) {
                return Optional.empty();
            }
            degrees[i] = Double.parseDouble(edges[i]);
        }
        try {
            return Optional.of(new MapWindow(degrees[0], degrees[1], degrees[2], degrees[3]));
        } catch (IllegalArgumentException unsound) {
            return Optional.empty();
        }
    }
}
