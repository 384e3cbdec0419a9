package org.streetwarden.api.adapters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;

/** One object of a description in YAML, read with every problem noted and none thrown. */
public final class Sheet {

    private static final int MOST_SHOWN_CHARS = 80;
    private static final int MOST_CHARS = 2000;
    private static final int MOST_BYTES = 256 * 1024;

    private final JsonNode node;
    private final String where;
    private final Consumer<String> problems;

    public Sheet(JsonNode node, String where, Consumer<String> problems, Set<String> known) {
        this.node = node;
        this.where = where;
        this.problems = problems;
        if (!node.isObject() && !node.isMissingNode()) {
            wrong("", "names with values", node.toString());
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.isEmpty() && !known.contains(name)) {
                wrong("", "only " + String.join(", ", known.stream().sorted().toList()), name);
            }
        });
    }

    /** The whole of a file; empty where it cannot be read and a problem is noted. */
    public static Optional<JsonNode> yaml(Path file, Consumer<String> problems) {
        try {
            if (Files.size(file) <= MOST_BYTES) {
                return Optional.of(mapper().readTree(Files.readAllBytes(file)));
            }
            problems.accept("%s: expected at most %d bytes, found %d".formatted(file, MOST_BYTES, Files.size(file)));
        } catch (JsonProcessingException noYaml) {
            int line = noYaml.getLocation() == null ? 0 : noYaml.getLocation().getLineNr();
            problems.accept("%s: expected YAML, found an error in line %d".formatted(file, line));
        } catch (IOException unreadable) {
            problems.accept("%s: expected a file that can be read, found %s"
                    .formatted(file, unreadable.getClass().getSimpleName()));
        }
        return Optional.empty();
    }

    private static YAMLMapper mapper() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(10);
        return new YAMLMapper(YAMLFactory.builder().loaderOptions(options).build());
    }

    public Sheet part(String name, Set<String> known) {
        return new Sheet(node.path(name), where(name), problems, known);
    }

    public List<Sheet> parts(String name, Set<String> known, int most) {
        JsonNode all = node.path(name);
        if (!all.isArray() || all.isEmpty() || all.size() > most) {
            wrong(name, "a list of 1 to " + most, all.isArray() ? all.size() + " of them" : shown(all));
            return List.of();
        }
        List<Sheet> parts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            parts.add(new Sheet(all.get(i), "%s[%d]".formatted(where(name), i), problems, known));
        }
        return parts;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** @return null where it is absent or a problem is noted */
    public String text(String name, String form, String expected) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = node.get(name);
        if (value.isValueNode()
                && value.asText().length() <= MOST_CHARS
                && value.asText().matches(form)) {
            return value.asText();
        }
        wrong(name, expected, shown(value));
        return null;
    }

    /** @return empty text where a problem is noted */
    public String required(String name, String form, String expected) {
        if (!has(name)) {
            wrong(name, expected, "nothing");
        }
        String text = text(name, form, expected);
        return text == null ? "" : text;
    }

    /** A pointer into JSON; null where it is absent or a problem is noted. */
    String pointer(String name) {
        return text(name, "(/[^/{}~\\s]+)+", "a JSON pointer such as /data/caseNo");
    }

    /** Text in a list; numbers are taken as they are written. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        JsonNode all = node.path(name);
        if (has(name) && !all.isArray()) {
            wrong(name, "a list", shown(all));
        }
        all.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    public int number(String name, int least, int most, int otherwise) {
        JsonNode value = node.path(name);
        if (!has(name)) {
            return otherwise;
        }
        if (value.isInt() && value.asInt() >= least && value.asInt() <= most) {
            return value.asInt();
        }
        wrong(name, "a whole number from %d to %d".formatted(least, most), shown(value));
        return otherwise;
    }

    public boolean flag(String name) {
        if (has(name) && !node.get(name).isBoolean()) {
            wrong(name, "true or false", shown(node.get(name)));
        }
        return node.path(name).asBoolean();
    }

    <E extends Enum<E>> E one(String name, Class<E> of, E otherwise) {
        for (E each : of.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(node.path(name).asText())) {
                return each;
            }
        }
        if (has(name)) {
            wrong(name, "one of " + List.of(of.getEnumConstants()), shown(node.get(name)));
        }
        return otherwise;
    }

    public void wrong(String name, String expected, String found) {
        problems.accept("%s: expected %s, found %s".formatted(where(name), expected, found));
    }

    private String where(String name) {
        return name.isEmpty() ? where : where + "." + name;
    }

    private static String shown(JsonNode node) {
        String text = node instanceof MissingNode ? "nothing" : node.toString().replaceAll("\\p{Cntrl}", " ");
        return text.length() > MOST_SHOWN_CHARS ? text.substring(0, MOST_SHOWN_CHARS) + "…" : text;
    }
}
