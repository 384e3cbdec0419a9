package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code model rollout}. */
@Command(name = "rollout", description = "Shows which models look at which groups of cameras, and what workers say of them.")
public final class RolloutCommand extends RemoteCommand {

    @Override
    JsonNode ask(RemoteApi api) throws IOException {
        return api.get("/rollout");
    }

    @Override
    void print(JsonNode answer) {
        RemoteText.rollout(answer, out());
    }
}
