package org.streetwarden.api.adapters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.api.adapters.Adapter.Field;
import org.streetwarden.api.adapters.Adapter.Form;
import org.streetwarden.api.adapters.Adapter.Source;
import org.streetwarden.directory.LonLat;

/** Fills one form from one event; every problem is noted before any is the end of it. */
public final class Filling {

    static final ZoneId CITY = ZoneId.of("Asia/Shanghai");
    private static final Pattern POINTER = Pattern.compile("\\{([^{}]+)}");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Adapter adapter;
    private final JsonNode data;
    private final boolean nested;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param nested whether dots in names make objects, as in JSON */
    private Filling(Adapter adapter, JsonNode data, boolean nested) {
        this.adapter = adapter;
        this.data = data;
        this.nested = nested;
    }

    /**
     * Fills the form for an event.
     *
     * @param data of the CloudEvent
     * @return empty where the adapter has no form for such events
     */
    public static Optional<Filled> of(Adapter adapter, String op, JsonNode data) {
        Form form = adapter.forms().get(op);
        return form == null ? Optional.empty() : Optional.of(new Filling(adapter, data, json(adapter)).fill(form));
    }

    /**
     * Fills the question for open cases nearby.
     *
     * @param data of the event, with {@code nearby} beside it
     */
    public static Filled question(Adapter adapter, JsonNode data) {
        Nearby nearby = adapter.nearby().orElseThrow();
        return new Filling(adapter, data, nearby.post() && json(adapter))
                .fill(new Form(nearby.path(), nearby.fields()));
    }

    private static boolean json(Adapter adapter) {
        return adapter.body() == Adapter.Body.JSON;
    }

    private Filled fill(Form form) {
        ObjectNode fields = JSON.objectNode();
        for (Field field : form.fields()) {
            JsonNode value = value(field);
            if (value != null) {
                put(fields, field.to(), value);
            }
        }
        return new Filled(form.path(), fields, problems, notes);
    }

    private void put(ObjectNode fields, String to, JsonNode value) {
        if (!nested) {
            fields.set(to, value);
            return;
        }
        String[] names = to.split("\\.", -1);
        ObjectNode holder = fields;
        for (int i = 0; i < names.length - 1; i++) {
            holder = holder.withObjectProperty(names[i]);
        }
        holder.set(names[names.length - 1], value);
    }

    /** @return null where there is none, and that is noted unless it may be so */
    private JsonNode value(Field field) {
        JsonNode found = found(field.source());
        if (found == null
                || found.isNull()
                || found.isMissingNode()
                || (found.isTextual() && found.asText().isEmpty())) {
            if (!field.optional()) {
                problems.add("%s: expected %s, found nothing".formatted(field.to(), said(field.source())));
            }
            return null;
        }
        if (field.dictionary() != null) {
            return word(field, found.asText());
        }
        if (field.time() != null) {
            return time(field, found.asText());
        }
        return found.isTextual() ? cut(field, found.asText()) : found;
    }

    private static String said(Source source) {
        return switch (source) {
            case Source.Constant constant -> "a value";
            case Source.From from -> from.pointer() + " of the event";
            case Source.Template template -> "text from " + template.text();
            case Source.Code code -> "a code of " + code.system();
            case Source.Coordinate coordinate -> "the place";
        };
    }

    private JsonNode found(Source source) {
        return switch (source) {
            case Source.Constant constant -> JSON.textNode(constant.text());
            case Source.From from -> scalar(data.at(from.pointer()));
            case Source.Template template ->
                JSON.textNode(POINTER.matcher(template.text())
                        .replaceAll(each -> Matcher.quoteReplacement(text(data.at(each.group(1))))));
            case Source.Code code -> code(code);
            case Source.Coordinate coordinate -> coordinate(coordinate);
        };
    }

    private static String text(JsonNode node) {
        return node.isNull() ? "" : node.asText();
    }

    /** Objects and arrays go out as they are where the form is JSON, else as text. */
    private JsonNode scalar(JsonNode node) {
        boolean plain = node.isValueNode() || node.isMissingNode() || nested;
        return plain ? node : JSON.textNode(node.toString());
    }

    private JsonNode code(Source.Code code) {
        for (JsonNode each : data.path("codes")) {
            if (each.path("codeSystem").asText().equals(code.system())) {
                return each.get(code.part());
            }
        }
        return null;
    }

    private JsonNode coordinate(Source.Coordinate coordinate) {
        JsonNode position = data.at("/place/position");
        if (!position.hasNonNull("longitude")) {
            return null;
        }
        LonLat there = adapter.crs()
                .fromWgs84(new LonLat(
                        position.get("longitude").asDouble(),
                        position.get("latitude").asDouble()));
        double value = coordinate.east() ? there.longitude() : there.latitude();
        return JSON.numberNode(BigDecimal.valueOf(value).setScale(coordinate.decimals(), RoundingMode.HALF_UP));
    }

    private JsonNode word(Field field, String ours) {
        Map<String, String> words = adapter.dictionaries().get(field.dictionary());
        String theirs = words.getOrDefault(ours, words.get("*"));
        if (theirs == null) {
            problems.add(
                    "%s: expected %s in dictionary %s, found nothing".formatted(field.to(), ours, field.dictionary()));
            return null;
        }
        return cut(field, theirs);
    }

    private JsonNode time(Field field, String text) {
        try {
            Instant time = Instant.parse(text);
            return field.time().equals("epoch-ms")
                    ? JSON.numberNode(time.toEpochMilli())
                    : JSON.textNode(DateTimeFormatter.ofPattern(field.time(), Locale.ROOT)
                            .format(time.atZone(CITY)));
        } catch (DateTimeException noTime) {
            problems.add("%s: expected a time, found %s".formatted(field.to(), text));
            return null;
        }
    }

    private JsonNode cut(Field field, String text) {
        int points = text.codePointCount(0, text.length());
        if (points <= field.most()) {
            return JSON.textNode(text);
        }
        notes.add("%s: cut to %d of %d characters".formatted(field.to(), field.most(), points));
        return JSON.textNode(text.substring(0, text.offsetByCodePoints(0, field.most())));
    }
}
