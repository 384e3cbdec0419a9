package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code retention dryrun}. */
@Command(
        name = "dryrun",
        description = "Lists the evidence that the rules would delete, soonest first; deletes nothing.")
final class RetentionDryRunCommand extends ApiCommand {

    @Option(names = "--days", paramLabel = "N", defaultValue = "0", description = "how far ahead; else now")
    private int days;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "1000", description = "most of them, up to 1000")
    private int limit;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.get(
                "/retention/due", ApiClient.query("days", Integer.toString(days), "limit", Integer.toString(limit)));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        long bytes = 0;
        for (JsonNode due : answer.path("due")) {
            bytes += due.path("bytes").asLong();
            out().printf(
                            "%-15s %s  due %s  %d objects, %d bytes%n",
                            due.path("class").asText(),
                            due.path("subject").asText(),
                            due.path("until").asText(),
                            due.path("objects").asInt(),
                            due.path("bytes").asLong());
        }
        out().printf(
                        "%d packs, %d bytes%s%n",
                        answer.path("due").size(),
                        bytes,
                        answer.path("due").size() == limit ? ", and perhaps more" : "");
    }
}
