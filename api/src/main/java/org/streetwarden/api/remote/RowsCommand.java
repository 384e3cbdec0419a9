package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cameras rows}. */
@Command(name = "rows", description = "Shows what an import does, row by row.")
final class RowsCommand extends ApiCommand {

    @Parameters(paramLabel = "IMPORT", description = "number of the import")
    private long id;

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            description = "only those that are new, changed, gone, unchanged, refused or excluded")
    private String outcome;

    @Option(names = "--after", paramLabel = "N", defaultValue = "0", description = "go on behind this position")
    private int after;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "at most so many, up to 200")
    private int limit;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        String wanted = outcome == null ? null : outcome.toUpperCase(Locale.ROOT);
        return client.get(
                "/cameras/imports/" + id + "/rows",
                ApiClient.query("outcome", wanted, "after", Integer.toString(after), "limit", Integer.toString(limit)));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        ImportText.rows(answer, out());
        if (answer.path("next").isNumber()) {
            out().printf("more with --after %d%n", answer.path("next").asInt());
        }
    }
}
