package org.streetwarden.casefile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.streetwarden.casefile.WorkerRecord.CameraCoverage;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.detect.Verification;
import org.streetwarden.geometry.Box;

/**
 * The one codec between records and the flat fields of a stream entry. Version 1; a reader refuses versions it does not
 * know. Fields: times ISO-8601 in UTC, durations in whole milliseconds, boxes {@code left,top,right,bottom}, one line per
 * part {@code name|mime|bytes|sha256}, per label {@code label|count} or {@code label|both|only active|only shadow},
 * per camera {@code id|last seen or nothing|visits|looks|longest blind ms|reason|view}. A look without a picture has no model and no part, and its
 * {@code view} is empty where none came. {@code basis} and a camera's {@code group} are left out by older writers; the {@code verifier} fields
 * stand together or not at all, and so do the {@code ground} fields of what a flight saw ({@link FlightFields}).
 */
public final class RecordCodec {

    static final String VERSION = "1";

    private RecordCodec() {}

    /** @return the fields in a fixed order */
    public static Map<String, String> encode(WorkerRecord record) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("v", VERSION);
        switch (record) {
            case IncidentFiled filed -> encode(filed, fields);
            case IncidentCleared cleared -> {
                fields.put("type", "cleared");
                fields.put("incidentId", cleared.incidentId());
                fields.put("lastSeenAt", cleared.lastSeenAt().toString());
                fields.put("clearedAt", cleared.clearedAt().toString());
            }
            case CameraState state -> encode(state, fields);
            case ModelReport report -> encode(report, fields);
            case ModelEvent event -> encode(event, fields);
            case CoverageReport report -> encode(report, fields);
            case LookTaken look -> encode(look, fields);
            case FlightRecord flight -> FlightFields.encode(flight, fields);
        }
        return fields;
    }

    /**
     * @param fields from outside: checked for presence, form and length
     * @throws MalformedRecord naming every field at fault
     */
    public static WorkerRecord decode(Map<String, String> fields) throws MalformedRecord {
        return new RecordReader(fields).read();
    }

    private static void encode(IncidentFiled filed, Map<String, String> fields) {
        fields.put("type", "incident");
        fields.put("incidentId", filed.incidentId());
        fields.put("kind", filed.kind().id());
        fields.put("cameraId", filed.cameraId());
        fields.put("cameraName", filed.cameraName());
        fields.put("zoneId", filed.zoneId());
        fields.put("label", filed.label());
        fields.put("score", Double.toString(filed.score()));
        fields.put("box", text(filed.box()));
        fields.put("experimental", Boolean.toString(filed.experimental()));
        fields.put("firstSeenAt", filed.firstSeenAt().toString());
        fields.put("thresholdAt", filed.thresholdAt().toString());
        fields.put("raisedAt", filed.raisedAt().toString());
        fields.put("presentMs", Long.toString(filed.present().toMillis()));
        fields.put("observedMs", Long.toString(filed.observed().toMillis()));
        fields.put("longestGapMs", Long.toString(filed.longestGap().toMillis()));
        fields.put("modelName", filed.model().name());
        fields.put("modelVersion", filed.model().version());
        fields.put("modelSha256", filed.model().sha256());
        fields.put("ruleVersion", filed.ruleVersion());
        fields.put("zoneVersion", filed.zoneVersion());
        fields.put("why", filed.why());
        fields.put("workerId", filed.workerId());
        fields.put("evidencePrefix", filed.evidencePrefix());
        fields.put("manifestSha256", filed.manifestSha256());
        fields.put("basis", filed.basis().id());
        if (filed.verification() != null) {
            encode(filed.verification(), fields);
        }
        if (filed.ground() != null) {
            FlightFields.encode(filed.ground(), fields);
        }
        fields.put("parts", filed.parts().stream().map(RecordCodec::text).collect(Collectors.joining("\n")));
    }

    private static void encode(Verification verification, Map<String, String> fields) {
        fields.put("verifierVerdict", verification.verdict().id());
        fields.put("verifierName", verification.verifier().name());
        fields.put("verifierVersion", verification.verifier().version());
        fields.put("verifierSha256", verification.verifier().sha256());
        fields.put("verifierScore", Double.toString(verification.score()));
        fields.put("verifierDetail", verification.detail());
    }

    private static void encode(CameraState state, Map<String, String> fields) {
        fields.put("type", "camera");
        fields.put("cameraId", state.cameraId());
        fields.put("cameraName", state.cameraName());
        fields.put("state", state.state().name());
        fields.put("reason", state.reason());
        fields.put("detail", state.detail());
        fields.put("workerId", state.workerId());
        fields.put("at", state.at().toString());
        fields.put(
                "lastFrameAt",
                state.lastFrameAt() == null ? "" : state.lastFrameAt().toString());
        fields.put("framesJudged", Long.toString(state.framesJudged()));
        fields.put("group", state.group());
    }

    private static void encode(ModelReport report, Map<String, String> fields) {
        fields.put("type", "model");
        fields.put("reportId", report.reportId());
        encode(report.workerId(), report.group(), report.role(), report.model(), fields);
        fields.put("from", report.from().toString());
        fields.put("to", report.to().toString());
        fields.put("looks", Long.toString(report.looks()));
        fields.put("failures", Long.toString(report.failures()));
        fields.put("meanUs", Long.toString(report.meanUs()));
        fields.put("maxUs", Long.toString(report.maxUs()));
        fields.put("raises", Long.toString(report.raises()));
        fields.put(
                "detections",
                report.detections().entrySet().stream()
                        .map(each -> each.getKey() + "|" + each.getValue())
                        .collect(Collectors.joining("\n")));
        fields.put(
                "agreement",
                report.agreement().entrySet().stream()
                        .map(each -> each.getKey() + "|" + each.getValue().both() + "|"
                                + each.getValue().onlyActive() + "|"
                                + each.getValue().onlyShadow())
                        .collect(Collectors.joining("\n")));
    }

    private static void encode(ModelEvent event, Map<String, String> fields) {
        fields.put("type", "model-event");
        fields.put("eventId", event.eventId());
        encode(event.workerId(), event.group(), event.role(), event.model(), fields);
        fields.put("step", event.step().name());
        fields.put("why", event.why());
        fields.put("at", event.at().toString());
    }

    private static void encode(CoverageReport report, Map<String, String> fields) {
        fields.put("type", "coverage");
        fields.put("reportId", report.reportId());
        fields.put("workerId", report.workerId());
        fields.put("from", report.from().toString());
        fields.put("to", report.to().toString());
        fields.put("cameras", report.cameras().stream().map(RecordCodec::text).collect(Collectors.joining("\n")));
    }

    private static void encode(LookTaken look, Map<String, String> fields) {
        fields.put("type", "look");
        fields.put("checkId", look.checkId());
        fields.put("number", Integer.toString(look.number()));
        fields.put("cameraId", look.cameraId());
        fields.put("workerId", look.workerId());
        fields.put("at", look.at().toString());
        fields.put("clockOffsetUs", Long.toString(look.clockOffsetUs()));
        fields.put("view", look.view() == null ? "" : look.view().name());
        fields.put("finding", look.finding().name());
        fields.put("score", Double.toString(look.score()));
        fields.put("detail", look.detail());
        if (look.picture() != null) {
            fields.put("modelName", look.model().name());
            fields.put("modelVersion", look.model().version());
            fields.put("modelSha256", look.model().sha256());
            fields.put("pictureKey", look.pictureKey());
            fields.put("parts", text(look.picture()));
        }
    }

    private static void encode(
            String workerId, String group, ModelRole role, ModelIdentity model, Map<String, String> fields) {
        fields.put("workerId", workerId);
        fields.put("group", group);
        fields.put("role", role.name());
        fields.put("modelName", model.name());
        fields.put("modelVersion", model.version());
        fields.put("modelSha256", model.sha256());
    }

    static String text(Box box) {
        return box.left() + "," + box.top() + "," + box.right() + "," + box.bottom();
    }

    private static String text(EvidencePart part) {
        return part.name() + "|" + part.mime() + "|" + part.bytes() + "|" + part.sha256();
    }

    private static String text(CameraCoverage camera) {
        return String.join(
                "|",
                camera.cameraId(),
                camera.lastSeenAt() == null ? "" : camera.lastSeenAt().toString(),
                Long.toString(camera.visits()),
                Long.toString(camera.looks()),
                Long.toString(camera.longestBlind().toMillis()),
                camera.reason().name(),
                camera.view().name());
    }
}
