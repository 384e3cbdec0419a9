package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rules show}. */
@Command(name = "show", description = "Prints the rules in force, or an earlier version, as a file to change.")
final class RuleShowCommand extends ApiCommand {

    @Parameters(arity = "0..1", paramLabel = "VERSION", description = "all of its digits; else that in force")
    private String version;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.get(version == null ? "/rules" : "/rules/versions/" + ApiClient.encoded(version), Map.of());
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        out().print(answer.path("content").asText());
    }
}
