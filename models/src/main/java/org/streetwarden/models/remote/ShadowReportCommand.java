package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code model shadow-report}. */
@Command(name = "shadow-report", description = "Shows by label how a shadow agrees with a group's active model.")
public final class ShadowReportCommand extends RemoteCommand {

    @Parameters(paramLabel = "DIGEST", description = "of the package, or at least its first 8 digits")
    private String digest;

    @Mixin
    private GroupOptions group;

    @Override
    JsonNode ask(RemoteApi api) throws IOException {
        return api.get("/models/" + api.digest(digest) + "/shadow?group=" + RemoteApi.header(group.name()));
    }

    @Override
    void print(JsonNode answer) {
        RemoteText.totals(answer, out());
    }
}
