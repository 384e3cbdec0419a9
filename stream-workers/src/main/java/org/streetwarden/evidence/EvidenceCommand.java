package org.streetwarden.evidence;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden evidence}: the parent of what can be done with evidence packs. */
@Command(
        name = "evidence",
        mixinStandardHelpOptions = true,
        description = "Works with evidence packs.",
        subcommands = VerifyCommand.class,
        footerHeading = "With an api:%n",
        footer = "  export  Saves a case's evidence with seal, log proof and dossier.")
public final class EvidenceCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "evidence: expected a command, found none");
    }
}
