package org.streetwarden.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.FleetStatus;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraCoverage;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Basis;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Kind;

/** What workers say, as tests need it. */
final class Records {

    static final Instant NOON = Instant.parse("2026-11-21T04:00:00Z");

    private Records() {}

    static String incidentId(int number) {
        return "%032x".formatted(number);
    }

    static String prefix(int number) {
        return "2026/11/21/" + incidentId(number) + "/";
    }

    static IncidentFiled incident(int number) {
        return incident(number, Kind.VENDING, "gate-east", NOON.plusSeconds(number), Map.of());
    }

    /** What stands where the clean reference has nothing, and no model names. */
    static IncidentFiled nameless(int number, String cameraId, Instant raisedAt, Map<String, byte[]> evidence) {
        IncidentFiled named = incident(number, Kind.DUMPING, cameraId, raisedAt, evidence);
        return new IncidentFiled(
                named.incidentId(),
                named.kind(),
                named.cameraId(),
                named.cameraName(),
                named.zoneId(),
                "static_object",
                named.score(),
                named.box(),
                true,
                named.firstSeenAt(),
                named.thresholdAt(),
                named.raisedAt(),
                named.present(),
                named.observed(),
                named.longestGap(),
                named.model(),
                named.ruleVersion(),
                named.zoneVersion(),
                named.why(),
                named.workerId(),
                named.evidencePrefix(),
                named.manifestSha256(),
                named.parts(),
                Basis.STATIC_OBJECT,
                null,
                null);
    }

    static IncidentFiled incident(
            int number, Kind kind, String cameraId, Instant raisedAt, Map<String, byte[]> evidence) {
        List<EvidencePart> parts = new ArrayList<>();
        evidence.forEach((name, bytes) -> {
            if (!name.equals("manifest.json")) {
                parts.add(new EvidencePart(name, mime(name), bytes.length, sha256(bytes)));
            }
        });
        byte[] manifest = evidence.getOrDefault("manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
        return new IncidentFiled(
                incidentId(number),
                kind,
                cameraId,
                "东门路口",
                "zone-" + number,
                "stall",
                0.87,
                new Box(0.2, 0.3, 0.5, 0.8),
                false,
                raisedAt.minusSeconds(9),
                raisedAt.minusSeconds(4),
                raisedAt,
                Duration.ofSeconds(9),
                Duration.ofSeconds(8),
                Duration.ofSeconds(1),
                new ModelIdentity("street", "0.1", "ab".repeat(32)),
                "0123456789ab",
                "ba9876543210",
                "A stall stood in zone-1 for 9 s, seen in 8 of them; the rule asks for 8 s.",
                "worker-1",
                prefix(number),
                sha256(manifest),
                parts);
    }

    /** The same in another zone. */
    static IncidentFiled inZone(IncidentFiled filed, String zoneId) {
        return new IncidentFiled(
                filed.incidentId(),
                filed.kind(),
                filed.cameraId(),
                filed.cameraName(),
                zoneId,
                filed.label(),
                filed.score(),
                filed.box(),
                filed.experimental(),
                filed.firstSeenAt(),
                filed.thresholdAt(),
                filed.raisedAt(),
                filed.present(),
                filed.observed(),
                filed.longestGap(),
                filed.model(),
                filed.ruleVersion(),
                filed.zoneVersion(),
                filed.why(),
                filed.workerId(),
                filed.evidencePrefix(),
                filed.manifestSha256(),
                filed.parts());
    }

    /** Every object of a pack with made-up content. */
    static Map<String, byte[]> evidence(byte[] clip, byte[] still) {
        Map<String, byte[]> parts = new LinkedHashMap<>();
        parts.put("clip.mp4", clip);
        for (String name : List.of("first", "threshold", "raised")) {
            parts.put(name + ".jpg", still);
            parts.put(name + "-boxes.jpg", still);
        }
        parts.put("manifest.json", "{\"schema\":1}".getBytes(StandardCharsets.UTF_8));
        return parts;
    }

    static IncidentCleared cleared(int number) {
        Instant seen = NOON.plusSeconds(number + 30L);
        return new IncidentCleared(incidentId(number), seen, seen.plusSeconds(20));
    }

    static CameraState camera(String id, CameraState.State state, Instant at) {
        boolean well = state == CameraState.State.WATCHING;
        return new CameraState(
                id, "东门路口", state, well ? "" : "UNREACHABLE", well ? "" : "no answer", "worker-1", at, at, 42);
    }

    /** A camera that is watched and shows another place. */
    static CameraState turned(String id, Instant at) {
        return new CameraState(id, id, CameraState.State.WATCHING, "VIEW_TURNED", "turned", "worker-1", at, at, 42);
    }

    /** One camera, alone in its report. */
    static CoverageReport coverage(String cameraId, Instant to, Instant seenAt, BlindReason reason) {
        return new CoverageReport(
                "worker-1-" + cameraId + "-" + to.toEpochMilli(),
                "worker-1",
                to.minusSeconds(30),
                to,
                List.of(coverage(cameraId, seenAt, reason)));
    }

    /** @param seenAt null: never */
    static CameraCoverage coverage(String cameraId, Instant seenAt, BlindReason reason) {
        boolean seen = reason == BlindReason.NONE;
        return new CameraCoverage(
                cameraId,
                seenAt,
                1,
                seen ? 1 : 0,
                seen ? Duration.ZERO : Duration.ofMinutes(20),
                reason,
                reason == BlindReason.VIEW_INVALID ? ViewState.TURNED : ViewState.CLEAR);
    }

    static FleetStatus status(String workerId, Instant at, int held) {
        return new FleetStatus(
                workerId, NOON, at, held, 2500, FleetStatus.State.WORKING, 0.75, 900L << 20, 12, 0.6, "cpu");
    }

    static String mime(String name) {
        return name.endsWith(".mp4") ? "video/mp4" : name.endsWith(".jpg") ? "image/jpeg" : "application/json";
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The files of a ZIP archive. */
    static Map<String, byte[]> unpacked(byte[] archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
