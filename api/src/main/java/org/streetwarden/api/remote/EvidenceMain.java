package org.streetwarden.api.remote;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden evidence}, as far as it asks the api. */
@Command(
        name = "streetwarden evidence",
        mixinStandardHelpOptions = true,
        description = "Brings evidence out of the system.",
        subcommands = ExportCommand.class)
public final class EvidenceMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private EvidenceMain() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a subcommand: export");
    }

    /** The command, for {@link #main} and for tests. */
    public static CommandLine line() {
        return new CommandLine(new EvidenceMain());
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
