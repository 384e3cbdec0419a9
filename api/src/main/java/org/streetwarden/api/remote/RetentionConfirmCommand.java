package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code retention confirm}. */
@Command(
        name = "confirm",
        description =
                "Lets the rules delete, where an upgrade found material: nothing is deleted before. Look at dryrun first.")
final class RetentionConfirmCommand extends ApiCommand {

    @Option(names = "--why", paramLabel = "TEXT", required = true, description = "one sentence")
    private String why;

    @Override
    JsonNode ask(ApiClient client) throws IOException {
        return client.post(
                "/retention/confirm", JsonNodeFactory.instance.objectNode().put("why", why));
    }

    @Override
    void print(JsonNode answer, ApiClient client) {
        out().println("deleting begins with the next round, within a minute");
    }
}
