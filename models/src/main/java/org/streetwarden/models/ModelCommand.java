package org.streetwarden.models;

import org.streetwarden.models.archive.KeygenCommand;
import org.streetwarden.models.archive.PackCommand;
import org.streetwarden.models.archive.SignCommand;
import org.streetwarden.models.evaluate.CompareCommand;
import org.streetwarden.models.evaluate.EvaluateCommand;
import org.streetwarden.models.inspect.InspectCommand;
import org.streetwarden.models.intake.ImportCommand;
import org.streetwarden.models.remote.ActivateCommand;
import org.streetwarden.models.remote.CanaryCommand;
import org.streetwarden.models.remote.CheckCommand;
import org.streetwarden.models.remote.DatasetCommand;
import org.streetwarden.models.remote.ListCommand;
import org.streetwarden.models.remote.PushCommand;
import org.streetwarden.models.remote.RetireCommand;
import org.streetwarden.models.remote.RollbackCommand;
import org.streetwarden.models.remote.RolloutCommand;
import org.streetwarden.models.remote.ShadowCommand;
import org.streetwarden.models.remote.ShadowReportCommand;
import org.streetwarden.models.remote.ShowCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code streetwarden model}: looks into model packages, measures and moves them. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        description = "Looks into model packages and ONNX files, and measures them on labelled pictures.")
public final class ModelCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private ModelCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The command with its subcommands; the caller may add more before it runs. */
    public static CommandLine line() {
        return new CommandLine(new ModelCommand())
                .addSubcommand(new InspectCommand())
                .addSubcommand(new EvaluateCommand())
                .addSubcommand(new CompareCommand())
                .addSubcommand(new ImportCommand())
                .addSubcommand(new PackCommand())
                .addSubcommand(new KeygenCommand())
                .addSubcommand(new SignCommand())
                .addSubcommand(new PushCommand())
                .addSubcommand(new ListCommand())
                .addSubcommand(new ShowCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new ShadowCommand())
                .addSubcommand(new CanaryCommand())
                .addSubcommand(new ActivateCommand())
                .addSubcommand(new RollbackCommand())
                .addSubcommand(new RetireCommand())
                .addSubcommand(new RolloutCommand())
                .addSubcommand(new ShadowReportCommand())
                .addSubcommand(new DatasetCommand())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
