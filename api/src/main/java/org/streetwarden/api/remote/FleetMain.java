package org.streetwarden.api.remote;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden fleet}. */
@Command(
        name = "streetwarden fleet",
        mixinStandardHelpOptions = true,
        description = "Shows the workers that share the cameras out, and takes one out of service and back.",
        subcommands = {FleetStatusCommand.class, DrainCommand.class})
public final class FleetMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private FleetMain() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The command, for {@link #main} and for tests. */
    public static CommandLine line() {
        return new CommandLine(new FleetMain());
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
