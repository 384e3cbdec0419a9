package org.streetwarden.geometry;

/**
 * An upright rectangle in a picture. All edges are fractions of the picture's width (left, right) or height (top,
 * bottom), measured from the top left corner; a box may reach beyond the picture.
 *
 * @param left at most {@code right}
 * @param top at most {@code bottom}
 */
public record Box(double left, double top, double right, double bottom) {

    /** @throws IllegalArgumentException where an edge is not finite, or the edges are in the wrong order */
    public Box {
        if (!(left <= right && top <= bottom) || !finite(left, top, right, bottom)) {
            throw new IllegalArgumentException(
                    "box: expected finite left <= right and top <= bottom, found [%s, %s, %s, %s]"
                            .formatted(left, top, right, bottom));
        }
    }

    private static boolean finite(double... edges) {
        for (double edge : edges) {
            if (!Double.isFinite(edge)) {
                return false;
            }
        }
        return true;
    }

    public double width() {
        return right - left;
    }

    public double height() {
        return bottom - top;
    }

    public double area() {
        return width() * height();
    }

    public Point centre() {
        return new Point((left + right) / 2, (top + bottom) / 2);
    }

    /** Where an upright thing stands: the middle of the bottom edge. */
    public Point ground() {
        return new Point((left + right) / 2, bottom);
    }

    /** The shared part's area, 0 where the boxes do not meet. */
    public double intersection(Box other) {
        double w = Math.min(right, other.right) - Math.max(left, other.left);
        double h = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        return w > 0 && h > 0 ? w * h : 0;
    }

    /** Intersection over union, 0 to 1; 0 for two boxes without area. */
    public double iou(Box other) {
        double shared = intersection(other);
        double union = area() + other.area() - shared;
        return union > 0 ? shared / union : 0;
    }
}
