package org.streetwarden.evidence;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.streetwarden.evidence.EvidenceVerifier.Finding;
import org.streetwarden.evidence.EvidenceVerifier.Report;

/**
 * What {@code evidence verify} says of one pack.
 *
 * @param expectedSha256 what the manifest's digest was said to be; null: nothing was said
 * @param report null where the pack could not be read
 * @param problem why it could not be read; null where it could
 */
record PackVerdict(Path pack, String expectedSha256, Report report, String problem) {

    /** The status a command ends with: 0 whole, 1 not whole, 2 no pack. */
    int exitCode() {
        return report == null ? 2 : isWhole() ? 0 : 1;
    }

    private boolean isWhole() {
        return report != null && report.sound() && isExpected();
    }

    private boolean isExpected() {
        return expectedSha256 == null || expectedSha256.equalsIgnoreCase(report.manifestSha256());
    }

    /** Fields of the JSON object; {@code problem} instead of a report where the pack could not be read. */
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("pack", pack.toString());
        if (report == null) {
            fields.put("sound", false);
            fields.put("problem", problem);
            return fields;
        }
        fields.put("incidentId", report.incidentId());
        fields.put("manifestSha256", report.manifestSha256());
        fields.put("manifestExpected", isExpected());
        fields.put("sound", isWhole());
        fields.put("parts", report.findings());
        fields.put("statements", report.statements());
        return fields;
    }

    /** A line for each finding and statement, the verdict last; nothing of a pack that could not be read. */
    void print(PrintWriter out) {
        if (report == null) {
            return;
        }
        for (Finding finding : report.findings()) {
            out.printf("%-5s %s: %s%n", finding.sound() ? "ok" : "FAULT", finding.name(), finding.finding());
        }
        if (!isExpected()) {
            out.printf(
                    "FAULT %s: expected SHA-256 %s, found %s%n",
                    EvidenceManifest.FILE, expectedSha256, report.manifestSha256());
        }
        for (Statement statement : report.statements()) {
            out.printf("%-10s %s%n", word(statement.standing()), statement.sentence());
        }
        String digest = report.manifestSha256().isEmpty() ? "unknown" : report.manifestSha256();
        out.printf("%s: %s (manifest SHA-256 %s)%n", pack, isWhole() ? "whole" : "not whole", digest);
    }

    private static String word(Statement.Standing standing) {
        return switch (standing) {
            case PROVEN -> "proven";
            case NOT_PROVEN -> "NOT PROVEN";
            case REFUTED -> "FAULT";
        };
    }
}
