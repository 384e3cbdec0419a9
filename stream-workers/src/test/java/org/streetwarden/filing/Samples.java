package org.streetwarden.filing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.OpenIncident;
import org.streetwarden.zone.Kind;

/** Incidents with small evidence, every one different. */
final class Samples {

    static final String CAMERA = "cam-1";
    static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");
    private static final Box BOX = new Box(0.1, 0.2, 0.3, 0.4);

    private Samples() {}

    /** 32 hexadecimal digits. */
    static String id(String seed) {
        return Digests.sha256(seed.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
    }

    static OpenIncident open(String id, String zoneId) {
        return new OpenIncident(id, zoneId, Kind.VENDING, 1_000_000, BOX);
    }

    static IncidentCleared cleared(String id) {
        return new IncidentCleared(id, AT, AT.plusSeconds(60));
    }

    static CameraState state(String cameraId, long framesJudged) {
        return new CameraState(
                cameraId, cameraId, CameraState.State.WATCHING, "", "", "worker-1", AT, AT, framesJudged);
    }

    /** Fills a stage with a clip of {@code clipBytes} and a manifest, and says what was filled in. */
    static IncidentFiled fill(Stage stage, String id, int clipBytes) throws IOException {
        byte[] clip = new byte[clipBytes];
        new Random(id.hashCode()).nextBytes(clip);
        byte[] manifest = ("manifest of " + id).getBytes(StandardCharsets.UTF_8);
        Files.write(stage.evidence().resolve("clip.mp4"), clip);
        Files.write(stage.evidence().resolve("manifest.json"), manifest);
        EvidencePart part = new EvidencePart("clip.mp4", "video/mp4", clipBytes, Digests.sha256(clip));
        return record(id, Digests.sha256(manifest), List.of(part));
    }

    private static IncidentFiled record(String id, String manifestSha256, List<EvidencePart> parts) {
        return new IncidentFiled(
                id,
                Kind.VENDING,
                CAMERA,
                "人民路 1",
                "zone-1",
                "stall",
                0.87,
                BOX,
                false,
                AT.minusSeconds(60),
                AT.minusSeconds(30),
                AT,
                Duration.ofSeconds(60),
                Duration.ofSeconds(50),
                Duration.ofSeconds(4),
                new ModelIdentity("street-nano", "0.1", "ab".repeat(32)),
                "0123456789ab",
                "ba9876543210",
                "stall in zone-1 for 60 s",
                "worker-1",
                "2026/11/21/" + id + "/",
                manifestSha256,
                parts);
    }

    /** Files one incident as the cutter does. */
    static IncidentFiled file(FilingDesk desk, String id, int clipBytes) throws IOException {
        try (Stage stage = desk.stage()) {
            IncidentFiled record = fill(stage, id, clipBytes);
            desk.file(stage, record, open(id, "zone-1"));
            return record;
        }
    }

    static void dropEvidence(Path entry) throws IOException {
        Disk.deleteTree(entry.resolve(SpoolEntry.EVIDENCE_FOLDER));
    }
}
