package org.streetwarden.geometry;

import java.util.List;

/** Which edges of a polygon meet where they should not. Edge i runs from corner i to the next. */
final class Crossings {

    private static final int[] NONE = {};

    private Crossings() {}

    /** @return the indices of the first two edges that cross, touch or fold back; empty where there are none */
    static int[] first(List<Point> corners) {
        int n = corners.size();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (meet(corners, i, j)) {
                    return new int[] {i, j};
                }
            }
        }
        return NONE;
    }

    private static boolean meet(List<Point> corners, int i, int j) {
        int n = corners.size();
        Point a = corners.get(i);
        Point b = corners.get((i + 1) % n);
        Point c = corners.get(j);
        Point d = corners.get((j + 1) % n);
        if (j == i + 1) {
            return onSegment(a, b, d) || onSegment(c, d, a);
        }
        if (i == 0 && j == n - 1) {
            return onSegment(a, b, c) || onSegment(c, d, b);
        }
        return segmentsMeet(a, b, c, d);
    }

    private static boolean segmentsMeet(Point a, Point b, Point c, Point d) {
        boolean crosses = opposite(turn(a, b, c), turn(a, b, d)) && opposite(turn(c, d, a), turn(c, d, b));
        return crosses || onSegment(a, b, c) || onSegment(a, b, d) || onSegment(c, d, a) || onSegment(c, d, b);
    }

    private static boolean opposite(double one, double other) {
        return (one > 0 && other < 0) || (one < 0 && other > 0);
    }

    static boolean onSegment(Point a, Point b, Point p) {
        return turn(a, b, p) == 0
                && p.x() >= Math.min(a.x(), b.x())
                && p.x() <= Math.max(a.x(), b.x())
                && p.y() >= Math.min(a.y(), b.y())
                && p.y() <= Math.max(a.y(), b.y());
    }

    /** Twice the signed area of the triangle: 0 where the three lie on one line. */
    private static double turn(Point a, Point b, Point c) {
        return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x());
    }
}
