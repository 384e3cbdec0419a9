package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.evaluate.ModelScore.Filled;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--set",
            split = ",",
            paramLabel = "NAME",
            description = "only these of the described sets")
    private List<String> names = List.of();

    @Option(
            names = "--sets",
            paramLabel = "FILE",
            description = "another description of sets and targets than models/evaluation/sets.json")
    private Path described;

    @Option(
            names = "--labels",
            paramLabel = "SUB",
            defaultValue = "labels",
            description = "one set: folder of label files inside DIR (default: ${DEFAULT-VALUE})")
    private String labels;

    @Option(
            names = "--map",
            split = ",",
            paramLabel = "THEIRS=OURS",
            description = "one set: its class names in the model's words, e.g. garbage=rubbish,overflow=bin_overflow")
    private Map<String, String> renamed = Map.of();

    @Option(
            names = "--ignore",
            split = ",",
            paramLabel = "CLASS",
            description = "one set: classes, by name or number, on which a box left over counts neither way")
    private Set<String> ignored = Set.of();

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "pictures judged side by side, 1 to 64 (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--json", description = "print one JSON object instead of tables")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "write an HTML report too")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (threads < 1 || threads > 64) {
            throw new ParameterException(spec.commandLine(), "--threads: expected 1 to 64, found " + threads);
        }
        try {
            Path folder = data == null ? DataFolder.standard() : data;
            List<ModelPackage> opened = new ArrayList<>();
            for (Path each : packages.isEmpty() ? ShippedPackages.newest() : packages) {
                opened.add(ModelPackage.open(each));
            }
            boolean one = Files.isDirectory(folder.resolve("images"));
            print(one ? own(folder, opened) : described(folder, opened));
            return 0;
        } catch (BrokenPackage | DetectorFailure | IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private List<ModelScore> own(Path folder, List<ModelPackage> opened)
            throws IOException, DetectorFailure, InterruptedException {
        return measure(folder, opened, List.of(Filled.own(folder, labels, renamed, ignored)), List.of());
    }

    private List<ModelScore> described(Path folder, List<ModelPackage> opened)
            throws IOException, DetectorFailure, InterruptedException {
        TestSets all = TestSets.read(described == null ? DataFolder.sets() : described);
        for (String name : names) {
            if (all.sets().stream().noneMatch(set -> set.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--set: expected one of %s, found %s"
                                .formatted(all.sets().stream().map(TestSet::name).toList(), name));
            }
        }
        List<Filled> filled = new ArrayList<>();
        for (TestSet set : all.sets()) {
            if (!names.isEmpty() && !names.contains(set.name())) {
                continue;
            }
            if (Files.isDirectory(folder.resolve(set.folder()))) {
                filled.add(new Filled(set, set.pictures(folder)));
            } else {
                spec.commandLine().getErr().println(folder.resolve(set.folder()) + ": not there, set left out");
            }
        }
        if (filled.isEmpty()) {
            throw new IOException(folder + ": expected images/ or described sets, found neither");
        }
        return measure(folder, opened, filled, all.targets());
    }

    private List<ModelScore> measure(
            Path folder, List<ModelPackage> opened, List<Filled> sets, List<Target> targets)
            throws IOException, DetectorFailure, InterruptedException {
        int total = opened.size() * sets.stream().mapToInt(each -> each.pictures().size()).sum();
        ProgressLine line =
                new ProgressLine(spec.commandLine().getErr(), ProgressLine.onTerminal(), total, System::nanoTime);
        List<ModelScore> scores = new ArrayList<>();
        for (ModelPackage pack : opened) {
            scores.add(ModelScore.of(pack, folder, sets, targets, threads, line));
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
