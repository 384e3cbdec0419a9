package org.streetwarden.models.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelPackage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model pack}. */
@Command(
        name = "pack",
        mixinStandardHelpOptions = true,
        description = "Makes one archive of a package folder, after loading and running it once, and prints its digest:"
                + " the same files always make the same bytes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:packed", "1:the package can't be used", "2:wrong usage"})
public final class PackCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PACKAGE_DIR", description = "folder with manifest.json and the model")
    private Path folder;

    @Option(names = "--out", required = true, paramLabel = "FILE.zip", description = "where the archive goes")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            ModelPackage pack = ModelPackage.open(folder);
            Detectors.open(pack, Engine.ONNXRUNTIME, 1).close();
            String digest = ModelArchive.pack(folder, out);
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%s %s in %s, %d bytes%ndigest %s%n",
                            pack.manifest().name(), pack.manifest().version(), out, Files.size(out), digest);
            spec.commandLine().getOut().flush();
            return 0;
        } catch (BrokenPackage | DetectorFailure | IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }
}
