package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code retention show}. */
@Command(name = "show", description = "Shows how long each class of material is kept, and how much falls due.")
final class RetentionShowCommand extends ApiCommand {

    @Option(names = "--days", paramLabel = "N", defaultValue = "30", description = "how far ahead; else 30")
    private int days;

    @Option(names = "--holds", description = "list the cases under legal hold instead")
    private boolean holds;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return holds
                ? client.get("/holds", Map.of())
                : client.get("/retention", ApiClient.query("days", Integer.toString(days)));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        if (holds) {
            answer.path("holds").forEach(this::printHold);
            return;
        }
        if (answer.path("confirmed").isNull()) {
            out().println("NOTHING IS DELETED before `retention confirm`; `retention dryrun` lists what would go");
        }
        answer.path("classes").forEach(this::printClass);
        out().println("audit-log          kept for good");
        out().printf("%d cases under legal hold%n", answer.path("holds").asInt());
    }

    private void printHold(JsonNode hold) {
        out().printf(
                        "%s  since %s  %s: %s%n",
                        hold.path("caseNo").asText(),
                        hold.path("at").asText(),
                        hold.path("who").asText(),
                        hold.path("why").asText());
    }

    private void printClass(JsonNode each) {
        out().printf(
                        "%-18s %-13s due now %d, within %d days %d; going %d, refused by the store %d, deleted %d%n",
                        each.path("class").asText(),
                        each.path("days").isNull()
                                ? "kept for good"
                                : each.path("days").asInt() + " days",
                        each.path("due").asLong(),
                        days,
                        each.path("soon").asLong(),
                        each.path("going").asLong(),
                        each.path("refused").asLong(),
                        each.path("deleted").asLong());
    }
}
