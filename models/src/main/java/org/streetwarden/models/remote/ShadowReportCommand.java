package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.streetwarden.models.BrokenPackage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code model shadow-report}. */
@Command(name = "shadow-report", description = "Shows by label how a shadow agrees with a group's active model.")
public final class ShadowReportCommand extends RemoteCommand {

    @Mixin
    private PackageOptions model;

    @Mixin
    private GroupOptions group;

    @Override
    JsonNode ask(RemoteApi api) throws IOException, BrokenPackage {
        return api.get("/models/" + model.sha256(api) + "/shadow?group=" + RemoteApi.header(group.name()));
    }

    @Override
    void print(JsonNode answer) {
        RemoteText.totals(answer, out());
    }
}
