package org.streetwarden.api.remote;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden cameras}. */
@Command(
        name = "streetwarden cameras",
        mixinStandardHelpOptions = true,
        description =
                "Brings catalogues of cameras into the directory, shows what stands in it and how often it is seen.",
        subcommands = {
            CameraImportCommand.class,
            RowsCommand.class,
            ListCommand.class,
            ShowCommand.class,
            CoverageCommand.class
        })
public final class CamerasMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private CamerasMain() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The command, for {@link #main} and for tests. */
    public static CommandLine line() {
        return new CommandLine(new CamerasMain()).addSubcommand(new ApplyCommand("cameras", ImportText::summary));
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
