package org.streetwarden.api.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.streetwarden.api.cases.CameraRow;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.CaseSummary;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.detect.Verification;

/** Renders what {@code openapi.yaml} promises. Times ISO-8601 in UTC, durations in milliseconds, boxes as fractions. */
public final class CaseJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CaseJson() {}

    /** @param nextCursor null on the last page */
    public static ObjectNode page(CaseIndex.Page page, String nextCursor) {
        ObjectNode node = JSON.objectNode();
        ArrayNode cases = node.putArray("cases");
        page.cases().forEach(summary -> cases.add(summary(summary)));
        return node.put("nextCursor", nextCursor);
    }

    public static ObjectNode summary(CaseSummary summary) {
        ObjectNode node = JSON.objectNode()
                .put("caseNo", summary.caseNo())
                .put("incidentId", summary.incidentId())
                .put("kind", summary.kind().id())
                .put("status", summary.status().name());
        node.putObject("camera").put("id", summary.cameraId()).put("name", summary.cameraName());
        node.put("zoneId", summary.zoneId())
                .put("label", summary.label())
                .put("score", summary.score())
                .put("experimental", summary.experimental());
        node.put("firstSeenAt", text(summary.firstSeenAt()))
                .put("thresholdAt", text(summary.thresholdAt()))
                .put("raisedAt", text(summary.raisedAt()))
                .put("lastSeenAt", text(summary.lastSeenAt()))
                .put("clearedAt", text(summary.clearedAt()))
                .put("filedAt", text(summary.filedAt()))
                .put("presentMs", summary.presentMs())
                .put("observedMs", summary.observedMs())
                .put("longestGapMs", summary.longestGapMs());
        return node.put("picture", summary.pictured() ? href(summary.caseNo(), CaseSummary.PICTURE) : null);
    }

    public static ObjectNode detail(CaseDetail detail) {
        ObjectNode node = summary(detail.summary());
        node.putObject("box")
                .put("left", detail.box().left())
                .put("top", detail.box().top())
                .put("right", detail.box().right())
                .put("bottom", detail.box().bottom());
        node.putObject("model")
                .put("name", detail.model().name())
                .put("version", detail.model().version())
                .put("sha256", detail.model().sha256());
        node.put("ruleVersion", detail.ruleVersion())
                .put("zoneVersion", detail.zoneVersion())
                .put("why", detail.why())
                .put("workerId", detail.workerId())
                .put("basis", detail.basis().id());
        putVerification(node, detail.verification());
        putEvidence(
                node.putObject("evidence"),
                href(detail.summary().caseNo(), ""),
                detail.manifestSha256(),
                detail.parts());
        CasePlaceJson.put(node, detail);
        putLife(node, detail.life());
        ArrayNode history = node.putArray("history");
        detail.history().forEach(entry -> history.addObject()
                .put("at", text(entry.at()))
                .put("actor", entry.actor())
                .put("action", entry.action())
                .put("why", entry.why())
                .put("from", name(entry.from()))
                .put("to", name(entry.to())));
        return node;
    }

    private static void putLife(ObjectNode node, CaseDetail.Life life) {
        node.put("statusSince", text(life.since()))
                .put("platformCaseNo", life.platformCaseNo())
                .put("recurrenceOf", life.recurrenceOf());
        ArrayNode steps = node.putArray("steps");
        life.steps().stream().filter(step -> !step.byVerdict()).forEach(step -> steps.addObject()
                .put("action", step.action())
                .put("to", step.to().name())
                .put("meaning", step.meaning()));
    }

    private static String name(CaseStatus status) {
        return status == null ? null : status.name();
    }

    /** @param verification null where no verifier was configured */
    private static void putVerification(ObjectNode node, Verification verification) {
        if (verification == null) {
            node.putNull("verifier");
            return;
        }
        node.putObject("verifier")
                .put("name", verification.verifier().name())
                .put("version", verification.verifier().version())
                .put("sha256", verification.verifier().sha256())
                .put("verdict", verification.verdict().id())
                .put("score", verification.score())
                .put("detail", verification.detail());
    }

    /** @param prefix of every part's address */
    static void putEvidence(ObjectNode evidence, String prefix, String manifestSha256, List<EvidencePart> parts) {
        evidence.putObject("manifest").put("sha256", manifestSha256).put("href", prefix + "manifest.json");
        ArrayNode array = evidence.putArray("parts");
        for (EvidencePart part : parts) {
            array.addObject()
                    .put("name", part.name())
                    .put("mime", part.mime())
                    .put("bytes", part.bytes())
                    .put("sha256", part.sha256())
                    .put("href", prefix + part.name());
        }
    }

    public static ObjectNode camera(CameraRow camera) {
        return JSON.objectNode()
                .put("id", camera.cameraId())
                .put("name", camera.name())
                .put("state", camera.state())
                .put("reason", camera.reason())
                .put("detail", camera.detail())
                .put("workerId", camera.workerId())
                .put("reportedAt", text(camera.reportedAt()))
                .put("changedAt", text(camera.changedAt()))
                .put("lastFrameAt", text(camera.lastFrameAt()))
                .put("framesJudged", camera.framesJudged())
                .put("cases", camera.cases());
    }

    private static String href(String caseNo, String part) {
        return "/api/v1/cases/" + caseNo + "/evidence/" + part;
    }

    private static String text(Instant time) {
        return time == null ? null : time.toString();
    }
}
