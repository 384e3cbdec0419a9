package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.api.verdicts.Opinion;
import org.streetwarden.api.verdicts.VerdictReason;
import org.streetwarden.directory.PlainText;
import org.streetwarden.geometry.Box;

/** Reads a reviewer's verdict, collecting every problem before it refuses. */
final class OpinionJson {

    static final int MAX_BYTES = 64 * 1024;

    private static final Set<String> FIELDS = Set.of("who", "confirmed", "reason", "otherClass", "boxes", "note");
    private static final Set<String> BOX_FIELDS = Set.of("label", "left", "top", "right", "bottom");
    private static final List<String> EDGES = List.of("left", "top", "right", "bottom");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final int MAX_SHOWN_CHARS = 80;
    private static final String REASONS =
            Arrays.stream(VerdictReason.values()).map(VerdictReason::id).collect(Collectors.joining(", "));

    private final List<String> problems = new ArrayList<>();

    private OpinionJson() {}

    /**
     * Reads one.
     *
     * @param who gives it, whatever the body says
     * @throws Problem 400 where it is no JSON object
     * @throws Refusal naming every field at fault
     */
    static Opinion read(byte[] body, String who) {
        OpinionJson reading = new OpinionJson();
        Opinion opinion = reading.opinion(RequestBody.object(body), who);
        if (!reading.problems.isEmpty()) {
            throw new Refusal(Refusal.Cause.UNUSABLE, reading.problems);
        }
        return opinion;
    }

    private Opinion opinion(JsonNode root, String who) {
        known("", root, FIELDS);
        VerdictReason reason = reason(root);
        String note = root.has("note")
                ? text(root, "note", Opinion.MAX_NOTE_CHARS, true).strip()
                : "";
        return new Opinion(who, reason, otherClass(root, reason), boxes(root), note);
    }

    /** @return null where it is confirmed, or a problem is noted */
    private VerdictReason reason(JsonNode root) {
        JsonNode confirmed = root.path("confirmed");
        JsonNode reason = root.path("reason");
        if (!confirmed.isBoolean()) {
            wrong("confirmed", "true or false", confirmed);
            return null;
        }
        if (confirmed.booleanValue()) {
            if (root.hasNonNull("reason")) {
                wrong("reason", "nothing where the case is confirmed", reason);
            }
            return null;
        }
        VerdictReason found = VerdictReason.of(reason.asText()).orElse(null);
        if (!reason.isTextual() || found == null) {
            wrong("reason", "one of " + REASONS, reason);
        }
        return found;
    }

    private String otherClass(JsonNode root, VerdictReason reason) {
        JsonNode other = root.path("otherClass");
        if (reason != VerdictReason.OTHER_CLASS) {
            if (root.hasNonNull("otherClass")) {
                wrong("otherClass", "nothing but with the reason other-class", other);
            }
            return null;
        }
        return label("otherClass", other);
    }

    private String label(String field, JsonNode node) {
        if (!node.isTextual() || !LABEL.matcher(node.asText()).matches()) {
            wrong(field, "a class of 1 to 64 letters, digits, dashes and underscores", node);
        }
        return node.asText();
    }

    private List<LabelledBox> boxes(JsonNode root) {
        JsonNode node = root.path("boxes");
        List<LabelledBox> boxes = new ArrayList<>();
        if (!root.hasNonNull("boxes")) {
            return boxes;
        }
        if (!node.isArray() || node.size() > Opinion.MAX_BOXES) {
            String found = node.isArray() ? node.size() + " of them" : shown(node);
            problems.add("boxes: expected an array of at most %d boxes, found %s".formatted(Opinion.MAX_BOXES, found));
            return boxes;
        }
        for (int i = 0; i < node.size(); i++) {
            int before = problems.size();
            String field = "boxes[" + i + "].";
            Box box = box(field, node.get(i));
            String label = label(field + "label", node.get(i).path("label"));
            if (problems.size() == before) {
                boxes.add(new LabelledBox(label, box));
            }
        }
        return boxes;
    }

    /** @return null where a problem is noted */
    private Box box(String field, JsonNode node) {
        int before = problems.size();
        known(field, node, BOX_FIELDS);
        for (String edge : EDGES) {
            double value = node.path(edge).asDouble(-1);
            if (!node.path(edge).isNumber() || !(value >= 0 && value <= 1)) {
                wrong(field + edge, "a fraction from 0 to 1", node.path(edge));
            }
        }
        if (problems.size() > before) {
            return null;
        }
        if (!(node.path("left").asDouble() < node.path("right").asDouble())) {
            wrong(field + "right", "more than left, " + node.path("left"), node.path("right"));
        }
        if (!(node.path("top").asDouble() < node.path("bottom").asDouble())) {
            wrong(field + "bottom", "more than top, " + node.path("top"), node.path("bottom"));
        }
        return problems.size() > before
                ? null
                : new Box(
                        node.path("left").asDouble(),
                        node.path("top").asDouble(),
                        node.path("right").asDouble(),
                        node.path("bottom").asDouble());
    }

    private void known(String prefix, JsonNode node, Set<String> fields) {
        node.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                problems.add("%s%s: expected only %s, found this"
                        .formatted(
                                prefix,
                                cut(name),
                                String.join(", ", fields.stream().sorted().toList())));
            }
        });
    }

    /** @param lines whether the text may have more than one */
    private String text(JsonNode root, String field, int maxChars, boolean lines) {
        JsonNode node = root.path(field);
        String text = node.asText();
        if (!node.isTextual()) {
            wrong(field, "text", node);
        } else if (text.length() > maxChars) {
            problems.add("%s: expected at most %d characters, found %d".formatted(field, maxChars, text.length()));
        } else if (text.codePoints().anyMatch(point -> !printable(point) && !(lines && point == '\n'))) {
            wrong(field, lines ? "printable text" : "one line of printable text", node);
        }
        return text;
    }

    private static boolean printable(int point) {
        return PlainText.printable(point);
    }

    private void wrong(String field, String expected, JsonNode found) {
        problems.add("%s: expected %s, found %s".formatted(field, expected, shown(found)));
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "nothing" : cut(node.toString());
    }

    private static String cut(String text) {
        String safe = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD");
        return safe.length() > MAX_SHOWN_CHARS ? safe.substring(0, MAX_SHOWN_CHARS) + "…" : safe;
    }
}
