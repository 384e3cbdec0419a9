package org.streetwarden.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.directory.PlainText;

/**
 * One mapping of the configuration. Reads never throw: what is wrong is noted with its path and a default is returned, so
 * that all problems come at once. {@code ${NAME}} in a value stands for that environment variable.
 */
final class Section {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)}");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");
    private static final Set<String> SECRET_KEYS = Set.of("password", "url", "user");

    private final String path;
    private final JsonNode node;
    private final List<String> problems;
    private final UnaryOperator<String> environment;
    private final Set<String> asked = new HashSet<>();

    Section(String path, JsonNode node, List<String> problems, UnaryOperator<String> environment) {
        this.path = path;
        this.node = node;
        this.problems = problems;
        this.environment = environment;
        if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
            problems.add(path + ": expected a mapping, found " + shown(node));
        }
    }

    Section section(String key) {
        asked.add(key);
        JsonNode child = node.path(key);
        return new Section(at(key), child.isNull() ? MissingNode.getInstance() : child, problems, environment);
    }

    /** The mappings of a list; empty where there is none. */
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        int index = 0;
        for (JsonNode item : list(key)) {
            sections.add(new Section(at(key) + "[" + index++ + "]", item, problems, environment));
        }
        return sections;
    }

    JsonNode list(String key) {
        asked.add(key);
        JsonNode child = node.path(key);
        if (!child.isMissingNode() && !child.isNull() && !child.isArray()) {
            problem(key, "a list", shown(child));
            return MissingNode.getInstance();
        }
        return child;
    }

    /** A list of texts, or one text alone. */
    List<String> textOrTexts(String key) {
        asked.add(key);
        JsonNode child = node.path(key);
        List<String> texts = new ArrayList<>();
        (child.isValueNode() ? List.of(child) : list(key)).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    boolean has(String key) {
        asked.add(key);
        return node.hasNonNull(key);
    }

    /** A text that must be there. */
    String text(String key) {
        return optionalText(key).orElseGet(() -> {
            problem(key, "a value", "nothing");
            return "";
        });
    }

    String text(String key, String otherwise) {
        return optionalText(key).orElse(otherwise);
    }

    Optional<String> optionalText(String key) {
        asked.add(key);
        JsonNode child = node.path(key);
        if (child.isMissingNode() || child.isNull()) {
            return Optional.empty();
        }
        if (!child.isValueNode()) {
            problem(key, "a single value", shown(child));
            return Optional.empty();
        }
        String text = expanded(key, child.asText());
        if (!text.codePoints().allMatch(PlainText::exchangeable)) {
            problem(key, "characters that others can read", "half a character or a noncharacter of Unicode");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** Every key of this mapping with its value. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        node.fieldNames().forEachRemaining(key -> texts.put(key, text(key, "")));
        return texts;
    }

    /**
     * A value of another form.
     *
     * @param expected for the problem's text
     * @param parser throws a RuntimeException where the text does not fit
     */
    <T> T parsed(String key, T otherwise, String expected, Function<String, T> parser) {
        Optional<String> text = optionalText(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return parser.apply(text.get());
        } catch (RuntimeException unfit) {
            problem(key, expected, SECRET_KEYS.contains(key) ? "something else" : text.get());
            return otherwise;
        }
    }

    /** A span such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, or ISO-8601 {@code PT10S}. */
    Duration span(String key, Duration otherwise) {
        return parsed(key, otherwise, "a span such as 10s or 5m", Section::span);
    }

    int whole(String key, int otherwise, int least, int most) {
        return parsed(key, otherwise, "a whole number from %d to %d".formatted(least, most), text -> {
            int value = Integer.parseInt(text);
            if (value < least || value > most) {
                throw new IllegalArgumentException(text);
            }
            return value;
        });
    }

    /** Notes every key that nobody asked for. Call it last. */
    void refuseUnknown() {
        node.fieldNames().forEachRemaining(key -> {
            if (!asked.contains(key)) {
                problems.add("%s: unknown key; known here: %s"
                        .formatted(
                                at(key),
                                String.join(", ", asked.stream().sorted().toList())));
            }
        });
    }

    void problem(String key, String expected, String found) {
        problems.add("%s: expected %s, found %s".formatted(at(key), expected, found));
    }

    void problem(String key, String sentence) {
        problems.add(at(key) + ": " + sentence);
    }

    String at(String key) {
        if (key.isEmpty()) {
            return path;
        }
        return path.endsWith(":") ? path + " " + key : path + "." + key;
    }

    private String expanded(String key, String text) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            String value = environment.apply(matcher.group(1));
            if (value == null) {
                problem(key, "environment variable " + matcher.group(1), "it is not set");
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(value == null ? "" : value));
        }
        return matcher.appendTail(result).toString();
    }

    private static Duration span(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException unfit) {
                throw new IllegalArgumentException(text, unfit);
            }
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
