package org.streetwarden.api.masking;

import java.util.ArrayList;
import java.util.List;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.casefile.Masking;
import org.streetwarden.geometry.Box;
import org.streetwarden.zone.Kind;

/** Which parts of a picture must not be seen, as {@link Masking} has it, and how much of something they hide. */
public final class Masks {

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
            Masking.part(thing.label(), thing.box(), kind, subject)
                    .ifPresent(part -> masks.add(new LabelledBox(thing.label(), part)));
        }
        return masks;
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
