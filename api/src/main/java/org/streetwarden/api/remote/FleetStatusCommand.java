package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code fleet status}. */
@Command(name = "status", description = "Shows every worker: what it holds, what it can hold, what it uses.")
final class FleetStatusCommand extends ApiCommand {

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.get("/fleet", Map.of());
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        FleetText.print(answer, out());
    }
}
