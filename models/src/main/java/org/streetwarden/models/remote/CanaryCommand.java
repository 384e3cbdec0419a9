package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code model canary}. */
@Command(name = "canary", description = "Lets a model judge a share of a group's cameras.")
public final class CanaryCommand extends StepCommand {

    @Mixin
    private GroupOptions group;

    @Mixin
    private BandOptions band;

    @Option(names = "--share", required = true, paramLabel = "SHARE", description = "of the cameras, above 0, at most 1")
    private double share;

    public CanaryCommand() {
        super("canary");
    }

    @Override
    void fill(ObjectNode body) {
        body.put("group", group.name());
        band.fill(body);
        body.put("share", share);
    }
}
