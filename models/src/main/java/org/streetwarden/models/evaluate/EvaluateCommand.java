package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.VariantOptions;
import org.streetwarden.models.evaluate.ModelScore.Filled;
import org.streetwarden.models.report.ProgressLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code model evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Measures model packages on labelled pictures: AP50 with its 95 %% interval, precision, recall and false"
                    + " boxes at each package's own thresholds.",
            "Without a set of its own, on every described set of the data folder: the whole table, each set against each"
                    + " class, with the targets."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:a package or the data can't be used", "2:wrong usage"})
public final class EvaluateCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "PACKAGE_DIR",
            description = "folders with manifest.json and the model (default: the newest of each shipped model)")
    private List<Path> packages = List.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "one set (a folder with images/, a folder of labels and classes.txt), or the data folder that"
                    + " holds the described sets (default: $$STREETWARDEN_DATA, else ../shared/data)")
    private Path data;

    @Option(names = "--set", split = ",", paramLabel = "NAME", description = "only these of the described sets")
    private List<String> names = List.of();

    @Option(
            names = "--sets",
            paramLabel = "FILE",
            description = "another description of sets and targets than models/evaluation/sets.json")
    private Path described;

    @Mixin
    private PictureOptions pictures;

    @Mixin
    private VariantOptions variant;

    @Option(names = "--json", description = "print one JSON object instead of tables")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "write an HTML report too")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            Path folder = data == null ? DataFolder.standard() : data;
            List<ModelPackage> opened = new ArrayList<>();
            for (Path each : packages.isEmpty() ? ShippedPackages.newest() : packages) {
                opened.add(variant.open(each));
            }
            print(PictureOptions.isSet(folder) ? own(folder, opened) : described(folder, opened));
            return 0;
        } catch (BrokenPackage | DetectorFailure | IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private List<ModelScore> own(Path folder, List<ModelPackage> opened)
            throws IOException, DetectorFailure, InterruptedException {
        return measure(folder, opened, List.of(pictures.own(folder)), List.of());
    }

    private List<ModelScore> described(Path folder, List<ModelPackage> opened)
            throws IOException, DetectorFailure, InterruptedException {
        TestSets all = TestSets.read(described == null ? DataFolder.sets() : described);
        for (String name : names) {
            if (all.sets().stream().noneMatch(set -> set.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--set: expected one of %s, found %s"
                                .formatted(
                                        all.sets().stream().map(TestSet::name).toList(), name));
            }
        }
        List<TestSet> wanted = all.sets().stream()
                .filter(set -> names.isEmpty() || names.contains(set.name()))
                .toList();
        return measure(folder, opened, pictures.described(folder, wanted), all.targets());
    }

    private List<ModelScore> measure(Path folder, List<ModelPackage> opened, List<Filled> sets, List<Target> targets)
            throws IOException, DetectorFailure, InterruptedException {
        ProgressLine line = pictures.progress(opened.size(), sets);
        List<ModelScore> scores = new ArrayList<>();
        for (ModelPackage pack : opened) {
            scores.add(ModelScore.of(pack, folder, sets, targets, pictures.threads(), line));
        }
        return scores;
    }

    private void print(List<ModelScore> scores) throws IOException {
        PrintWriter to = spec.commandLine().getOut();
        if (json) {
            to.println(ScoreJson.of(scores));
        } else {
            scores.forEach(new ScoreText(to)::print);
        }
        to.flush();
        if (out != null) {
            Files.writeString(out, ScorePage.page(scores));
        }
    }
}
