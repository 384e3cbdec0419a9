package org.streetwarden.cli;

import org.streetwarden.evidence.EvidenceCommand;
import org.streetwarden.farm.FarmCommand;
import org.streetwarden.flights.FlightsCommand;
import org.streetwarden.models.ModelCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code streetwarden worker|analyze|farm|evidence|flights|model}. */
@Command(
        name = "streetwarden",
        mixinStandardHelpOptions = true,
        description = "From street cameras to cases with evidence.",
        subcommands = {
            WorkerCommand.class,
            AnalyzeCommand.class,
            FarmCommand.class,
            EvidenceCommand.class,
            FlightsCommand.class
        })
public final class Main {

    private Main() {}

    /** Every command, for {@link #main} and for tests. */
    static CommandLine line() {
        return new CommandLine(new Main()).addSubcommand(model());
    }

    /** What {@code models} has to offer, and what needs videos beside it. */
    private static CommandLine model() {
        return ModelCommand.line().addSubcommand(new GateCommand());
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
