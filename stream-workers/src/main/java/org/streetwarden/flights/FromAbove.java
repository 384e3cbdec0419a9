package org.streetwarden.flights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;

/** What holds of pictures from above: things lie beside each other there, none before or in another. */
final class FromAbove {

    /** A box with so much of it in another, or the other in it, shows the same thing. */
    private static final double SHARED = 0.7;

    private FromAbove() {}

    /**
     * One box for each thing, best score first: of two of one label of which the smaller lies mostly in the larger, such as a
     * heap's and its fullest part's, the surer stays. Suppression by IoU keeps both where their sizes differ.
     */
    static List<Detection> things(List<Detection> found) {
        List<Detection> things = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .filter(each -> things.stream().noneMatch(kept -> same(kept, each)))
                .forEach(things::add);
        return things;
    }

    private static boolean same(Detection one, Detection other) {
        Box box = one.box();
        double smaller = Math.min(box.area(), other.box().area());
        return one.label().equals(other.label()) && box.intersection(other.box()) > SHARED * smaller;
    }
}
