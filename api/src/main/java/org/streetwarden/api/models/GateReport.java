package org.streetwarden.api.models;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code streetwarden model gate} found, as its {@code gate.json} says.
 *
 * @param candidate digest
 * @param baseline digest; null where there was nothing to compare with
 * @param checks how many
 * @param failed sentences of those that did not hold
 */
public record GateReport(
        String candidate, String baseline, String golden, Instant madeAt, boolean passed, int checks, List<String> failed) {

    /** The longest report. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_CHECKS = 1000;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(40)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public GateReport {
        failed = List.copyOf(failed);
    }

    /** @throws Refusal naming every field at fault */
    public static GateReport parse(byte[] bytes) {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JacksonException unreadable) {
            throw Refusal.unusable("gate.json: expected JSON, found: " + unreadable.getOriginalMessage());
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory are always readable", impossible);
        }
        List<String> problems = new ArrayList<>();
        JsonNode baseline = root.path("baseline");
        JsonNode checks = root.path("checks");
        if (root.path("schema").asInt() != 1) {
            problems.add("gate.json: schema: expected 1");
        }
        if (!root.path("passed").isBoolean()) {
            problems.add("gate.json: passed: expected true or false");
        }
        if (!checks.isArray() || checks.isEmpty() || checks.size() > MAX_CHECKS) {
            problems.add("gate.json: checks: expected 1 to " + MAX_CHECKS + " checks");
        }
        GateReport report = new GateReport(
                digest(root.path("candidate"), "candidate", problems),
                baseline.isNull() ? null : digest(baseline, "baseline", problems),
                root.path("golden").path("name").asText(),
                time(root.path("at"), problems),
                root.path("passed").asBoolean(),
                checks.size(),
                failed(checks));
        if (report.golden.isEmpty() || report.golden.length() > 200) {
            problems.add("gate.json: golden.name: expected 1 to 200 characters");
        }
        if (report.passed && !report.failed.isEmpty()) {
            problems.add("gate.json: passed: expected false, because a check failed, found true");
        }
        if (!problems.isEmpty()) {
            throw new Refusal(Refusal.Cause.UNUSABLE, problems);
        }
        return report;
    }

    private static String digest(JsonNode model, String field, List<String> problems) {
        String sha256 = model.path("sha256").asText();
        if (!sha256.matches("[0-9a-f]{64}")) {
            problems.add("gate.json: " + field + ".sha256: expected 64 hexadecimal digits");
        }
        return sha256;
    }

    private static Instant time(JsonNode node, List<String> problems) {
        try {
            return Instant.parse(node.asText());
        } catch (DateTimeException unreadable) {
            problems.add("gate.json: at: expected an ISO-8601 time");
            return Instant.EPOCH;
        }
    }

    private static List<String> failed(JsonNode checks) {
        List<String> failed = new ArrayList<>();
        for (JsonNode check : checks) {
            if (!check.path("passed").asBoolean()) {
                failed.add(check.path("name").asText() + ": " + check.path("why").asText());
            }
        }
        return failed;
    }

    /** One sentence for the record of a step. */
    String summary() {
        return "%s on %s, %d checks, against %s"
                .formatted(
                        passed ? "passed" : "failed",
                        golden,
                        checks,
                        baseline == null ? "nothing" : baseline.substring(0, 12));
    }
}
