package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rules, tries of them and incidents as people read them. */
final class RuleText {

    private static final int SHOWN_ZONES = 10;
    private static final int VERSION_DIGITS = 12;

    private RuleText() {}

    static void change(JsonNode change, PrintWriter out) {
        out.printf(
                "%s  %s  %s: %s%n",
                change.path("sha256").asText(),
                change.path("at").asText().replaceAll("\\.[0-9]+Z", "Z"),
                change.path("who").asText(),
                change.path("why").asText());
    }

    static void tally(JsonNode tally, PrintWriter out) {
        JsonNode all = tally.path("all");
        out.printf(
                "rules %s on %d incidents of %d days%n",
                tally.path("sha256").asText().substring(0, VERSION_DIGITS),
                all.path("incidents").asInt(),
                tally.path("days").asInt());
        out.printf(
                "%-28s %9s %9s %9s %9s %9s %9s %9s%n",
                "", "incidents", "cases", "would be", "made", "spared", "reminded", "held");
        line("all", all, out);
        tally.path("kinds").properties().forEach(each -> line(each.getKey(), each.getValue(), out));
        tally.path("zones").properties().stream()
                .filter(each -> each.getValue().path("changed").asInt() > 0)
                .limit(SHOWN_ZONES)
                .forEach(each -> line(each.getKey(), each.getValue(), out));
        tally.path("hours").properties().forEach(each -> line(each.getKey() + ":00", each.getValue(), out));
        if (tally.path("again").asInt() > 0) {
            out.printf(
                    "%d decisions were these rules' own; %d of them come out otherwise now%n",
                    tally.path("again").asInt(), tally.path("unlike").asInt());
        }
        examples("would have made", tally.path("made"), out);
        examples("would have spared", tally.path("spared"), out);
    }

    private static void line(String name, JsonNode counts, PrintWriter out) {
        out.printf(
                "%-28s %9d %9d %9d %9d %9d %9d %9d%n",
                name,
                counts.path("incidents").asInt(),
                counts.path("before").asInt(),
                counts.path("after").asInt(),
                counts.path("made").asInt(),
                counts.path("spared").asInt(),
                counts.path("reminders").asInt(),
                counts.path("waiting").asInt());
    }

    private static void examples(String title, JsonNode examples, PrintWriter out) {
        examples.forEach(each -> out.printf(
                "%s %s: %s %s at %s/%s, %s; %s%n",
                title,
                each.path("caseNo").isTextual()
                        ? each.path("caseNo").asText()
                        : "one of " + each.path("incidentId").asText(),
                each.path("kind").asText(),
                each.path("raisedAt").asText(),
                each.path("cameraId").asText(),
                each.path("zoneId").asText(),
                words(each.path("was")),
                words(each.path("wouldBe"))));
    }

    /** As {@code suppress: permitted by vending}. */
    private static String words(JsonNode judgement) {
        return "%s: %s by %s"
                .formatted(
                        judgement.path("outcome").asText().toLowerCase(Locale.ROOT),
                        judgement.path("reason").asText(),
                        judgement.path("rule").asText("no rule"));
    }

    static void incident(JsonNode incident, PrintWriter out) {
        out.printf(
                "%s  %s  %-13s %s/%s  %s%s%n",
                incident.path("incidentId").asText(),
                incident.path("raisedAt").asText(),
                incident.path("kind").asText(),
                incident.at("/camera/id").asText(),
                incident.path("zoneId").asText(),
                words(incident.path("decision")),
                incident.path("caseNo").isTextual()
                        ? "  " + incident.path("caseNo").asText()
                        : "");
    }

    static void decision(JsonNode decision, PrintWriter out) {
        out.printf(
                "  as of %s  %s, rules %s%s%n",
                decision.path("asOf").asText(),
                words(decision),
                decision.path("rules").asText().substring(0, VERSION_DIGITS),
                decision.path("until").isTextual()
                        ? ", held until " + decision.path("until").asText()
                        : "");
        decision.path("steps")
                .forEach(step -> out.printf(
                        "    %-22s %-12s %s%n",
                        step.path("check").asText(),
                        step.path("result").asText(),
                        step.path("facts").properties().stream()
                                .map(fact ->
                                        fact.getKey() + "=" + fact.getValue().asText())
                                .collect(Collectors.joining(" "))));
    }
}
