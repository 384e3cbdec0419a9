package org.streetwarden.api.verdicts;

import java.util.List;

/**
 * What a reviewer says of a case.
 *
 * @param who the reviewer, as he says
 * @param reason why it is no case; null where he confirms it
 * @param otherLabel what the thing is, with {@link VerdictReason#OTHER_CLASS}; else null
 * @param boxes what stands where in the picture of the raise; empty to leave the model's box
 * @param note at most {@link #MAX_NOTE_CHARS}; empty where there is none
 */
public record Opinion(String who, VerdictReason reason, String otherLabel, List<LabelledBox> boxes, String note) {

    public static final int MAX_NOTE_CHARS = 2000;
    public static final int MAX_BOXES = 64;

    /** How the API writes a verdict that confirms. */
    public static final String CONFIRMED = "confirmed";

    public Opinion {
        boxes = List.copyOf(boxes);
    }

    public boolean confirmed() {
        return reason == null;
    }

    /** {@link #CONFIRMED}, or the reason's id. */
    public String id() {
        return confirmed() ? CONFIRMED : reason.id();
    }

    public VerdictReason.Use use() {
        return confirmed() ? VerdictReason.Use.LABEL : reason.use();
    }
}
