package org.streetwarden.models.inspect;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import org.streetwarden.models.VariantOptions;
import org.streetwarden.models.engine.GraphShape;
import org.streetwarden.models.head.Shapes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model inspect}. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Says what a model package or an ONNX file holds: inputs, outputs, operator set, precision, the head its"
                        + " shapes fit and why, and what nothing in it says. A file is not run; a package is loaded and"
                        + " run once.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:readable and loadable, and for a package: usable", "1:not", "2:wrong usage"})
public final class InspectCommand implements Callable<Integer> {

    private static final int SHOWN_METADATA = 120;

    @Parameters(paramLabel = "PACKAGE_DIR|FILE.onnx", description = "a model package's folder, or an ONNX file")
    private Path path;

    @Mixin
    private VariantOptions variant;

    @Option(names = "--json", description = "print JSON instead of text")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            return Files.isDirectory(path) ? describe(variant.open(path), out) : describe(path, out);
        } catch (BrokenPackage | DetectorFailure | IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        } finally {
            out.flush();
        }
    }

    private int describe(Path file, PrintWriter out) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": expected a package folder or an ONNX file, found neither");
        }
        Inspection found = Inspection.of(file);
        if (json) {
            out.println(json(found).toPrettyString());
        } else {
            print(found, out);
            out.println("can't know  " + String.join(", ", found.unknown()) + ": only a manifest says them");
        }
        return found.refusal().isEmpty() ? 0 : 1;
    }

    private int describe(ModelPackage pack, PrintWriter out) throws DetectorFailure, IOException {
        ModelManifest manifest = pack.manifest();
        boolean graph = manifest.file().endsWith(".onnx");
        if (json && graph) {
            ObjectNode node = json(Inspection.of(pack.modelFile()));
            node.put("package", manifest.name()).put("version", manifest.version());
            Detectors.open(pack, Engine.ONNXRUNTIME, 1).close();
            out.println(node.put("runs", true).toPrettyString());
            return 0;
        }
        out.printf("package     %s %s, licence %s%n", manifest.name(), manifest.version(), manifest.licence());
        out.printf("digest      %s%n", pack.digest());
        if (graph) {
            print(Inspection.of(pack.modelFile()), out);
        }
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
        out.printf("head        %s, NMS at IoU %s%n", manifest.head().written(), manifest.nmsIou());
        for (ModelClass kind : manifest.classes()) {
            out.printf(
                    "class       %s from %.2f%s%s%n",
                    kind.name(),
                    kind.threshold(),
                    kind.label().equals(kind.name()) ? "" : ", filed as " + kind.label(),
                    kind.experimental() ? ", experimental" : "");
        }
        manifest.variants()
                .forEach((name, each) -> out.printf(
                        "variant     %s in %s%s%n",
                        name, each.file(), each.file().equals(manifest.file()) ? ", this one" : ""));
        Detectors.open(pack, Engine.ONNXRUNTIME, 1).close();
        out.println("runs        yes, and its outputs are what the manifest says");
        return 0;
    }

    private static void print(Inspection found, PrintWriter out) {
        OnnxGraph graph = found.graph();
        out.printf("file        %s, %d bytes%n", graph.file().getFileName(), found.bytes());
        out.printf("sha256      %s%n", found.sha256());
        out.printf(
                "format      ONNX IR %d, operator set %d, written by %s%n",
                graph.irVersion(), graph.opset(), graph.producer().isEmpty() ? "unknown" : graph.producer());
        out.printf("precision   %s%n", graph.precision());
        ports("input", graph.shape().inputs(), out);
        ports("output", graph.shape().outputs(), out);
        out.printf("batch       %s%n", found.batch());
        graph.metadata()
                .forEach((key, value) -> out.printf(
                        "metadata    %s = %s%n",
                        key, value.length() <= SHOWN_METADATA ? value : value.substring(0, SHOWN_METADATA) + "…"));
        out.printf("looks like  %s: %s%n", found.head(), found.guess().why());
        out.printf(
                "loads       %s%n",
                found.refusal().map(reason -> "no: " + reason).orElse("yes"));
    }

    private static void ports(String what, List<GraphShape.Port> ports, PrintWriter out) {
        for (GraphShape.Port port : ports) {
            out.printf("%-11s %s %s %s%n", what, port.name(), port.type(), Shapes.text(port.axes()));
        }
    }

    private static ObjectNode json(Inspection found) {
        OnnxGraph graph = found.graph();
        HeadGuess guess = found.guess();
        ObjectNode node = JsonMapper.builder().build().createObjectNode();
        node.put("file", graph.file().getFileName().toString())
                .put("bytes", found.bytes())
                .put("sha256", found.sha256())
                .put("irVersion", graph.irVersion())
                .put("opset", graph.opset())
                .put("producer", graph.producer())
                .put("precision", graph.precision())
                .put("batch", found.batch());
        ports(graph.shape().inputs(), node.putArray("inputs"));
        ports(graph.shape().outputs(), node.putArray("outputs"));
        ObjectNode head = node.putObject("head");
        head.put("name", guess.head().map(h -> h.written()).orElse(null)).put("why", guess.why());
        head.put("image", guess.image()).put("sizes", guess.sizes().orElse(null));
        head.put("width", guess.width()).put("height", guess.height()).put("classes", guess.classes());
        guess.outputs().forEach(head.putArray("outputs")::add);
        graph.classNames().forEach(node.putArray("classNames")::add);
        graph.missingFiles().forEach(node.putArray("missingFiles")::add);
        found.unknown().forEach(node.putArray("unknown")::add);
        return node.put("loads", found.refusal().isEmpty())
                .put("refusal", found.refusal().orElse(null));
    }

    private static void ports(List<GraphShape.Port> ports, ArrayNode into) {
        for (GraphShape.Port port : ports) {
            ArrayNode shape = into.addObject()
                    .put("name", port.name())
                    .put("type", port.type())
                    .putArray("shape");
            port.shape().forEach(shape::add);
        }
    }
}
