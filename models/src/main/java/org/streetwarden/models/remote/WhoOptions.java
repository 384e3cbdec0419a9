package org.streetwarden.models.remote;

import picocli.CommandLine.Option;

/** Who does something, and why. */
final class WhoOptions {

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who does this; else the user's name on this machine")
    private String who;

    @Option(names = "--why", required = true, paramLabel = "TEXT", description = "why, in one sentence")
    private String why;

    String who() {
        return who;
    }

    String why() {
        return why;
    }
}
