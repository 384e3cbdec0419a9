package org.streetwarden.geometry;

/**
 * Where places of one picture lie in another, as fractions of the pictures: {@code (x, y)} goes to {@code (xx x + xy y + x0,
 * yx x + yy y + y0)}.
 */
public record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {

    public static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

    public Point at(Point from) {
        return new Point(xx * from.x() + xy * from.y() + x0, yx * from.x() + yy * from.y() + y0);
    }

    /** A box of the same shape around the moved middle, as much larger as the pictures are. */
    public Box at(Box from) {
        Point middle = at(from.centre());
        double scale = Math.sqrt(Math.abs(xx * yy - xy * yx));
        double halfWide = scale * from.width() / 2;
        double halfHigh = scale * from.height() / 2;
        return new Box(middle.x() - halfWide, middle.y() - halfHigh, middle.x() + halfWide, middle.y() + halfHigh);
    }
}
