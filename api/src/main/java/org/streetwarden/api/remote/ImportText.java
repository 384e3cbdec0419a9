package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Imports as people read them. */
final class ImportText {

    private static final int SHOWN_ROWS = 10;
    private static final List<String> SHOWN = List.of("REFUSED", "EXCLUDED", "GONE", "CHANGED");

    private ImportText() {}

    static void summary(JsonNode each, PrintWriter out) {
        out.printf(
                "import %d of source %s, %s%n",
                each.path("id").asLong(),
                each.path("source").asText(),
                each.path("status").asText().toLowerCase(Locale.ROOT));
        out.println(counts(each));
        remarks(each, out);
    }

    /** How many of each outcome. */
    static String counts(JsonNode each) {
        List<String> counts = new ArrayList<>();
        each.path("counts")
                .properties()
                .forEach(count -> counts.add(
                        count.getValue().asInt() + " " + count.getKey().toLowerCase(Locale.ROOT)));
        return String.join(", ", counts);
    }

    static void remarks(JsonNode each, PrintWriter out) {
        each.path("remarks").forEach(remark -> out.println("! " + remark.asText()));
    }

    /** The first rows of every outcome that somebody should look at. */
    static void rows(JsonNode each, ApiClient client, PrintWriter out) throws IOException {
        String id = each.path("id").asText();
        for (String outcome : SHOWN) {
            int count = each.path("counts").path(outcome).asInt();
            if (count == 0) {
                continue;
            }
            String limit = Integer.toString(SHOWN_ROWS);
            rows(
                    client.get("/cameras/imports/" + id + "/rows", ApiClient.query("outcome", outcome, "limit", limit)),
                    out);
            if (count > SHOWN_ROWS) {
                out.printf("  … and %d more: cameras rows %s --outcome %s%n", count - SHOWN_ROWS, id, outcome);
            }
        }
    }

    static void rows(JsonNode page, PrintWriter out) {
        page.path("rows").forEach(row -> {
            out.printf(
                    "  %-9s %-20s %s%n",
                    row.path("outcome").asText().toLowerCase(Locale.ROOT),
                    row.path("code").asText(),
                    row.path("place").asText());
            row.path("changes").forEach(change -> out.printf("    %s%n", change(change)));
            row.path("reasons").forEach(reason -> out.printf("    %s%n", reason.asText()));
        });
    }

    static String change(JsonNode change) {
        return "%s: %s → %s"
                .formatted(change.path("field").asText(), shown(change.path("from")), shown(change.path("to")));
    }

    private static String shown(JsonNode value) {
        return value.isNull() || value.asText().isEmpty() ? "nothing" : value.asText();
    }
}
