package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.streetwarden.models.BrokenPackage;
import picocli.CommandLine.Mixin;

/** What every command has that moves one model. */
abstract class StepCommand extends RemoteCommand {

    @Mixin
    private PackageOptions model;

    @Mixin
    private WhoOptions who;

    private final String step;

    StepCommand(String step) {
        this.step = step;
    }

    @Override
    final JsonNode ask(RemoteApi api) throws IOException, BrokenPackage {
        String sha256 = model.sha256(api);
        before(api, sha256);
        ObjectNode body =
                RemoteApi.object().put("step", step).put("who", who.who()).put("why", who.why());
        fill(body);
        return api.post("/models/" + sha256 + "/steps", body);
    }

    /** What has to be there first. */
    void before(RemoteApi api, String sha256) throws IOException {}

    /** Adds what only this step has. */
    abstract void fill(ObjectNode body);

    final WhoOptions who() {
        return who;
    }

    @Override
    final void print(JsonNode model) {
        JsonNode last = model.path("steps").path(model.path("steps").size() - 1);
        out().printf(
                        "%s %s: %s to %s%s, revision %d%n",
                        model.path("name").asText(),
                        model.path("version").asText(),
                        last.path("from").asText(),
                        last.path("to").asText(),
                        last.hasNonNull("group")
                                ? " in group " + last.path("group").asText()
                                : "",
                        last.path("revision").asLong());
    }
}
