package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rules apply}. */
@Command(name = "apply", description = "Puts rules in force; those that are so already stay as they are.")
final class RuleApplyCommand extends ApiCommand {

    @Parameters(paramLabel = "FILE", description = "rules in YAML")
    private Path file;

    @Option(
            names = {"--reason", "--why"},
            required = true,
            paramLabel = "WHY",
            description = "why, one sentence")
    private String why;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who does this; else the user's name on this machine")
    private String who;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        Map<String, String> headers = Map.of(
                "Content-Type", "application/yaml", "X-Who", ApiClient.encoded(who), "X-Why", ApiClient.encoded(why));
        return client.upload("/rules/apply", Map.of(), file, headers);
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        RuleText.change(answer, out());
    }
}
