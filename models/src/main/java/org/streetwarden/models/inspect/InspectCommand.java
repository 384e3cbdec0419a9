package org.streetwarden.models.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.InputFormat;
import org.streetwarden.models.ModelClass;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.engine.GraphShape;
import org.streetwarden.models.head.Shapes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model inspect}. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Says what a model package or an ONNX file holds: inputs, outputs, operator set, the head its shapes"
                        + " fit and why, its digest, and for a package its classes. A package is loaded and run once.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:readable, and for a package: usable", "1:not", "2:wrong usage"})
public final class InspectCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PACKAGE_DIR|FILE.onnx", description = "a model package's folder, or an ONNX file")
    private Path path;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (Files.isDirectory(path)) {
                describe(ModelPackage.open(path), out);
            } else {
                describe(path, out);
                out.println("can't know  colour order, scale, class names: only a manifest says them");
            }
            return 0;
        } catch (BrokenPackage | DetectorFailure | IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        } finally {
            out.flush();
        }
    }

    private static void describe(ModelPackage pack, PrintWriter out) throws DetectorFailure, IOException {
        ModelManifest manifest = pack.manifest();
        out.printf("package     %s %s, licence %s%n", manifest.name(), manifest.version(), manifest.licence());
        out.printf("digest      %s%n", pack.digest());
        describe(pack.modelFile(), out);
        InputFormat input = manifest.input();
        out.printf(
                "pixels      %s %d x %d, (sample * %s - %s) / %s, picture %s, pad %d%n",
                input.colour(),
                input.width(),
                input.height(),
                input.scale(),
                input.mean(),
                input.std(),
                input.placement().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                input.pad());
        out.printf(
                "head        %s, NMS at IoU %s%n", manifest.head().name().toLowerCase(Locale.ROOT), manifest.nmsIou());
        for (ModelClass kind : manifest.classes()) {
            out.printf(
                    "class       %s from %.2f%s%s%n",
                    kind.name(),
                    kind.threshold(),
                    kind.label().equals(kind.name()) ? "" : ", filed as " + kind.label(),
                    kind.experimental() ? ", experimental" : "");
        }
        Detectors.open(pack, Engine.ONNXRUNTIME, 1).close();
        out.println("runs        yes, and its outputs are what the manifest says");
    }

    private static void describe(Path file, PrintWriter out) throws DetectorFailure, IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": expected a package folder or an ONNX file, found neither");
        }
        OnnxHeader header = OnnxHeader.read(file);
        out.printf("file        %s, %d bytes%n", file.getFileName(), Files.size(file));
        out.printf("sha256      %s%n", ModelPackage.sha256(file));
        out.printf(
                "format      ONNX IR %d, operator set %d, written by %s%n",
                header.irVersion(), header.opset(), header.producer().isEmpty() ? "unknown" : header.producer());
        GraphShape graph = GraphShape.read(file);
        ports("input", graph.inputs(), out);
        ports("output", graph.outputs(), out);
        HeadGuess guess = HeadGuess.of(graph);
        out.printf(
                "looks like  %s: %s%n",
                guess.head().map(h -> h.name().toLowerCase(Locale.ROOT)).orElse("no head known here"), guess.why());
    }

    private static void ports(String what, List<GraphShape.Port> ports, PrintWriter out) {
        for (GraphShape.Port port : ports) {
            out.printf("%-11s %s %s %s%n", what, port.name(), port.type(), Shapes.text(port.axes()));
        }
    }
}
