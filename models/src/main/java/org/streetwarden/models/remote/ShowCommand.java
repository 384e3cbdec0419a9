package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code model show}. */
@Command(name = "show", description = "Shows one model package: state, classes, and who moved it when and why.")
public final class ShowCommand extends RemoteCommand {

    @Parameters(paramLabel = "DIGEST", description = "of the package, or at least its first 8 digits")
    private String digest;

    @Override
    JsonNode ask(RemoteApi api) throws IOException {
        return api.get("/models/" + api.digest(digest));
    }

    @Override
    void print(JsonNode answer) {
        RemoteText.model(answer, out());
    }
}
