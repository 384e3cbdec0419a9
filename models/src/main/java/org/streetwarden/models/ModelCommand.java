package org.streetwarden.models;

import org.streetwarden.models.evaluate.EvaluateCommand;
import org.streetwarden.models.inspect.InspectCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden model}: looks into model packages and measures them. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        subcommands = {InspectCommand.class, EvaluateCommand.class},
        description = "Looks into model packages and ONNX files, and measures them on labelled pictures.")
public final class ModelCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a subcommand: inspect or evaluate");
    }

    /** The command line, for {@link #main} and for tests. */
    static CommandLine line() {
        return new CommandLine(new ModelCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    public static void main(String[] args) {
        System.exit(line().execute(args));
    }
}
