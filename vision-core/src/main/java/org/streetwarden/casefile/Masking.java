package org.streetwarden.casefile;

import java.util.List;
import java.util.Optional;
import org.streetwarden.geometry.Box;
import org.streetwarden.zone.Kind;

/**
 * What must not be seen of a case's pictures, for stills and clips alike: everything around the subject but as coarse blocks, and in its
 * box the upper two thirds of every person and the lower half, where plates are, of every vehicle but the one that a case of parking
 * is about.
 */
public final class Masking {

    public static final String PERSON = "person";
    public static final String VEHICLE = "vehicle";

    /** What a model must look for, so that a picture without such boxes is one without such things. */
    public static final List<String> LABELS = List.of(PERSON, VEHICLE);

    /** Along the longer side of a picture, at the most. */
    public static final int BLOCKS = 32;

    /** Pixels of a block's edge, at the least. */
    public static final int LEAST_BLOCK_PIXELS = 16;

    private static final double PERSON_PART = 2.0 / 3;
    private static final double PLATE_PART = 0.5;
    private static final double GROWTH = 0.1;
    private static final double SAME_VEHICLE_IOU = 0.5;

    private Masking() {}

    /** Edge of a block of a picture of that size. */
    public static int blockPixels(int width, int height) {
        return Math.max(LEAST_BLOCK_PIXELS, (Math.max(width, height) + BLOCKS - 1) / BLOCKS);
    }

    /**
     * The part of a thing that must not be seen, grown by a tenth where boxes are a little wrong.
     *
     * @param subject of the case
     * @return empty where all of it may be
     */
    public static Optional<Box> part(String label, Box box, Kind kind, Box subject) {
        if (label.equals(PERSON)) {
            return Optional.of(upper(box));
        }
        boolean parked = kind == Kind.GREEN_PARKING && box.iou(subject) >= SAME_VEHICLE_IOU;
        return label.equals(VEHICLE) && !parked ? Optional.of(lower(box)) : Optional.empty();
    }

    private static Box upper(Box person) {
        double wider = GROWTH * person.width();
        return inside(new Box(
                person.left() - wider,
                person.top() - GROWTH * person.height(),
                person.right() + wider,
                person.top() + PERSON_PART * person.height()));
    }

    private static Box lower(Box vehicle) {
        double wider = GROWTH * vehicle.width();
        return inside(new Box(
                vehicle.left() - wider,
                vehicle.bottom() - PLATE_PART * vehicle.height(),
                vehicle.right() + wider,
                vehicle.bottom() + GROWTH * vehicle.height()));
    }

    private static Box inside(Box box) {
        return new Box(share(box.left()), share(box.top()), share(box.right()), share(box.bottom()));
    }

    private static double share(double edge) {
        return Math.clamp(edge, 0, 1);
    }
}
