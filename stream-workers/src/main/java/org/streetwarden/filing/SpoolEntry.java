package org.streetwarden.filing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.casefile.FlightRecord;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;
import org.streetwarden.incident.OpenIncident;

/**
 * One thing to deliver. On the disk it is a folder: {@code record.json} and, for an incident, {@code evidence/} with the
 * parts and their manifest.
 *
 * @param folder where it lies
 * @param record an incident or a clearing
 * @param cameraId whose it is
 * @param open what the judge must know after a restart, so that it does not raise the same thing again; empty for a
 *     clearing
 */
public record SpoolEntry(Path folder, WorkerRecord record, String cameraId, Optional<OpenIncident> open) {

    static final String RECORD_FILE = "record.json";
    static final String EVIDENCE_FOLDER = "evidence";
    private static final int FORMAT = 1;
    private static final int MAX_RECORD_BYTES = 256 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxStringLength(32_768)
                            .build())
                    .build())
            .build();

    /** {@code record.json}. */
    private record Stored(int format, Map<String, String> fields, String cameraId, OpenIncident open) {}

    Path evidence() {
        return folder.resolve(EVIDENCE_FOLDER);
    }

    /** The incident the record is about. */
    String incidentId() {
        return incidentId(record);
    }

    static String incidentId(WorkerRecord record) {
        return switch (record) {
            case IncidentFiled filed -> filed.incidentId();
            case IncidentCleared cleared -> cleared.incidentId();
            case CameraState state -> throw news(state);
            case ModelReport report -> throw news(report);
            case ModelEvent event -> throw news(event);
            case CoverageReport report -> throw news(report);
            case LookTaken look -> throw news(look);
            case FlightRecord flight -> throw news(flight);
        };
    }

    private static IllegalArgumentException news(WorkerRecord record) {
        return new IllegalArgumentException("record: expected an incident or a clearing, found a "
                + record.getClass().getSimpleName());
    }

    /** Writes {@code record.json}; does not sync it. */
    static void write(Path folder, WorkerRecord record, String cameraId, Optional<OpenIncident> open)
            throws IOException {
        Stored stored = new Stored(FORMAT, RecordCodec.encode(record), cameraId, open.orElse(null));
        Files.write(folder.resolve(RECORD_FILE), JSON.writeValueAsBytes(stored));
    }

    /** @throws MalformedEntry where the folder is not what {@link #write} makes */
    public static SpoolEntry read(Path folder) throws MalformedEntry {
        Path file = folder.resolve(RECORD_FILE);
        try {
            long bytes = Files.size(file);
            if (bytes > MAX_RECORD_BYTES) {
                throw new MalformedEntry(
                        "%s: expected at most %d bytes, found %d".formatted(file, MAX_RECORD_BYTES, bytes));
            }
            Stored stored = JSON.readValue(Files.readAllBytes(file), Stored.class);
            if (stored == null || stored.format() != FORMAT || stored.fields() == null || stored.cameraId() == null) {
                throw new MalformedEntry(
                        "%s: expected format %d with fields and a camera, found another".formatted(file, FORMAT));
            }
            WorkerRecord record = RecordCodec.decode(stored.fields());
            if (!(record instanceof IncidentFiled || record instanceof IncidentCleared)) {
                throw new MalformedEntry("%s: type: expected incident or cleared, found %s"
                        .formatted(file, stored.fields().get("type")));
            }
            return new SpoolEntry(folder, record, stored.cameraId(), Optional.ofNullable(stored.open()));
        } catch (JsonProcessingException unreadable) {
            throw new MalformedEntry(
                    "%s: expected JSON of a spool entry, found %s".formatted(file, unreadable.getOriginalMessage()));
        } catch (IOException unreadable) {
            throw new MalformedEntry("%s: expected a readable file, found %s".formatted(file, unreadable));
        } catch (MalformedRecord malformed) {
            throw new MalformedEntry(file + ": " + malformed.getMessage());
        }
    }
}
