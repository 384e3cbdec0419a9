package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cameras show}. */
@Command(name = "show", description = "Shows one entry of the directory and what imports did to it.")
final class ShowCommand extends ApiCommand {

    @Parameters(paramLabel = "CODE", description = "20 digits, or those of a division")
    private String code;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.get("/cameras/directory/" + ApiClient.encoded(code), Map.of());
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        out().printf(
                        "%s of source %s%n",
                        answer.path("code").asText(), answer.path("source").asText());
        answer.path("facts").properties().forEach(fact -> out().printf(
                        "  %-16s %s%n", fact.getKey(), fact.getValue().asText()));
        answer.path("notReleased").forEach(why -> out().printf("not released: %s%n", why.asText()));
        answer.path("history").forEach(step -> {
            out().printf(
                            "%s  %s by %s: %s (import %d)%n",
                            step.path("at").asText(),
                            step.path("outcome").asText(),
                            step.path("who").asText(),
                            step.path("why").asText(),
                            step.path("importId").asLong());
            step.path("changes").forEach(change -> out().printf("    %s%n", ImportText.change(change)));
        });
    }
}
