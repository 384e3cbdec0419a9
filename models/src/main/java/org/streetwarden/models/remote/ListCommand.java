package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code model list}. */
@Command(name = "list", description = "Lists the model packages that the api has, the newest first.")
public final class ListCommand extends RemoteCommand {

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "only those that are imported, checked, shadow, canary, active or retired")
    private String state = "";

    @Override
    JsonNode ask(RemoteApi api) throws IOException {
        String wanted = state.toUpperCase(java.util.Locale.ROOT);
        return api.get("/models" + (wanted.isEmpty() ? "" : "?state=" + RemoteApi.header(wanted)));
    }

    @Override
    void print(JsonNode answer) {
        RemoteText.models(answer.path("models"), out());
    }
}
