package org.streetwarden.models.pixels;

import org.streetwarden.models.InputFormat;

/**
 * How a source picture lies on a model's input: scaled by one factor to the largest size that fits, the rest padded, or
 * stretched over all of it. Edges are whole input pixels, so each axis has its own exact scale.
 *
 * @param sourceWidth pixels of the picture
 * @param sourceHeight pixels of the picture
 * @param left first input column the picture covers
 * @param top first input row the picture covers
 * @param width input columns the picture covers, at least 1
 * @param height input rows the picture covers, at least 1
 */
public record Letterbox(int sourceWidth, int sourceHeight, int left, int top, int width, int height) {

    /** Lays a picture of that size on the input. */
    public static Letterbox of(int sourceWidth, int sourceHeight, InputFormat input) {
        if (input.placement() == InputFormat.Placement.STRETCH) {
            return new Letterbox(sourceWidth, sourceHeight, 0, 0, input.width(), input.height());
        }
        double scale = Math.min((double) input.width() / sourceWidth, (double) input.height() / sourceHeight);
        int width = Math.clamp(Math.round(sourceWidth * scale), 1, input.width());
        int height = Math.clamp(Math.round(sourceHeight * scale), 1, input.height());
        boolean centre = input.placement() == InputFormat.Placement.CENTRE;
        int left = centre ? (input.width() - width) / 2 : 0;
        int top = centre ? (input.height() - height) / 2 : 0;
        return new Letterbox(sourceWidth, sourceHeight, left, top, width, height);
    }

    /** From an input column, in pixels, to a fraction of the picture's width; outside 0 to 1 in the padding. */
    public double fractionX(double inputX) {
        return (inputX - left) / width;
    }

    /** From an input row, in pixels, to a fraction of the picture's height; outside 0 to 1 in the padding. */
    public double fractionY(double inputY) {
        return (inputY - top) / height;
    }

    /** From a fraction of the picture's width to an input column, in pixels. */
    public double inputX(double fractionX) {
        return left + fractionX * width;
    }

    /** From a fraction of the picture's height to an input row, in pixels. */
    public double inputY(double fractionY) {
        return top + fractionY * height;
    }
}
