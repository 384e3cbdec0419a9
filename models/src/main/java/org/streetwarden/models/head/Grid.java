package org.streetwarden.models.head;

/**
 * The places of an anchor-free detector with strides 8, 16 and 32: for each stride, row by row, one place per cell.
 *
 * @param width input pixels, a multiple of 32
 * @param height input pixels, a multiple of 32
 */
public record Grid(int width, int height) {

    private static final int[] STRIDES = {8, 16, 32};

    /** Number of places over all strides. */
    public int places() {
        int places = 0;
        for (int stride : STRIDES) {
            places += places(stride);
        }
        return places;
    }

    private int places(int stride) {
        return (width / stride) * (height / stride);
    }

    /** Pixels between the cells of the level a place lies on. */
    int stride(int place) {
        int first = 0;
        for (int stride : STRIDES) {
            first += places(stride);
            if (place < first) {
                return stride;
            }
        }
        throw new IllegalArgumentException("place %d: expected below %d".formatted(place, first));
    }

    /** A place's number on its own level. */
    int onLevel(int place) {
        int rest = place;
        for (int stride : STRIDES) {
            if (rest < places(stride)) {
                break;
            }
            rest -= places(stride);
        }
        return rest;
    }
}
