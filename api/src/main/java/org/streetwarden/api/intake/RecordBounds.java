package org.streetwarden.api.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.FlightRecord;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.directory.PlainText;

/** What a decodable record must also be before it may become a row: printable texts, distinct parts. */
final class RecordBounds {

    private final List<String> problems = new ArrayList<>();

    private RecordBounds() {}

    /** @throws MalformedRecord naming every field at fault */
    static void check(WorkerRecord record) throws MalformedRecord {
        RecordBounds bounds = new RecordBounds();
        switch (record) {
            case IncidentFiled filed -> bounds.filed(filed);
            case CameraState state -> bounds.camera(state);
            case IncidentCleared cleared -> {
                return;
            }
            case CoverageReport report -> bounds.stretch(report.from(), report.to());
            case LookTaken look -> bounds.look(look);
            case FlightSurveyed surveyed -> bounds.text("detail", surveyed.detail());
            case FlightRecord flight -> {
                return;
            }
            case ModelReport report -> bounds.model(report.model());
            case ModelEvent event -> {
                bounds.model(event.model());
                bounds.text("why", event.why());
            }
        }
        if (!bounds.problems.isEmpty()) {
            throw new MalformedRecord(String.join("; ", bounds.problems));
        }
    }

    private void filed(IncidentFiled filed) {
        text("cameraName", filed.cameraName());
        text("label", filed.label());
        model(filed.model());
        text("why", filed.why());
        parts(filed.parts());
        if (filed.ground() != null) {
            text("groundAircraft", filed.ground().aircraft());
            text("groundSerial", filed.ground().serial());
        }
    }

    private void model(ModelIdentity model) {
        text("modelName", model.name());
        text("modelVersion", model.version());
    }

    private void look(LookTaken look) {
        text("detail", look.detail());
        if (look.model() != null) {
            model(look.model());
        }
    }

    private void camera(CameraState state) {
        text("cameraName", state.cameraName());
        text("reason", state.reason());
        text("detail", state.detail());
    }

    private void stretch(Instant from, Instant to) {
        if (to.isBefore(from)) {
            problems.add("to: expected a time not before from, " + from + ", found " + to);
        }
    }

    private void parts(List<EvidencePart> parts) {
        Set<String> names = new HashSet<>(Set.of("manifest.json"));
        for (EvidencePart part : parts) {
            if (!names.add(part.name())) {
                problems.add("parts: expected distinct names other than manifest.json, found " + part.name());
            }
        }
    }

    private void text(String field, String text) {
        if (!text.codePoints().allMatch(PlainText::printable)) {
            problems.add(field + ": expected printable text, found a character that is none");
        }
    }
}
