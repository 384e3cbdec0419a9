package org.streetwarden.models.report;

import java.util.List;
import org.streetwarden.geometry.Box;
import org.streetwarden.models.pixels.PictureCrop;

/**
 * A part of a picture with what is drawn on it and said of it.
 *
 * @param outlines boxes in fractions of the whole picture
 */
public record Exhibit(PictureCrop crop, List<Outline> outlines, String caption) {

    /** Whose box it is; each has a colour of its own. */
    public enum Owner {
        TRUTH,
        CANDIDATE,
        BASELINE
    }

    /** A box with a few words at its edge. */
    public record Outline(Box box, Owner owner, String words) {}

    public Exhibit {
        outlines = List.copyOf(outlines);
    }
}
