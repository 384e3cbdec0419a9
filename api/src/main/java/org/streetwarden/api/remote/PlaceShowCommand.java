package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code places show}. */
@Command(
        name = "show",
        description = "Shows what is in force: every register, or the rows of one, now or in an earlier version.")
final class PlaceShowCommand extends ApiCommand {

    @Parameters(arity = "0..1", paramLabel = "REGISTER", description = "which one; else all, without their rows")
    private String register;

    @Option(names = "--version-number", paramLabel = "N", description = "an earlier version; else that in force")
    private Integer version;

    @Option(names = "--after", paramLabel = "KEY", description = "go on behind this row")
    private String after;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "at most so many, up to 200")
    private int limit;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return register == null
                ? client.get("/places", Map.of())
                : client.get(
                        "/places/" + ApiClient.encoded(register),
                        ApiClient.query(
                                "version",
                                version == null ? null : version.toString(),
                                "after",
                                after,
                                "limit",
                                Integer.toString(limit)));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        answer.path("registers").forEach(each -> PlaceText.summary(each, out()));
        if (answer.has("version")) {
            PlaceText.summary(answer.path("version"), out());
            answer.path("rows").forEach(row -> out().printf(
                            "  %s%s%n", row.path("key").asText(), PlaceText.facts(row.path("facts"))));
            if (answer.path("next").isTextual()) {
                out().printf("more with --after '%s'%n", answer.path("next").asText());
            }
        }
    }
}
