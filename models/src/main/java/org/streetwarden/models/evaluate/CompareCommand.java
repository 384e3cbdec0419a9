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
import org.streetwarden.models.evaluate.ModelScore.Filled;
import org.streetwarden.models.report.ProgressLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            description =
                    "sets (folders with images/, a folder of labels and classes.txt), or the data folder that holds"
                            + " the described sets (default: $$STREETWARDEN_DATA, else ../shared/data)")
    private List<Path> data = List.of();

    @Mixin
    private PictureOptions pictures;

    @Option(
            names = "--groups",
            paramLabel = "FILE",
            description = "CSV of picture,group: which camera group each picture comes from")
    private Path groups;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the HTML report")
    private Path out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
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
        ProgressLine line = pictures.progress(2, sets);
        JudgedPictures.Effort effort = new JudgedPictures.Effort(true, pictures.threads());
        List<Comparison.Pair> pairs = new ArrayList<>();
        for (Filled each : sets) {
            pairs.add(new Comparison.Pair(
                    JudgedPictures.run(one, each.pictures(), effort, line),
                    JudgedPictures.run(other, each.pictures(), effort, line),
                    each.set().knowledge(),
                    picture -> grouped.of(picture, each.set().name())));
        }
        Comparison comparison = Comparison.of(pairs);
        if (comparison.rows().isEmpty()) {
            throw new IOException("expected a class that both models and the data know, found none");
        }
        return comparison;
    }

    private List<Filled> sets(Path folder) throws IOException {
        if (PictureOptions.isSet(folder)) {
            return List.of(pictures.own(folder));
        }
        return pictures.described(
                folder,
                TestSets.read(DataFolder.sets()).sets().stream()
                        .filter(set -> set.alarm() == null)
                        .toList());
    }

    private void say(Comparison comparison) {
        PrintWriter to = spec.commandLine().getOut();
        to.printf(
                "%-26s %-16s %7s  %-19s  %-19s  %s%n", "group", "class", "objects", "AP50 of A", "AP50 of B", "B - A");
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
