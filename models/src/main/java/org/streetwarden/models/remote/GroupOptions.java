package org.streetwarden.models.remote;

import picocli.CommandLine.Option;

/** Which group of cameras. */
final class GroupOptions {

    @Option(
            names = "--group",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "group of cameras (default: ${DEFAULT-VALUE})")
    private String group;

    String name() {
        return group;
    }
}
