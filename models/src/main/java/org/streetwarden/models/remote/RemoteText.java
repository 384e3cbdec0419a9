package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The api's answers as people read them. */
final class RemoteText {

    private static final int SHOWN_DIGITS = 12;

    private RemoteText() {}

    static void models(JsonNode models, PrintWriter out) {
        out.printf("%-14s %-24s %-10s %-9s %s%n", "digest", "model", "role", "state", "groups");
        models.forEach(model -> out.printf(
                "%-14s %-24s %-10s %-9s %s%n",
                shortened(model),
                name(model) + (model.path("experimental").asBoolean() ? " *" : ""),
                model.path("role").asText(),
                model.path("state").asText(),
                groups(model)));
        out.println("* has experimental classes, whose cases always wait for review");
    }

    static void model(JsonNode model, PrintWriter out) {
        out.printf("%s, %s%n", name(model), model.path("role").asText());
        out.printf("digest    %s%n", model.path("sha256").asText());
        out.printf("state     %s%n", model.path("state").asText());
        out.printf("groups    %s%n", groups(model));
        out.printf("signed by %s%n", model.path("signedBy").asText("nobody known").replace("null", "nobody known"));
        out.printf("classes   %s%n", classes(model));
        JsonNode report = model.path("gate").path("report");
        if (report.isObject()) {
            out.printf("gate      %s on %s%n", report.path("passed").asBoolean() ? "passed" : "failed", report.path("golden").path("name").asText());
        }
        for (JsonNode step : model.path("steps")) {
            out.printf(
                    "%s  %-8s %s%s by %s: %s%n",
                    step.path("at").asText(),
                    step.path("step").asText(),
                    step.path("to").asText(),
                    step.hasNonNull("group") ? " in " + step.path("group").asText() : "",
                    step.path("who").asText(),
                    step.path("why").asText());
        }
    }

    static void rollout(JsonNode rollout, PrintWriter out) {
        out.printf("revision %d%n", rollout.path("revision").asLong());
        rollout.path("groups").properties().forEach(group -> {
            out.printf("group %s%n", group.getKey());
            for (String role : List.of("active", "canary", "shadow", "previous")) {
                JsonNode model = group.getValue().path(role);
                if (model.isObject()) {
                    out.printf("  %-9s %s%s%n", role, identity(model), share(model));
                }
            }
        });
        rollout.path("workers")
                .forEach(worker -> out.printf(
                        "worker %s, group %s, %s %s: %s %s at %s%n",
                        worker.path("workerId").asText(),
                        worker.path("group").asText(),
                        worker.path("role").asText(),
                        identity(worker.path("model")),
                        worker.path("state").asText(),
                        worker.path("why").asText(),
                        worker.path("seenAt").asText()));
    }

    static void totals(JsonNode totals, PrintWriter out) {
        out.printf(
                "%d looks, %d failures, mean %.1f ms, longest %.1f ms%n",
                totals.path("looks").asLong(),
                totals.path("failures").asLong(),
                totals.path("meanUs").asLong() / 1e3,
                totals.path("maxUs").asLong() / 1e3);
        out.printf("%-20s %10s %10s %12s %12s%n", "label", "boxes", "both", "only active", "only shadow");
        totals.path("labels")
                .forEach(label -> out.printf(
                        "%-20s %10d %10d %12d %12d%n",
                        label.path("label").asText(),
                        label.path("detections").asLong(),
                        label.path("both").asLong(),
                        label.path("onlyActive").asLong(),
                        label.path("onlyShadow").asLong()));
    }

    private static String identity(JsonNode model) {
        return "%s (%s)".formatted(name(model), shortened(model));
    }

    private static String name(JsonNode model) {
        return model.path("name").asText() + " " + model.path("version").asText();
    }

    private static String shortened(JsonNode model) {
        String sha256 = model.path("sha256").asText();
        return sha256.substring(0, Math.min(SHOWN_DIGITS, sha256.length()));
    }

    private static String groups(JsonNode model) {
        List<String> groups = new ArrayList<>();
        model.path("groups")
                .forEach(duty -> groups.add(
                        duty.path("role").asText() + " in " + duty.path("group").asText() + share(duty)));
        return groups.isEmpty() ? "-" : String.join(", ", groups);
    }

    private static String share(JsonNode node) {
        return node.hasNonNull("share")
                ? ", share " + node.path("share").asDouble()
                : "";
    }

    private static String classes(JsonNode model) {
        List<String> classes = new ArrayList<>();
        model.path("classes")
                .forEach(each -> classes.add(each.path("name").asText()
                        + (each.path("experimental").asBoolean() ? " (experimental)" : "")));
        return String.join(", ", classes);
    }
}
