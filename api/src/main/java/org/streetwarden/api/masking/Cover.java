package org.streetwarden.api.masking;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.geometry.Box;

/**
 * What of one picture may be seen.
 *
 * @param clear the subject's own box; null where nothing may be seen
 * @param masks persons and plates within it
 * @param outlines of what the model saw; drawn over the masked picture where it is one with boxes
 */
record Cover(Box clear, List<Box> masks, List<Box> outlines) {

    private static final double SAME_THING_IOU = 0.5;
    static final String RAISED = "raised";

    Cover {
        masks = List.copyOf(masks);
        outlines = List.copyOf(outlines);
    }

    static final Cover EVERYTHING = new Cover(null, List.of(), List.of());

    /** All of a picture, with what the model saw in it. */
    static Cover outlined(byte[] manifest, String look) {
        return SeenThings.of(manifest, look)
                .map(seen -> new Cover(
                        null, List.of(), seen.stream().map(LabelledBox::box).toList()))
                .orElse(EVERYTHING);
    }

    /**
     * Of a picture of the incident that opened a case.
     *
     * @param look first, threshold, raised, or another, of which it is not known who is in it
     * @param manifest of the evidence
     * @param sighted whether the model looks for persons and vehicles
     */
    static Cover of(CaseDetail detail, String look, byte[] manifest, boolean sighted) {
        Optional<List<LabelledBox>> seen = SeenThings.of(manifest, look);
        if (seen.isEmpty() || !sighted) {
            return EVERYTHING;
        }
        List<Box> boxes = seen.get().stream().map(LabelledBox::box).toList();
        return subject(detail, look, seen.get())
                .map(box -> new Cover(
                        box,
                        Masks.of(seen.get(), detail.summary().kind(), box).stream()
                                .map(LabelledBox::box)
                                .toList(),
                        boxes))
                .orElse(new Cover(null, List.of(), boxes));
    }

    /** Where the subject was at that look, if it stood where it stands at the raise. */
    private static Optional<Box> subject(CaseDetail detail, String look, List<LabelledBox> seen) {
        if (look.equals(RAISED)) {
            return Optional.of(detail.box());
        }
        return seen.stream()
                .filter(thing -> thing.label().equals(detail.summary().label()))
                .map(LabelledBox::box)
                .filter(box -> box.iou(detail.box()) >= SAME_THING_IOU)
                .max(Comparator.comparingDouble(box -> box.iou(detail.box())));
    }
}
