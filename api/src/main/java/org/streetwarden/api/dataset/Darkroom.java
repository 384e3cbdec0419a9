package org.streetwarden.api.dataset;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.masking.Masks;
import org.streetwarden.api.masking.Picture;
import org.streetwarden.api.masking.SightedModels;
import org.streetwarden.api.models.ModelRegistry;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.api.verdicts.StandingVerdicts.Standing;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.Masking;

/**
 * Makes the pictures of judged cases fit to leave. Where it cannot prove that a picture is masked, there is none. Used by
 * one thread, for one dataset; holds one picture at a time.
 */
final class Darkroom {

    private static final double MOST_MASKED = 0.6;

    private final CaseIndex index;
    private final EvidenceReader evidence;
    private final SightedModels models;
    private final boolean masked;
    private final Map<String, Boolean> sighted = new HashMap<>();

    Darkroom(CaseIndex index, EvidenceReader evidence, ModelRegistry models, boolean masked) {
        this.index = index;
        this.evidence = evidence;
        this.models = new SightedModels(models);
        this.masked = masked;
    }

    /** @throws LeftOut where the case has no picture that teaches something and may leave */
    Exhibit develop(Standing standing) throws LeftOut, IOException {
        Lesson lesson = Lesson.of(standing);
        String caseNo = standing.verdict().caseNo();
        if (masked) {
            refuseBlindModel(standing.verdict().origin().modelSha256());
        }
        Optional<List<LabelledBox>> seen = evidence.seen(caseNo);
        if (masked && seen.isEmpty()) {
            throw new LeftOut(
                    LeftOut.Reason.NO_DETECTIONS, "the manifest does not say what the model saw in the picture");
        }
        byte[] still = evidence.still(caseNo);
        Picture picture = picture(still);
        if (!masked) {
            return exhibit(caseNo, lesson, picture, still, List.of(), seen.orElse(List.of()));
        }
        List<LabelledBox> masks = masks(standing, lesson, seen.get());
        Lesson shown = lesson.withoutPersons();
        refuseHidden(lesson, shown, masks);
        masks.forEach(mask -> picture.hide(mask.box()));
        return exhibit(caseNo, shown, picture, picture.jpeg(), masks, seen.get());
    }

    private Exhibit exhibit(
            String caseNo,
            Lesson lesson,
            Picture picture,
            byte[] jpeg,
            List<LabelledBox> masks,
            List<LabelledBox> seen) {
        CaseDetail detail = index.find(caseNo).orElseThrow();
        EvidencePart part = detail.parts().stream()
                .filter(each -> each.name().equals(EvidenceReader.STILL))
                .findFirst()
                .orElseThrow();
        return new Exhibit(detail, part, lesson, picture, jpeg, masks, seen);
    }

    private static Picture picture(byte[] still) throws LeftOut {
        try {
            return Picture.read(still);
        } catch (IOException unreadable) {
            throw new LeftOut(LeftOut.Reason.EVIDENCE_DAMAGED, EvidenceReader.STILL + ": " + unreadable.getMessage());
        }
    }

    /** What reviewers drew counts like what the model saw. */
    private static List<LabelledBox> masks(Standing standing, Lesson lesson, List<LabelledBox> seen) {
        List<LabelledBox> things =
                Stream.concat(seen.stream(), lesson.labels().stream()).toList();
        return Masks.of(things, standing.kind(), standing.box());
    }

    private static void refuseHidden(Lesson whole, Lesson shown, List<LabelledBox> masks) throws LeftOut {
        if (shown.all().findAny().isEmpty() && !whole.labels().isEmpty()) {
            throw new LeftOut(LeftOut.Reason.OBJECT_MASKED, "the thing is a person");
        }
        for (LabelledBox each : shown.all().toList()) {
            double share = Masks.share(each.box(), masks);
            if (share > MOST_MASKED) {
                throw new LeftOut(
                        LeftOut.Reason.OBJECT_MASKED,
                        "%.0f %% of %s would be masked".formatted(100 * share, each.label()));
            }
        }
    }

    /** A picture without boxes of persons proves nothing where the model does not look for them. */
    private void refuseBlindModel(String sha256) throws LeftOut {
        if (!sighted.computeIfAbsent(sha256, models::looksForBoth)) {
            throw new LeftOut(
                    LeftOut.Reason.BLIND_MODEL,
                    "model %s is not among the imported packages, or has no class %s"
                            .formatted(sha256, String.join(" or ", Masking.LABELS)));
        }
    }
}
