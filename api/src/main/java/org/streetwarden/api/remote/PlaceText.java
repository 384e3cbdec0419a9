package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Registers and their imports as people read them. */
final class PlaceText {

    private static final int SHOWN_ROWS = 10;

    private PlaceText() {}

    static void summary(JsonNode each, PrintWriter out) {
        boolean applied = each.path("version").isNumber();
        out.printf(
                "%s: %s, %d rows, import %d by %s from %s%n",
                each.path("register").asText(),
                applied
                        ? "version " + each.path("version").asInt()
                        : each.path("status").asText().toLowerCase(Locale.ROOT),
                each.path("rows").asInt(),
                each.path("id").asLong(),
                each.path("createdBy").asText(),
                each.path("source").asText());
        out.println("  " + ImportText.counts(each));
        ImportText.remarks(each, out);
    }

    /** The first rows of every outcome that somebody should look at. */
    static void changes(JsonNode each, ApiClient client, PrintWriter out) throws IOException {
        for (String outcome : List.of("GONE", "CHANGED", "NEW")) {
            int count = each.path("counts").path(outcome).asInt();
            if (count == 0) {
                continue;
            }
            JsonNode page = client.get(
                    "/places/imports/" + each.path("id").asText() + "/changes",
                    ApiClient.query("outcome", outcome, "limit", Integer.toString(SHOWN_ROWS)));
            page.path("changes").forEach(change -> change(change, out));
            if (count > SHOWN_ROWS) {
                out.printf("  … and %d more %s%n", count - SHOWN_ROWS, outcome.toLowerCase(Locale.ROOT));
            }
        }
    }

    private static void change(JsonNode change, PrintWriter out) {
        out.printf(
                "  %-8s %s%n",
                change.path("outcome").asText().toLowerCase(Locale.ROOT),
                change.path("key").asText());
        JsonNode before = change.path("before");
        JsonNode after = change.path("after");
        if (before.isObject() && after.isObject()) {
            List<String> fields = new ArrayList<>();
            before.fieldNames().forEachRemaining(fields::add);
            after.fieldNames().forEachRemaining(field -> {
                if (!before.has(field)) {
                    fields.add(field);
                }
            });
            fields.stream()
                    .filter(field -> !before.path(field).equals(after.path(field)))
                    .forEach(field -> out.printf(
                            "    %s: %s → %s%n", field, shown(before.path(field)), shown(after.path(field))));
        }
    }

    /** Cells as {@code name=value}, without the geometry. */
    static String facts(JsonNode facts) {
        StringBuilder text = new StringBuilder();
        facts.properties().forEach(fact -> {
            if (fact.getValue().isValueNode()) {
                text.append("  ")
                        .append(fact.getKey())
                        .append('=')
                        .append(fact.getValue().asText());
            }
        });
        return text.toString();
    }

    private static String shown(JsonNode value) {
        return value.isObject() ? "another shape" : value.isMissingNode() ? "nothing" : value.asText();
    }
}
