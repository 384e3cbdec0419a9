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

/** {@code model compare}. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Sets two models side by side on the same pictures: per class and group of cameras, whether a difference is"
                    + " more than noise, and the pictures they disagree on most.",
            "Every set is a group, unless --groups says which picture is of which."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:compared", "1:a package or the data can't be used", "2:wrong usage"})
public final class CompareCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "A", description = "package folder of the one model")
    private Path first;

    @Parameters(index = "1", paramLabel = "B", description = "package folder of the other")
    private Path second;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "sets (folders with images/, a folder of labels and classes.txt), or the data folder that holds"
                    + " the described sets (default: $$STREETWARDEN_DATA, else ../shared/data)")
    private List<Path> data = List.of();

    @Option(
            names = "--labels",
            paramLabel = "SUB",
            defaultValue = "labels",
            description = "folder of label files inside a set (default: ${DEFAULT-VALUE})")
    private String labels;

    @Option(
            names = "--map",
            split = ",",
            paramLabel = "THEIRS=OURS",
            description = "the sets' class names in the models' words")
    private Map<String, String> renamed = Map.of();

    @Option(
            names = "--ignore",
            split = ",",
            paramLabel = "CLASS",
            description = "classes, by name or number, on which a box left over counts neither way")
    private Set<String> ignored = Set.of();

    @Option(
            names = "--groups",
            paramLabel = "FILE",
            description = "CSV of picture,group: which camera group each picture comes from")
    private Path groups;

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "pictures judged side by side, 1 to 64 (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the HTML report")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (threads < 1 || threads > 64) {
            throw new ParameterException(spec.commandLine(), "--threads: expected 1 to 64, found " + threads);
        }
        try {
            ModelPackage one = ModelPackage.open(first);
            ModelPackage other = ModelPackage.open(second);
            Comparison comparison = compare(one, other, PictureGroups.read(groups));
            Files.writeString(out, ComparisonPage.of(one.identity(), other.identity(), comparison));
            say(comparison);
            return 0;
        } catch (BrokenPackage | DetectorFailure | IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private Comparison compare(ModelPackage one, ModelPackage other, PictureGroups grouped)
            throws IOException, DetectorFailure, InterruptedException {
        List<Filled> sets = new ArrayList<>();
        for (Path each : data.isEmpty() ? List.of(DataFolder.standard()) : data) {
            sets.addAll(sets(each));
        }
        int total = 2 * sets.stream().mapToInt(each -> each.pictures().size()).sum();
        ProgressLine line =
                new ProgressLine(spec.commandLine().getErr(), ProgressLine.onTerminal(), total, System::nanoTime);
        JudgedPictures.Effort effort = new JudgedPictures.Effort(true, threads);
        List<Comparison> comparisons = new ArrayList<>();
        for (Filled each : sets) {
            comparisons.add(Comparison.of(
                    JudgedPictures.run(one, each.pictures(), effort, line),
                    JudgedPictures.run(other, each.pictures(), effort, line),
                    each.set().knowledge(),
                    picture -> grouped.of(picture, each.set().name())));
        }
        Comparison together = Comparison.together(comparisons);
        if (together.rows().isEmpty()) {
            throw new IOException("expected a class that both models and the data know, found none");
        }
        return together;
    }

    private List<Filled> sets(Path folder) throws IOException {
        if (Files.isDirectory(folder.resolve("images"))) {
            return List.of(Filled.own(folder, labels, renamed, ignored));
        }
        List<Filled> sets = new ArrayList<>();
        for (TestSet set : TestSets.read(DataFolder.sets()).sets()) {
            if (set.alarm() == null && Files.isDirectory(folder.resolve(set.folder()))) {
                sets.add(new Filled(set, set.pictures(folder)));
            }
        }
        if (sets.isEmpty()) {
            throw new IOException(folder + ": expected images/ or described sets, found neither");
        }
        return List.copyOf(sets);
    }

    private void say(Comparison comparison) {
        PrintWriter to = spec.commandLine().getOut();
        to.printf("%-26s %-16s %7s  %-19s  %-19s  %s%n", "group", "class", "objects", "AP50 of A", "AP50 of B", "B - A");
        for (Comparison.Row row : comparison.rows()) {
            to.printf(
                    "%-26s %-16s %7d  %-19s  %-19s  %s%s%n",
                    row.group(),
                    row.label(),
                    row.truths(),
                    row.ap50().first(),
                    row.ap50().second(),
                    row.ap50().difference(),
                    row.ap50().difference().beyondNoise() ? "  beyond noise" : "");
        }
        to.println(out);
        to.flush();
    }
}
