package org.streetwarden.geometry;

import java.util.ArrayList;
import java.util.List;

/** Cuts a polygon to a box, one edge after another (Sutherland and Hodgman, Reentrant Polygon Clipping, CACM 1974). */
final class Clipping {

    private Clipping() {}

    static List<Point> to(Box box, List<Point> corners) {
        List<Point> left = cut(corners, true, box.left(), 1);
        List<Point> right = cut(left, true, box.right(), -1);
        List<Point> top = cut(right, false, box.top(), 1);
        return cut(top, false, box.bottom(), -1);
    }

    /** Keeps what lies on the line or on the side of it where {@code sign} times the distance is positive. */
    private static List<Point> cut(List<Point> corners, boolean vertical, double line, int sign) {
        List<Point> kept = new ArrayList<>(corners.size() + 4);
        for (int i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
            Point from = corners.get(j);
            Point to = corners.get(i);
            double before = sign * ((vertical ? from.x() : from.y()) - line);
            double after = sign * ((vertical ? to.x() : to.y()) - line);
            if (before >= 0 != after >= 0) {
                double t = before / (before - after);
                kept.add(new Point(from.x() + t * (to.x() - from.x()), from.y() + t * (to.y() - from.y())));
            }
            if (after >= 0) {
                kept.add(to);
            }
        }
        return kept;
    }
}
