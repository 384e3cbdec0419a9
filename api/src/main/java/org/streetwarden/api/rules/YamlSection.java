package org.streetwarden.api.rules;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of a YAML file, read key by key; every problem is collected with its line and path. */
final class YamlSection {

    private static final int MOST_SHOWN = 80;

    private final String path;
    private final int line;
    private final List<String> problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    /**
     * A section.
     *
     * @param path empty for the whole file
     * @param node null where it is absent, which reads as an empty one
     * @param problems grows
     */
    YamlSection(String path, Node node, int line, List<String> problems) {
        this.path = path;
        this.line = node == null ? line : lineOf(node);
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::put);
        } else if (node != null && !isNothing(node)) {
            note(this.line, path, "keys with values", shown(node));
        }
    }

    private void put(NodeTuple tuple) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            note(lineOf(tuple.getKeyNode()), path, "a word as key", shown(tuple.getKeyNode()));
        } else if (values.put(key.getValue(), tuple.getValueNode()) != null) {
            note(lineOf(key), under(cut(key.getValue())), "this key once", "it twice");
        }
    }

    private static int lineOf(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }

    private static boolean isNothing(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private String under(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void note(int where, String key, String expected, String found) {
        problems.add(
                "line %d: %s: expected %s, found %s".formatted(where, key.isEmpty() ? "file" : key, expected, found));
    }

    /** Notes what is wrong with the value of a key. */
    void problem(String key, String expected, String found) {
        Node node = values.get(key);
        note(node == null ? line : lineOf(node), under(key), expected, found);
    }

    boolean has(String key) {
        Node node = values.get(key);
        return node != null && !isNothing(node);
    }

    /** Whether a key has a list, whatever is in it. */
    boolean hasEntries(String key) {
        return !(values.get(key) instanceof SequenceNode sequence)
                ? has(key)
                : !sequence.getValue().isEmpty();
    }

    /** Notes every key that nobody asked for. */
    void refuseUnknown() {
        values.forEach((key, node) -> {
            if (!asked.contains(key)) {
                note(lineOf(node), under(cut(key)), "only " + String.join(", ", new TreeSet<>(asked)), "this key");
            }
        });
    }

    YamlSection section(String key) {
        asked.add(key);
        return new YamlSection(under(key), values.get(key), line, problems);
    }

    List<YamlSection> sections(String key, int most) {
        List<YamlSection> sections = new ArrayList<>();
        int i = 0;
        for (Node node : entries(key, most)) {
            sections.add(new YamlSection("%s[%d]".formatted(under(key), i++), node, line, problems));
        }
        return sections;
    }

    /** Empty where the key is absent. */
    List<String> texts(String key, int most, String pattern, String expected) {
        List<String> texts = new ArrayList<>();
        for (Node node : entries(key, most)) {
            if (node instanceof ScalarNode scalar && scalar.getValue().matches(pattern)) {
                texts.add(scalar.getValue());
            } else {
                note(lineOf(node), under(key), expected, shown(node));
            }
        }
        return texts;
    }

    private List<Node> entries(String key, int most) {
        asked.add(key);
        if (!has(key)) {
            return List.of();
        }
        if (!(values.get(key) instanceof SequenceNode sequence)) {
            problem(key, "a list", shown(values.get(key)));
            return List.of();
        }
        if (sequence.getValue().size() > most) {
            problem(key, "at most " + most + " entries", sequence.getValue().size() + "");
            return List.of();
        }
        return sequence.getValue();
    }

    /**
     * A value.
     *
     * @param parser empty, or an {@code IllegalArgumentException}, where it cannot be read; the problem is noted then
     * @param otherwise where the key is absent or cannot be read
     */
    <T> T value(String key, String expected, T otherwise, Function<String, Optional<T>> parser) {
        asked.add(key);
        if (!has(key)) {
            return otherwise;
        }
        if (values.get(key) instanceof ScalarNode scalar) {
            try {
                Optional<T> read = parser.apply(scalar.getValue());
                if (read.isPresent()) {
                    return read.get();
                }
            } catch (IllegalArgumentException | DateTimeException unreadable) {
                // said below
            }
        }
        problem(key, expected, shown(values.get(key)));
        return otherwise;
    }

    boolean flag(String key, boolean otherwise) {
        return value(key, "true or false", otherwise, text -> Optional.of(text)
                .filter(each -> each.matches("true|false"))
                .map(Boolean::valueOf));
    }

    double number(String key, double least, double most, double otherwise) {
        return value(key, "a number from %s to %s".formatted(least, most), otherwise, text -> Optional.of(text)
                .filter(each -> each.matches("[0-9]{1,6}(\\.[0-9]{1,6})?"))
                .map(Double::valueOf)
                .filter(number -> number >= least && number <= most));
    }

    /** 0 where it is absent or cannot be read. */
    int whole(String key, int most) {
        return value(key, "a whole number from 0 to " + most, 0, text -> Optional.of(text)
                .filter(each -> each.matches("[0-9]{1,6}"))
                .map(Integer::valueOf)
                .filter(number -> number <= most));
    }

    private static String shown(Node node) {
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue().isEmpty() ? "nothing" : "'" + cut(scalar.getValue()) + "'";
            case SequenceNode list -> "a list";
            default -> "keys with values";
        };
    }

    private static String cut(String text) {
        String safe = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD");
        return safe.length() > MOST_SHOWN ? safe.substring(0, MOST_SHOWN) + "…" : safe;
    }
}
