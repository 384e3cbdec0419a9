package org.streetwarden.api.remote;

import picocli.CommandLine.Command;

/** {@code retention lift}. */
@Command(name = "lift", description = "Lifts a legal hold that another auditor set.")
final class LiftCommand extends HoldCommand {

    @Override
    String path() {
        return "/hold/lift";
    }

    @Override
    String done() {
        return "no longer under legal hold";
    }
}
