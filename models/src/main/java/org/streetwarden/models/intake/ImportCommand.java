package org.streetwarden.models.intake;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelPackage;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model import}. */
@Command(
        name = "import",
        description =
                "Makes a package of a model that others made. What its graph says is read from it; what no graph can"
                        + " say has to be stated, or shown by --calibrate: nothing about its pixels is ever assumed. The package"
                        + " is loaded and run before it appears.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:imported", "1:refused, with everything that is wrong or missing", "2:wrong usage"})
public final class ImportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "an ONNX file, or TorchScript")
    private Path file;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "the package's folder, not there yet")
    private Path out;

    @Mixin
    private StatementOptions options;

    @ArgGroup(exclusive = false, heading = "%nTo find the pixels' convention by trying:%n")
    private CalibrationOptions calibration;

    /** Not the standard mixin: its {@code --version} is the package's here. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter print = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            ForeignModel model = ForeignModel.read(file);
            Statement stated = options.read(model);
            List<String> evidence = new ArrayList<>();
            if (calibration != null && !stated.pixels().complete()) {
                stated = calibration.find(model, stated, evidence, err);
                evidence.forEach(print::println);
            }
            List<String> gaps = Gaps.in(model, stated);
            if (!gaps.isEmpty()) {
                throw ForeignModel.refusal(file, gaps);
            }
            List<String> warnings = new ArrayList<>();
            ModelPackage pack = Intake.lay(model, stated, evidence, out, warnings);
            warnings.forEach(warning -> err.println("beware: " + warning));
            print.printf(
                    "%s %s in %s, head %s (%s), %d classes%ndigest %s%n",
                    pack.manifest().name(),
                    pack.manifest().version(),
                    out,
                    pack.manifest().head().written(),
                    model.why(),
                    pack.manifest().classes().size(),
                    pack.digest());
            return 0;
        } catch (BrokenPackage | DetectorFailure | IOException e) {
            err.println(e.getMessage());
            return 1;
        } finally {
            print.flush();
        }
    }
}
