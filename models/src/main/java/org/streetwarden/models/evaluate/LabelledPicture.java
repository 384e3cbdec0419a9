package org.streetwarden.models.evaluate;

import java.nio.file.Path;
import java.util.List;
import org.streetwarden.geometry.Box;

/**
 * A picture and what is in it.
 *
 * @param truths things to be found, by the model's own labels
 * @param ignored places where a detection left over counts neither way
 */
public record LabelledPicture(Path file, List<Truth> truths, List<Box> ignored) {

    /** One labelled thing; its box in fractions of the picture. */
    public record Truth(String label, Box box) {}

    public LabelledPicture {
        truths = List.copyOf(truths);
        ignored = List.copyOf(ignored);
    }

    /** The file's name without its ending. */
    public String name() {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
