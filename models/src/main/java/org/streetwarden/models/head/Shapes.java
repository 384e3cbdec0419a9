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
