package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flights list}. */
@Command(name = "list", description = "Lists flights, newest first; a pilot sees his own.")
final class FlightListCommand extends ApiCommand {

    @Option(names = "--state", paramLabel = "STATE", description = "only those that are UPLOADING, READY, DONE …")
    private String state;

    @Option(names = "--after", paramLabel = "FLIGHT", description = "go on behind this flight")
    private String after;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "at most so many, up to 200")
    private int limit;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.get(
                "/flights", ApiClient.query("state", state, "after", after, "limit", Integer.toString(limit)));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        answer.path("flights").forEach(flight -> FlightText.line(flight, out()));
        if (answer.path("next").isTextual()) {
            out().printf("more with --after %s%n", answer.path("next").asText());
        }
    }
}
