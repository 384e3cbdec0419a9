package org.streetwarden.api.remote;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden rules}. */
@Command(
        name = "streetwarden rules",
        mixinStandardHelpOptions = true,
        description =
                "Checks rules, tries them on past incidents, puts them in force, and says why incidents made no case.",
        subcommands = {
            RuleCheckCommand.class,
            RuleTryCommand.class,
            RuleApplyCommand.class,
            RuleBackCommand.class,
            RuleShowCommand.class,
            RuleHistoryCommand.class,
            IncidentsCommand.class
        })
public final class RulesMain implements Runnable {

    @Spec
    private CommandSpec spec;

    private RulesMain() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The command, for {@link #main} and for tests. */
    public static CommandLine line() {
        return new CommandLine(new RulesMain());
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
