package org.streetwarden.models.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/** {@code model retire}. */
@Command(name = "retire", description = "Ends a model that is at work nowhere; nothing leads back.")
public final class RetireCommand extends StepCommand {

    public RetireCommand() {
        super("retire");
    }

    @Override
    void fill(ObjectNode body) {}
}
