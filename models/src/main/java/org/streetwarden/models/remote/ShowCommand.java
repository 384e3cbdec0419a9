package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.streetwarden.models.BrokenPackage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code model show}. */
@Command(name = "show", description = "Shows one model package: state, classes, and who moved it when and why.")
public final class ShowCommand extends RemoteCommand {

    @Mixin
    private PackageOptions model;

    @Override
    JsonNode ask(RemoteApi api) throws IOException, BrokenPackage {
        return api.get("/models/" + model.sha256(api));
    }

    @Override
    void print(JsonNode answer) {
        RemoteText.model(answer, out());
    }
}
