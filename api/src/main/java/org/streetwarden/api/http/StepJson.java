package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.streetwarden.api.models.ModelStep;
import org.streetwarden.api.models.StepRequest;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.Rollout.Band;

/** Reads the request for one step. */
final class StepJson {

    static final int MAX_BYTES = 16 * 1024;
    static final Pattern GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final Set<String> FIELDS = Set.of("step", "group", "share", "skip", "band", "who", "why");
    private static final Set<String> BAND_FIELDS = Set.of("maxFailureShare", "maxLatencyMs", "maxRaiseRatio");
    private static final long MAX_LATENCY_MS = 600_000;

    private StepJson() {}

    /** @throws Problem 400 naming the first field at fault */
    static StepRequest read(String sha256, byte[] body, String who) {
        JsonNode root = RequestBody.object(body);
        known(root, FIELDS);
        ModelStep step = ModelStep.of(root.path("step").asText()).orElseThrow(() -> wrong(root, "step", steps()));
        String group = root.has("group") ? root.path("group").asText() : Rollout.DEFAULT_GROUP;
        if (!GROUP.matcher(group).matches()) {
            throw wrong(root, "group", "the name of a group of cameras");
        }
        if (root.has("share") && step != ModelStep.CANARY) {
            throw wrong(root, "share", "a share with the step canary only");
        }
        return new StepRequest(
                sha256,
                step,
                group,
                root.has("share") ? share(root) : null,
                root.has("skip") ? text(root, "skip") : null,
                band(root, step),
                who,
                text(root, "why"));
    }

    private static String steps() {
        return Arrays.stream(ModelStep.values()).map(ModelStep::id).collect(Collectors.joining(", "));
    }

    private static void known(JsonNode node, Set<String> fields) {
        node.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw Problem.badParameter(
                        "body",
                        "only " + String.join(", ", fields.stream().sorted().toList()),
                        name);
            }
        });
    }

    private static String text(JsonNode node, String field) {
        if (!node.path(field).isTextual()) {
            throw wrong(node, field, "one line of text");
        }
        return RequestBody.text(field, node.path(field).asText());
    }

    private static double share(JsonNode root) {
        double share = root.path("share").asDouble(-1);
        if (!root.path("share").isNumber() || !(share > 0 && share <= 1)) {
            throw wrong(root, "share", "a number above 0 and at most 1");
        }
        return share;
    }

    /** What is not stated of a band is as always. */
    private static Optional<Band> band(JsonNode root, ModelStep step) {
        JsonNode node = root.path("band");
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isObject() || (step != ModelStep.CANARY && step != ModelStep.ACTIVATE)) {
            throw wrong(root, "band", "an object with the steps canary and activate only");
        }
        known(node, BAND_FIELDS);
        double failures = number(node, "maxFailureShare", 0, 1, Band.DEFAULTS.maxFailureShare());
        double latencyMs = number(node, "maxLatencyMs", 1, MAX_LATENCY_MS, (double)
                Band.DEFAULTS.maxLatency().toMillis());
        double raises = number(node, "maxRaiseRatio", 1, 1e6, Band.DEFAULTS.maxRaiseRatio());
        return Optional.of(new Band(failures, Duration.ofMillis((long) latencyMs), raises));
    }

    private static double number(JsonNode node, String field, double least, double most, double otherwise) {
        double value = node.path(field).asDouble(otherwise);
        if ((node.has(field) && !node.path(field).isNumber()) || !(value >= least && value <= most)) {
            throw wrong(node, field, "a number from %s to %s".formatted(least, most));
        }
        return value;
    }

    private static Problem wrong(JsonNode node, String field, String expected) {
        JsonNode found = node.path(field);
        return Problem.badParameter(field, expected, found.isMissingNode() ? "nothing" : found.toString());
    }
}
