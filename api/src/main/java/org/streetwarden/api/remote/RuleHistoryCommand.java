package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code rules history}. */
@Command(name = "history", description = "Lists which rules were in force since when, by whom and why, newest first.")
final class RuleHistoryCommand extends ApiCommand {

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.get("/rules/history", Map.of());
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        answer.path("changes").forEach(change -> RuleText.change(change, out()));
    }
}
