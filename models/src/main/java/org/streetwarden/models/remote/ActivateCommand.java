package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code model activate}. */
@Command(name = "activate", description = "Makes a model the one that judges a group's cameras; needs a gate that passed against the one before.")
public final class ActivateCommand extends StepCommand {

    @Mixin
    private GroupOptions group;

    @Mixin
    private BandOptions band;

    public ActivateCommand() {
        super("activate");
    }

    @Override
    void fill(ObjectNode body) {
        body.put("group", group.name());
        band.fill(body);
    }
}
