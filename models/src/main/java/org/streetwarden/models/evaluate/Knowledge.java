package org.streetwarden.models.evaluate;

import java.util.Map;
import java.util.Set;

/**
 * What is known of a set's pictures beyond their boxes.
 *
 * @param complete labels of which every thing is boxed
 * @param free labels that no picture holds, but for the pictures named (without their ending)
 */
public record Knowledge(Set<String> complete, Map<String, Set<String>> free) {

    public Knowledge {
        complete = Set.copyOf(complete);
        free = Map.copyOf(free);
    }

    boolean labels(String label) {
        return complete.contains(label);
    }

    /** Whether a picture is known to hold no such thing. */
    boolean freeOf(String label, LabelledPicture picture) {
        if (complete.contains(label)) {
            return picture.truths().stream().noneMatch(t -> t.label().equals(label));
        }
        return free.containsKey(label) && !free.get(label).contains(picture.name());
    }
}
