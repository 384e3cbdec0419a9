package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code model check}. */
@Command(name = "check", description = "Takes a model for checked; needs a gate report that passed.")
public final class CheckCommand extends StepCommand {

    @Mixin
    private GateOptions gate;

    public CheckCommand() {
        super("check");
    }

    @Override
    void before(RemoteApi api, String sha256) throws IOException {
        gate.bring(api, sha256, who().who());
    }

    @Override
    void fill(ObjectNode body) {}
}
