package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code model shadow}. */
@Command(name = "shadow", description = "Lets a model look beside a group's active one, filing nothing.")
public final class ShadowCommand extends StepCommand {

    @Mixin
    private GroupOptions group;

    public ShadowCommand() {
        super("shadow");
    }

    @Override
    void fill(ObjectNode body) {
        body.put("group", group.name());
    }
}
