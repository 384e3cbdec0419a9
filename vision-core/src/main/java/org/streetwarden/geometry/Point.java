package org.streetwarden.geometry;

/**
 * A place in a picture, as a fraction of its width and height.
 *
 * @param x from the left edge, 0 to 1 inside the picture
 * @param y from the top edge, 0 to 1 inside the picture
 */
public record Point(double x, double y) {}
