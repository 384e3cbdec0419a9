package org.streetwarden.api.remote;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden report}. */
@Command(
        name = "streetwarden report",
        mixinStandardHelpOptions = true,
        description = "Saves reports for people to read.",
        subcommands = WeeklyCommand.class)
public final class ReportMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private ReportMain() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a subcommand: weekly");
    }

    /** The command, for {@link #main} and for tests. */
    public static CommandLine line() {
        return new CommandLine(new ReportMain());
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
