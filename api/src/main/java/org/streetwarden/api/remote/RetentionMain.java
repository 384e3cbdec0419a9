package org.streetwarden.api.remote;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden retention}. */
@Command(
        name = "streetwarden retention",
        mixinStandardHelpOptions = true,
        description = "Shows what is kept how long and what falls due, and holds cases whatever their age.",
        subcommands = {
            RetentionShowCommand.class,
            RetentionDryRunCommand.class,
            RetentionConfirmCommand.class,
            HoldCommand.class,
            LiftCommand.class
        })
public final class RetentionMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private RetentionMain() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The command, for {@link #main} and for tests. */
    public static CommandLine line() {
        return new CommandLine(new RetentionMain());
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
