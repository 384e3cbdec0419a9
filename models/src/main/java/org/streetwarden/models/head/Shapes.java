package org.streetwarden.models.head;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Writes tensor shapes for people. */
public final class Shapes {

    private Shapes() {}

    /** The first axis of the first shape; 1 where there is none. */
    static long batch(List<long[]> shapes) {
        return shapes.isEmpty() || shapes.getFirst().length == 0 ? 1 : shapes.getFirst()[0];
    }

    /** Whether a head can have that many places. */
    static boolean isCount(long places) {
        return places >= 0 && places <= Candidates.MAX_PLACES;
    }

    /** A shape of {@code axes} axes, without the 1 for the picture where there is one before them. */
    static long[] onePicture(long[] shape, int axes) {
        return shape.length == axes + 1 && shape[0] == 1 ? Arrays.copyOfRange(shape, 1, shape.length) : shape;
    }

    /** Whether they are {@code [batch, places, scores]} and {@code [batch, places, 4]}. */
    static boolean arePairs(List<long[]> shapes, int scores) {
        if (shapes.size() != 2 || shapes.getFirst().length != 3) {
            return false;
        }
        long[] first = shapes.getFirst();
        return first[2] == scores
                && isCount(first[1])
                && Arrays.equals(shapes.getLast(), new long[] {first[0], first[1], 4});
    }

    /** How many numbers a tensor of that shape holds; the largest long where that overflows or an axis is negative. */
    public static long numbers(long[] shape) {
        long numbers = 1;
        for (long axis : shape) {
            if (axis < 0 || (axis > 0 && numbers > Long.MAX_VALUE / axis)) {
                return Long.MAX_VALUE;
            }
            numbers *= axis;
        }
        return numbers;
    }

    /** As {@code [1, 3, 320, 576]}; an axis of unknown length is {@code ?}. */
    public static String text(long[] shape) {
        return Arrays.stream(shape)
                .mapToObj(n -> n < 0 ? "?" : Long.toString(n))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /** Several shapes with commas between, or "none". */
    public static String text(List<long[]> shapes) {
        return shapes.isEmpty() ? "none" : shapes.stream().map(Shapes::text).collect(Collectors.joining(", "));
    }
}
