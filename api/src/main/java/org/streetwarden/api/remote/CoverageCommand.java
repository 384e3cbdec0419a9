package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cameras coverage}. */
@Command(
        name = "coverage",
        description = "Shows whether living cameras are seen as often as promised, and which are not and why.")
final class CoverageCommand extends ApiCommand {

    private static final String PAGE = "500";
    private static final List<String> BLIND =
            List.of("NO_SESSION", "OVERLOADED", "LATE", "UNREPORTED", "VIEW_INVALID", "REFUSED", "DEAD");

    @Option(names = "--blind", description = "list every camera that is not seen, by reason")
    private boolean blind;

    @Option(
            names = "--hours",
            paramLabel = "N",
            defaultValue = "1",
            description = "how far back the windows go, up to 168; else 1")
    private int hours;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return blind ? blindOnes(client) : client.get("/coverage", ApiClient.query("hours", Integer.toString(hours)));
    }

    /** Every page as one answer; the api names at most {@value #PAGE} cameras at a time. */
    private static JsonNode blindOnes(ApiClient client) throws IOException {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        var cameras = all.putArray("cameras");
        for (String sight : BLIND) {
            String after = null;
            do {
                JsonNode page =
                        client.get("/coverage/cameras", ApiClient.query("sight", sight, "after", after, "limit", PAGE));
                page.path("cameras").forEach(cameras::add);
                after = page.path("next").isTextual() ? page.path("next").asText() : null;
            } while (after != null);
        }
        return all;
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        if (blind) {
            answer.path("cameras").forEach(this::printCamera);
        } else {
            printStanding(answer);
        }
    }

    private void printCamera(JsonNode camera) {
        out().printf(
                        "%-12s %-24s last seen %-20s worker %-16s %s%n",
                        words(camera.path("sight").asText()),
                        camera.path("id").asText(),
                        camera.path("lastSeenAt").isNull()
                                ? "never"
                                : camera.path("lastSeenAt").asText().replaceAll("\\.[0-9]+Z", "Z"),
                        camera.path("workerId").asText(),
                        camera.path("name").asText());
    }

    private void printStanding(JsonNode answer) {
        if (answer.path("cameras").asInt() == 0) {
            out().println("no worker has reported coverage within a day");
            return;
        }
        out().printf(
                        Locale.ROOT,
                        "promise: %.1f %% of living cameras every %s; %s%n",
                        100 * answer.path("targetShare").asDouble(),
                        time(answer.path("promiseSeconds").asDouble()),
                        answer.path("below").asBoolean()
                                ? "broken since " + answer.path("since").asText()
                                : "kept");
        out().printf(
                        Locale.ROOT,
                        "now: %d of %d living cameras seen, %.2f %%; %d cameras in all%n",
                        answer.path("seen").asInt(),
                        answer.path("living").asInt(),
                        percent(answer),
                        answer.path("cameras").asInt());
        if (answer.path("reachSeconds").isNumber()) {
            out().printf(
                            "could be promised with what there is: every %s%n",
                            time(answer.path("reachSeconds").asDouble()));
        }
        List<String> reasons = new ArrayList<>();
        answer.path("sights").properties().forEach(each -> {
            if (each.getValue().asInt() > 0 && BLIND.contains(each.getKey())) {
                reasons.add(each.getValue().asInt() + " " + words(each.getKey()));
            }
        });
        out().println("not seen: " + (reasons.isEmpty() ? "none" : String.join(", ", reasons)));
        printWindows(answer.path("windows"));
    }

    private void printWindows(JsonNode windows) {
        windows.forEach(window -> out().printf(
                        Locale.ROOT,
                        "  from %s  %6.2f %%  %d of %d%n",
                        window.path("start").asText(),
                        percent(window),
                        window.path("seen").asInt(),
                        window.path("living").asInt()));
    }

    /** Rounded down: 99.996 % is not all. */
    private static double percent(JsonNode counted) {
        return Math.floor(counted.path("share").asDouble() * 10_000) / 100;
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return "%d:%02d min".formatted(whole / 60, whole % 60);
    }

    private static String words(String sight) {
        return sight.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
