package org.streetwarden.api.adapters;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.streetwarden.api.adapters.Adapter.Answers;
import org.streetwarden.api.adapters.Adapter.Field;
import org.streetwarden.api.adapters.Adapter.Form;
import org.streetwarden.api.adapters.Adapter.Lookup;
import org.streetwarden.api.adapters.Adapter.Pictures;
import org.streetwarden.api.adapters.Adapter.Pictures.Mode;
import org.streetwarden.api.adapters.Adapter.Rate;
import org.streetwarden.api.adapters.Adapter.Source;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.directory.CoordinateSystem;

/** Reads the description of an adapter; all its problems come at once. */
public final class AdapterFile {

    /** What can be told of a case. */
    public static final List<String> OPS = List.of("CREATE", "UPDATE", "RESOLVE_HINT", "WITHDRAW");

    private static final int MOST_FIELDS = 100;
    private static final int MOST_TEXT = 10_000;
    private static final String ANY = "(?s).*";
    static final String NAME = "[\\p{L}\\p{N}_.-]{1,100}";
    static final String PATH = "(/[A-Za-z0-9._~%:@!$&'()*+,;=-]*)*";
    private static final Set<String> KNOWN = Set.of(
            "adapter",
            "crs",
            "body",
            "forms",
            "dictionaries",
            "pictures",
            "answer",
            "states",
            "repeats",
            "nearby",
            "rate");
    static final Set<String> FIELD = Set.of(
            "to",
            "value",
            "from",
            "template",
            "code",
            "part",
            "coordinate",
            "decimals",
            "dictionary",
            "time",
            "most",
            "optional");
    private static final Set<String> ANSWER =
            Set.of("ok", "okWords", "caseNo", "words", "status", "known", "refused", "retried", "others");

    private final List<String> problems = new ArrayList<>();
    private final Sheet sheet;

    private AdapterFile(JsonNode root, String where) {
        sheet = new Sheet(root, where, problems::add, KNOWN);
    }

    /**
     * Reads all of it.
     *
     * @param problems takes every problem
     * @return empty where there is one
     */
    public static Optional<Adapter> read(Path file, Consumer<String> problems) {
        return Sheet.yaml(file, problems)
                .flatMap(root -> read(root, file.getFileName().toString(), problems));
    }

    private static Optional<Adapter> read(JsonNode root, String where, Consumer<String> problems) {
        AdapterFile file = new AdapterFile(root, where);
        Adapter adapter = file.adapter();
        file.problems.forEach(problems);
        return file.problems.isEmpty() ? Optional.of(adapter) : Optional.empty();
    }

    private Adapter adapter() {
        Map<String, Map<String, String>> dictionaries = new LinkedHashMap<>();
        Sheet words = sheet.part("dictionaries", Set.of());
        words.names().forEach(name -> dictionaries.put(name, dictionary(words.part(name, Set.of()))));
        Adapter.Body body = sheet.one("body", Adapter.Body.class, Adapter.Body.JSON);
        return new Adapter(
                sheet.required("adapter", NAME, "its name"),
                crs(),
                body,
                forms(dictionaries.keySet()),
                dictionaries,
                pictures(body),
                answers(),
                states(),
                lookup(),
                NearbySheet.read(sheet, dictionaries.keySet()),
                rate());
    }

    private static Map<String, String> dictionary(Sheet sheet) {
        Map<String, String> words = new LinkedHashMap<>();
        sheet.names().forEach(ours -> words.put(ours, sheet.required(ours, ANY, "their word")));
        return words;
    }

    private CoordinateSystem crs() {
        String id = sheet.required("crs", ANY, "one of " + CoordinateSystem.ids());
        Optional<CoordinateSystem> crs = CoordinateSystem.of(id);
        if (crs.isEmpty() && !id.isEmpty()) {
            sheet.wrong("crs", "one of " + CoordinateSystem.ids(), id);
        }
        return crs.orElse(CoordinateSystem.WGS84);
    }

    private Map<String, Form> forms(Set<String> dictionaries) {
        Map<String, Form> forms = new LinkedHashMap<>();
        Sheet all = sheet.part("forms", Set.copyOf(OPS));
        for (String op : OPS) {
            if (all.has(op)) {
                Sheet form = all.part(op, Set.of("path", "fields"));
                String path = form.has("path") ? form.required("path", PATH, "a path such as /report") : "";
                List<Field> fields = new ArrayList<>();
                form.parts("fields", FIELD, MOST_FIELDS).forEach(each -> fields.add(field(each, dictionaries)));
                forms.put(op, new Form(path, fields));
            }
        }
        if (!forms.containsKey("CREATE")) {
            sheet.wrong("forms", "at least CREATE", String.join(", ", forms.keySet()));
        }
        return forms;
    }

    static Field field(Sheet sheet, Set<String> dictionaries) {
        String dictionary = sheet.text("dictionary", NAME, "the name of a dictionary");
        if (dictionary != null && !dictionaries.contains(dictionary)) {
            sheet.wrong("dictionary", "one of " + dictionaries, dictionary);
        }
        return new Field(
                sheet.required("to", NAME, "the name of their field"),
                source(sheet),
                dictionary,
                time(sheet),
                sheet.number("most", 1, MOST_TEXT, MOST_TEXT),
                sheet.flag("optional"));
    }

    private static Source source(Sheet sheet) {
        List<String> ways = List.of("value", "from", "template", "code", "coordinate").stream()
                .filter(sheet::has)
                .toList();
        if (ways.size() != 1) {
            sheet.wrong("", "one of value, from, template, code, coordinate", ways.toString());
            return new Source.Constant("");
        }
        return switch (ways.getFirst()) {
            case "value" -> new Source.Constant(sheet.required("value", ANY, "text"));
            case "from" -> new Source.From(String.valueOf(sheet.pointer("from")));
            case "template" ->
                new Source.Template(sheet.required(
                        "template", "(?s)([^{}]|\\{(/[^/{}~\\s]+)+})*", "text with pointers in braces, as {/caseNo}"));
            case "code" ->
                new Source.Code(
                        sheet.required("code", NAME, "a code system"),
                        sheet.has("part") ? sheet.required("part", "code|name", "code or name") : "code");
            default ->
                new Source.Coordinate(
                        sheet.required("coordinate", "x|y", "x or y").equals("x"), sheet.number("decimals", 0, 9, 6));
        };
    }

    static String time(Sheet sheet) {
        String pattern = sheet.text("time", ANY, "a pattern such as yyyy-MM-dd HH:mm:ss, or epoch-ms");
        try {
            if (pattern != null && !pattern.equals("epoch-ms")) {
                String unused = DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
                        .format(ZonedDateTime.now(ZoneId.of("Asia/Shanghai")));
            }
        } catch (IllegalArgumentException | DateTimeException unusable) {
            sheet.wrong("time", "a pattern such as yyyy-MM-dd HH:mm:ss, or epoch-ms", pattern);
        }
        return pattern;
    }

    private Pictures pictures(Adapter.Body body) {
        Sheet part = sheet.part("pictures", Set.of("mode", "most", "to"));
        Mode mode = part.one("mode", Mode.class, Mode.NONE);
        if ((mode == Mode.MULTIPART) != (body == Adapter.Body.MULTIPART)
                && mode != Mode.NONE
                && mode != Mode.REFERENCE) {
            part.wrong("mode", body == Adapter.Body.MULTIPART ? "multipart" : "none, reference or base64", mode.name());
        }
        String to = mode == Mode.NONE ? null : part.required("to", NAME, "the name of their field");
        return new Pictures(mode, part.number("most", 1, 8, 1), to);
    }

    private Answers answers() {
        Sheet part = sheet.part("answer", ANSWER);
        String others = part.has("others") ? part.required("others", "retry|refuse", "retry or refuse") : "retry";
        List<String> okWords = part.texts("okWords");
        if (part.has("ok") == okWords.isEmpty()) {
            part.wrong("okWords", "a list where ok is a pointer, and else nothing", okWords.toString());
        }
        return new Answers(
                part.pointer("ok"),
                okWords,
                part.pointer("caseNo"),
                part.pointer("words"),
                part.pointer("status"),
                part.texts("known"),
                part.texts("refused"),
                part.texts("retried"),
                others.equals("retry"));
    }

    private StatusMap states() {
        List<String> pairs = new ArrayList<>();
        dictionary(sheet.part("states", Set.of())).forEach((theirs, ours) -> pairs.add(theirs + "=" + ours));
        try {
            return StatusMap.parse(String.join(",", pairs));
        } catch (IllegalArgumentException wrong) {
            sheet.wrong("states", "their words with our states", wrong.getMessage());
            return StatusMap.parse("");
        }
    }

    /** What is sent again must not be registered twice, so the file has to say why it is not. */
    private Optional<Lookup> lookup() {
        Sheet part = sheet.part("repeats", Set.of("known", "path", "query", "caseNo"));
        String known =
                part.required("known", "by-key|by-lookup", "by-key where they know our number again, else by-lookup");
        if (!known.equals("by-lookup")) {
            return Optional.empty();
        }
        String pointer = part.pointer("caseNo");
        if (pointer == null) {
            part.wrong("caseNo", "a JSON pointer to their number", "nothing");
        }
        return Optional.of(new Lookup(
                part.required("path", PATH, "a path"), part.required("query", NAME, "a parameter"), pointer));
    }

    private Rate rate() {
        Sheet part = sheet.part("rate", Set.of("requests", "seconds"));
        return new Rate(
                part.number("requests", 1, 10_000, 60), Duration.ofSeconds(part.number("seconds", 1, 3600, 60)));
    }
}
