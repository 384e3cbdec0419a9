package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.api.verdicts.Opinion;
import org.streetwarden.api.verdicts.Verdict;

/** Renders verdicts as {@code openapi.yaml} promises. */
public final class VerdictJson {

    private VerdictJson() {}

    public static ObjectNode verdict(Verdict verdict) {
        Opinion opinion = verdict.opinion();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", verdict.id())
                .put("caseNo", verdict.caseNo())
                .put("at", verdict.at().toString())
                .put("who", opinion.who())
                .put("confirmed", opinion.confirmed())
                .put("reason", opinion.confirmed() ? null : opinion.reason().id())
                .put("otherClass", opinion.otherLabel())
                .put("note", opinion.note());
        ArrayNode boxes = node.putArray("boxes");
        opinion.boxes().forEach(box -> putBox(boxes.addObject(), box));
        node.putObject("origin")
                .put("cameraId", verdict.origin().cameraId())
                .put("zoneId", verdict.origin().zoneId())
                .put("modelSha256", verdict.origin().modelSha256())
                .put("verifierSha256", verdict.origin().verifierSha256())
                .put("ruleVersion", verdict.origin().ruleVersion())
                .put("zoneVersion", verdict.origin().zoneVersion())
                .put("manifestSha256", verdict.origin().manifestSha256());
        return node;
    }

    private static void putBox(ObjectNode node, LabelledBox box) {
        node.put("label", box.label())
                .put("left", box.box().left())
                .put("top", box.box().top())
                .put("right", box.box().right())
                .put("bottom", box.box().bottom());
    }
}
