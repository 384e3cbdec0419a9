package org.streetwarden.api.remote;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden flights}, as far as it asks the api. */
@Command(
        name = "streetwarden flights",
        mixinStandardHelpOptions = true,
        description = "Uploads a drone pilot's flights and shows what became of them.",
        subcommands = {FlightUploadCommand.class, FlightListCommand.class, FlightShowCommand.class})
public final class FlightsMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private FlightsMain() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The command, for {@link #main} and for tests. */
    public static CommandLine line() {
        return new CommandLine(new FlightsMain());
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
