package org.streetwarden.models.evaluate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelPackage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description =
                "Measures a model package on labelled pictures in YOLO's folder layout: AP50, and precision, recall"
                        + " and false boxes per picture at the package's own thresholds.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:the package or the data can't be used", "2:wrong usage"})
public final class EvaluateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PACKAGE_DIR", description = "folder with manifest.json and the model")
    private Path packageFolder;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "folder with images/, a folder of labels and classes.txt")
    private Path data;

    @Option(
            names = "--labels",
            paramLabel = "SUB",
            defaultValue = "labels",
            description = "folder of label files inside DIR (default: ${DEFAULT-VALUE})")
    private String labels;

    @Option(
            names = "--map",
            split = ",",
            paramLabel = "THEIRS=OURS",
            description = "the data set's class names in the model's words, e.g. garbage=rubbish,overflow=bin_overflow")
    private Map<String, String> renamed = Map.of();

    @Option(
            names = "--ignore",
            split = ",",
            paramLabel = "CLASS",
            description = "classes of the data set, by name or number, on which a box left over counts neither way")
    private Set<String> ignored = Set.of();

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "threads inside one inference (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--json", description = "print one JSON object instead of a table")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            ModelPackage pack = ModelPackage.open(packageFolder);
            YoloFolder folder = new YoloFolder(data, labels, renamed, ignored);
            List<LabelledPicture> pictures = folder.pictures();
            ProgressLine progress = new ProgressLine(err, ProgressLine.onTerminal(), pictures.size(), System::nanoTime);
            Evaluation evaluation = Evaluation.run(pack, pictures, folder.labels(), threads, progress);
            print(evaluation, spec.commandLine().getOut());
            return 0;
        } catch (BrokenPackage | DetectorFailure | IOException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private void print(Evaluation evaluation, PrintWriter out) throws IOException {
        if (json) {
            out.println(JsonMapper.builder().build().writeValueAsString(object(evaluation)));
        } else {
            table(evaluation, out);
        }
        out.flush();
    }

    private static void table(Evaluation evaluation, PrintWriter out) {
        out.printf(
                "%s %s on %d pictures%n",
                evaluation.model().name(), evaluation.model().version(), evaluation.pictures());
        out.printf(
                "%-16s %7s %6s %6s %6s %10s %7s %12s%n",
                "class", "truths", "AP50", "at", "boxes", "precision", "recall", "false/pic");
        for (ClassScore c : evaluation.classes()) {
            if (c.labelled()) {
                out.printf(
                        "%-16s %7d %6s %6.2f %6d %10s %7s %12.3f%n",
                        c.label(),
                        c.truths(),
                        share(c.ap50()),
                        c.threshold(),
                        c.boxes(),
                        share(c.precision()),
                        share(c.recall()),
                        c.falsePerPicture());
            } else {
                out.printf("%-16s %7s %6s %6.2f %6d%n", c.label(), "-", "-", c.threshold(), c.boxes());
            }
        }
        out.printf(
                "mean AP50 %s; classes with a dash are not labelled in this data set%n", share(evaluation.meanAp50()));
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static ObjectNode object(Evaluation evaluation) {
        ObjectNode root = JsonMapper.builder().build().createObjectNode();
        root.put("model", evaluation.model().name());
        root.put("version", evaluation.model().version());
        root.put("sha256", evaluation.model().sha256());
        root.put("pictures", evaluation.pictures());
        put(root, "meanAp50", evaluation.meanAp50());
        ArrayNode classes = root.putArray("classes");
        for (ClassScore c : evaluation.classes()) {
            ObjectNode one = classes.addObject();
            one.put("name", c.label()).put("labelled", c.labelled()).put("truths", c.truths());
            one.put("threshold", Math.round(c.threshold() * 1e4) / 1e4).put("boxes", c.boxes());
            put(one, "ap50", c.ap50());
            put(one, "precision", c.precision());
            put(one, "recall", c.recall());
            put(one, "falsePerPicture", c.falsePerPicture());
        }
        return root;
    }

    /** JSON has no word for a number that is none. */
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
