package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rules try}. */
@Command(
        name = "try",
        description =
                "Says what rules would have made of the incidents of the last days, against what was decided; changes nothing.")
final class RuleTryCommand extends ApiCommand {

    @Parameters(paramLabel = "FILE", description = "rules in YAML")
    private Path file;

    @Option(
            names = "--since",
            paramLabel = "DAYS",
            defaultValue = "30",
            description = "how far back, up to 366; else 30")
    private int days;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.upload(
                "/rules/try",
                ApiClient.query("days", Integer.toString(days)),
                file,
                Map.of("Content-Type", "application/yaml"));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        RuleText.tally(answer, out());
    }
}
