package org.streetwarden.api.dataset;

import java.util.List;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.masking.Picture;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.casefile.EvidencePart;

/**
 * The picture of one judged case, fit to leave.
 *
 * @param part the still it was made from
 * @param picture decoded, masked where it must be
 * @param jpeg the same as a file; the still's own bytes where nothing is masked
 * @param masks what was masked; empty in an unmasked dataset
 * @param seen all that the model saw, none of it judged; empty where the evidence does not say
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Exhibit(
        CaseDetail detail,
        EvidencePart part,
        Lesson lesson,
        Picture picture,
        byte[] jpeg,
        List<LabelledBox> masks,
        List<LabelledBox> seen) {

    Exhibit {
        masks = List.copyOf(masks);
        seen = List.copyOf(seen);
    }
}
