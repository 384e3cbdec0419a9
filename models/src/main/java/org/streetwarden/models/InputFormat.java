package org.streetwarden.models;

import java.util.List;
import java.util.Optional;

/**
 * What a model expects of its picture: a float tensor {@code [batch, 3, height, width]} (NCHW) whose value is
 * {@code (sample * scale - mean) / std}, with samples from 0 to 255.
 *
 * @param name of the graph's input
 * @param width pixels, {@value #MIN_SIDE} to {@value #MAX_SIDE}, a multiple of the head's step
 * @param height as {@code width}
 * @param colour order of the three channels
 * @param scale factor before mean and deviation: 1 for samples of 0 to 255, 1/255 for 0 to 1
 * @param mean one per channel, in the order of {@code colour}
 * @param std one per channel, above 0
 * @param placement where the picture lies when it does not fill the input
 * @param pad sample around the picture, 0 to 255, the same for every channel
 * @param sizes name of a second input, int64 {@code [1, 2]}, that takes the width and height boxes are to be put out in;
 *     it is given the input's own
 */
public record InputFormat(
        String name,
        int width,
        int height,
        Colour colour,
        double scale,
        List<Double> mean,
        List<Double> std,
        Placement placement,
        int pad,
        Optional<String> sizes) {

    public static final int MIN_SIDE = 32;
    public static final int MAX_SIDE = 4096;

    /** Order of the channels. */
    public enum Colour {
        BGR,
        RGB
    }

    /** Where the picture lies on the input. */
    public enum Placement {
        CENTRE,
        TOP_LEFT,
        /** Each axis is scaled by itself, nothing is padded. */
        STRETCH
    }

    /** An input without a second one for sizes. */
    public InputFormat(
            String name,
            int width,
            int height,
            Colour colour,
            double scale,
            List<Double> mean,
            List<Double> std,
            Placement placement,
            int pad) {
        this(name, width, height, colour, scale, mean, std, placement, pad, Optional.empty());
    }

    public InputFormat {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }
}
