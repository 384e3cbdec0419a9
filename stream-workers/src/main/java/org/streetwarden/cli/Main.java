package org.streetwarden.cli;

import org.streetwarden.evidence.EvidenceCommand;
import org.streetwarden.farm.FarmCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code streetwarden worker|analyze|farm|evidence}. */
@Command(
        name = "streetwarden",
        mixinStandardHelpOptions = true,
        description = "From street cameras to cases with evidence.",
        subcommands = {WorkerCommand.class, AnalyzeCommand.class, FarmCommand.class, EvidenceCommand.class})
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
