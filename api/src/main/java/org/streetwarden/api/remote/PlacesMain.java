package org.streetwarden.api.remote;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden places}. */
@Command(
        name = "streetwarden places",
        mixinStandardHelpOptions = true,
        description =
                "Brings code tables, grids and other layers, responsible units and the working calendar, and shows them.",
        subcommands = {PlaceImportCommand.class, PlaceShowCommand.class})
public final class PlacesMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private PlacesMain() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The command, for {@link #main} and for tests. */
    public static CommandLine line() {
        return new CommandLine(new PlacesMain()).addSubcommand(new ApplyCommand("places", PlaceText::summary));
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
