package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code model rollback}. */
@Command(name = "rollback", description = "Ends a shadow or canary, or brings back the model before the active one.")
public final class RollbackCommand extends StepCommand {

    @Mixin
    private GroupOptions group;

    public RollbackCommand() {
        super("rollback");
    }

    @Override
    void fill(ObjectNode body) {
        body.put("group", group.name());
    }
}
