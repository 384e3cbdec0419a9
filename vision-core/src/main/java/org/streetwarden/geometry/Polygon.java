package org.streetwarden.geometry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A simple polygon in a picture, corners in either direction, closed by itself. Any list of corners can be held;
 * {@link #problems} says whether it is fit for use, so that a loader can report every fault at once.
 *
 * @param corners fractions of the picture's width and height
 */
public record Polygon(List<Point> corners) {

    /** More corners than a person draws. */
    public static final int MAX_CORNERS = 256;

    /** The smallest area worth a zone: about 10 by 20 pixels of a 1080p picture. */
    public static final double MIN_AREA = 1e-4;

    /** The whole picture. */
    public static final Polygon PICTURE = of(0, 0, 1, 0, 1, 1, 0, 1);

    public Polygon {
        corners = List.copyOf(corners);
    }

    /**
     * @param coordinates x, y, x, y … as fractions
     * @throws IllegalArgumentException where a coordinate is left over
     */
    public static Polygon of(double... coordinates) {
        if (coordinates.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "polygon: expected pairs of x and y, found " + coordinates.length + " numbers");
        }
        List<Point> corners = new ArrayList<>();
        for (int i = 0; i < coordinates.length; i += 2) {
            corners.add(new Point(coordinates[i], coordinates[i + 1]));
        }
        return new Polygon(corners);
    }

    /** @return what is wrong with it, one sentence each; empty where it is sound */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (corners.size() < 3 || corners.size() > MAX_CORNERS) {
            problems.add("polygon: expected 3 to " + MAX_CORNERS + " corners, found " + corners.size());
        }
        for (int i = 0; i < corners.size(); i++) {
            if (!unit(corners.get(i).x()) || !unit(corners.get(i).y())) {
                problems.add(at("corner %d: expected x and y from 0 to 1, found [%s, %s]", i));
            }
        }
        if (problems.isEmpty()) {
            int[] crossing = Crossings.first(corners);
            if (crossing.length > 0) {
                problems.add("polygon: expected edges that do not cross or touch, found edge %d meeting edge %d"
                        .formatted(crossing[0] + 1, crossing[1] + 1));
            } else if (area() < MIN_AREA) {
                problems.add(String.format(
                        Locale.ROOT,
                        "polygon: expected an area of at least %s of the picture, found %.6f",
                        MIN_AREA,
                        area()));
            }
        }
        return problems;
    }

    private String at(String form, int i) {
        return form.formatted(i + 1, corners.get(i).x(), corners.get(i).y());
    }

    private static boolean unit(double value) {
        return value >= 0 && value <= 1;
    }

    /** Fraction of the picture's area, at least 0; by the shoelace formula. */
    public double area() {
        return Math.abs(shoelace(corners)) / 2;
    }

    /** Whether the point lies inside or on an edge; by counting crossings of a ray to the right. */
    public boolean contains(Point point) {
        boolean inside = false;
        for (int i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
            Point a = corners.get(j);
            Point b = corners.get(i);
            if (Crossings.onSegment(a, b, point)) {
                return true;
            }
            boolean straddles = (a.y() > point.y()) != (b.y() > point.y());
            if (straddles && point.x() < a.x() + (point.y() - a.y()) * (b.x() - a.x()) / (b.y() - a.y())) {
                inside = !inside;
            }
        }
        return inside;
    }

    /** The smallest upright box around it. Needs at least one corner, all finite. */
    public Box bounds() {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Point corner : corners) {
            left = Math.min(left, corner.x());
            top = Math.min(top, corner.y());
            right = Math.max(right, corner.x());
            bottom = Math.max(bottom, corner.y());
        }
        return new Box(left, top, right, bottom);
    }

    /**
     * How much of the box lies inside: 0 to 1; 0 for a box without area. Clips the polygon to the box (Sutherland and
     * Hodgman 1974); a concave polygon may come back with doubled edges, whose area is 0.
     */
    public double coverage(Box box) {
        if (box.area() <= 0) {
            return 0;
        }
        List<Point> inside = Clipping.to(box, corners);
        return Math.min(1, Math.abs(shoelace(inside)) / 2 / box.area());
    }

    private static double shoelace(List<Point> points) {
        double twice = 0;
        for (int i = 0, j = points.size() - 1; i < points.size(); j = i++) {
            twice += points.get(j).x() * points.get(i).y()
                    - points.get(i).x() * points.get(j).y();
        }
        return twice;
    }

    /** The same polygon always gives the same text: corners in order, six decimals. */
    public String canonical() {
        StringBuilder text = new StringBuilder();
        for (Point corner : corners) {
            text.append(String.format(Locale.ROOT, "%.6f,%.6f;", corner.x(), corner.y()));
        }
        return text.toString();
    }
}
