package org.streetwarden.flight;

import java.util.List;
import java.util.Optional;
import org.streetwarden.directory.LonLat;
import org.streetwarden.geometry.Point;

/**
 * Which part of a picture shows a place on level ground: the projective map that takes the ground under the picture's corners to
 * those corners. Exact for a lens without distortion over a plane. Immutable.
 */
public final class GroundWarp {

    private static final int UNKNOWNS = 8;
    private static final double[][] CORNERS = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    private static final double SINGULAR = 1e-12;

    private final LocalPlane plane;
    private final double scaleM;
    private final double[] map;

    private GroundWarp(LocalPlane plane, double scaleM, double[] map) {
        this.plane = plane;
        this.scaleM = scaleM;
        this.map = map;
    }

    /**
     * @param footprint the ground under the picture's corners, from the upper left, clockwise in the picture
     * @return empty where they are not four, or span no ground
     */
    public static Optional<GroundWarp> of(List<LonLat> footprint) {
        if (footprint.size() != CORNERS.length) {
            return Optional.empty();
        }
        LocalPlane plane = new LocalPlane(footprint.getFirst());
        double scaleM = footprint.stream().mapToDouble(plane::distanceM).max().orElse(0);
        double[][] rows = new double[UNKNOWNS][];
        for (int i = 0; i < CORNERS.length; i++) {
            double e = plane.eastM(footprint.get(i)) / scaleM;
            double n = plane.northM(footprint.get(i)) / scaleM;
            double x = CORNERS[i][0];
            double y = CORNERS[i][1];
            rows[2 * i] = new double[] {e, n, 1, 0, 0, 0, -x * e, -x * n, x};
            rows[2 * i + 1] = new double[] {0, 0, 0, e, n, 1, -y * e, -y * n, y};
        }
        return scaleM > 0 && solve(rows) ? Optional.of(new GroundWarp(plane, scaleM, column(rows))) : Optional.empty();
    }

    /** Gauss-Jordan with partial pivoting; false where there is no single solution. */
    private static boolean solve(double[][] rows) {
        for (int i = 0; i < UNKNOWNS; i++) {
            int best = i;
            for (int r = i + 1; r < UNKNOWNS; r++) {
                best = Math.abs(rows[r][i]) > Math.abs(rows[best][i]) ? r : best;
            }
            double[] pivot = rows[best];
            rows[best] = rows[i];
            rows[i] = pivot;
            if (!(Math.abs(pivot[i]) > SINGULAR)) {
                return false;
            }
            for (int r = 0; r < UNKNOWNS; r++) {
                double share = r == i ? 0 : rows[r][i] / pivot[i];
                for (int c = i; share != 0 && c <= UNKNOWNS; c++) {
                    rows[r][c] -= share * pivot[c];
                }
            }
        }
        return true;
    }

    private static double[] column(double[][] rows) {
        double[] found = new double[UNKNOWNS];
        for (int i = 0; i < UNKNOWNS; i++) {
            found[i] = rows[i][UNKNOWNS] / rows[i][i];
        }
        return found;
    }

    /** @return fractions of the picture; empty where it does not show the place */
    public Optional<Point> pictured(LonLat place) {
        double e = plane.eastM(place) / scaleM;
        double n = plane.northM(place) / scaleM;
        double w = map[6] * e + map[7] * n + 1;
        double x = (map[0] * e + map[1] * n + map[2]) / w;
        double y = (map[3] * e + map[4] * n + map[5]) / w;
        boolean shown = w > SINGULAR && x >= 0 && x <= 1 && y >= 0 && y <= 1;
        return shown ? Optional.of(new Point(x, y)) : Optional.empty();
    }
}
