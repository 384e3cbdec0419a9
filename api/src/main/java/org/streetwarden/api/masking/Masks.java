package org.streetwarden.api.masking;

import java.util.ArrayList;
import java.util.List;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.geometry.Box;
import org.streetwarden.zone.Kind;

/**
 * Which parts of a picture must not be seen: the upper two thirds of every person and the lower half, where plates are,
 * of every vehicle but the one that a case of parking is about.
 */
public final class Masks {

    public static final String PERSON = "person";

    private static final String VEHICLE = "vehicle";

    /** What the model must look for, so that a picture without such boxes is one without such things. */
    public static final List<String> LABELS = List.of(PERSON, VEHICLE);

    private static final double PERSON_PART = 2.0 / 3;
    private static final double PLATE_PART = 0.5;
    private static final double GROWTH = 0.1;
    private static final double SAME_VEHICLE_IOU = 0.5;
    private static final int SAMPLES = 64;

    private Masks() {}

    /**
     * @param things everything known to be in the picture
     * @param subject of the case
     * @return labelled as what they hide
     */
    public static List<LabelledBox> of(List<LabelledBox> things, Kind kind, Box subject) {
        List<LabelledBox> masks = new ArrayList<>();
        for (LabelledBox thing : things) {
            if (thing.label().equals(PERSON)) {
                masks.add(new LabelledBox(PERSON, upper(thing.box())));
            } else if (thing.label().equals(VEHICLE) && !isSubject(thing, kind, subject)) {
                masks.add(new LabelledBox(VEHICLE, lower(thing.box())));
            }
        }
        return masks;
    }

    private static boolean isSubject(LabelledBox thing, Kind kind, Box subject) {
        return kind == Kind.GREEN_PARKING && thing.box().iou(subject) >= SAME_VEHICLE_IOU;
    }

    /** Grown upwards and to the sides, because boxes are a little wrong. */
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
        return new Box(part(box.left()), part(box.top()), part(box.right()), part(box.bottom()));
    }

    private static double part(double edge) {
        return Math.clamp(edge, 0, 1);
    }

    /** How much of a box is masked, 0 to 1, counted at {@value #SAMPLES} times {@value #SAMPLES} points. */
    public static double share(Box box, List<LabelledBox> masks) {
        int hidden = 0;
        for (int row = 0; row < SAMPLES; row++) {
            for (int column = 0; column < SAMPLES; column++) {
                double x = box.left() + (column + 0.5) / SAMPLES * box.width();
                double y = box.top() + (row + 0.5) / SAMPLES * box.height();
                if (masks.stream().anyMatch(mask -> holds(mask.box(), x, y))) {
                    hidden++;
                }
            }
        }
        return (double) hidden / (SAMPLES * SAMPLES);
    }

    private static boolean holds(Box box, double x, double y) {
        return x >= box.left() && x < box.right() && y >= box.top() && y < box.bottom();
    }
}
