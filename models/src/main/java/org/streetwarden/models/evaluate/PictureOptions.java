package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.streetwarden.models.evaluate.ModelScore.Filled;
import org.streetwarden.models.report.ProgressLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How the labels of pictures are to be read, and how many pictures are judged side by side. */
final class PictureOptions {

    @Option(
            names = "--labels",
            paramLabel = "SUB",
            defaultValue = "labels",
            description = "set of one's own: folder of label files inside it (default: ${DEFAULT-VALUE})")
    private String labels;

    @Option(
            names = "--map",
            split = ",",
            paramLabel = "THEIRS=OURS",
            description = "set of one's own: its class names in the model's words, e.g. garbage=rubbish")
    private Map<String, String> renamed = Map.of();

    @Option(
            names = "--ignore",
            split = ",",
            paramLabel = "CLASS",
            description = "set of one's own: classes, by name or number, on which a box left over counts neither way")
    private Set<String> ignored = Set.of();

    private int threads;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "pictures judged side by side, 1 to 64 (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("UnusedMethod")
    private void sideBySide(int wanted) {
        if (wanted < 1 || wanted > 64) {
            throw new ParameterException(spec.commandLine(), "--threads: expected 1 to 64, found " + wanted);
        }
        threads = wanted;
    }

    int threads() {
        return threads;
    }

    /** Whether a folder is a set of one's own, not one that holds the described ones. */
    static boolean isSet(Path folder) {
        return Files.isDirectory(folder.resolve("images"));
    }

    Filled own(Path folder) throws IOException {
        return Filled.own(folder, labels, renamed, ignored);
    }

    /** The pictures of those described sets that are in the data folder; the others are named on standard error. */
    List<Filled> described(Path folder, List<TestSet> sets) throws IOException {
        List<Filled> filled = new ArrayList<>();
        for (TestSet set : sets) {
            if (Files.isDirectory(folder.resolve(set.folder()))) {
                filled.add(new Filled(set, set.pictures(folder)));
            } else {
                spec.commandLine().getErr().println(folder.resolve(set.folder()) + ": not there, set left out");
            }
        }
        if (filled.isEmpty()) {
            throw new IOException(folder + ": expected images/ or described sets, found neither");
        }
        return filled;
    }

    /** @param models how many look at all pictures */
    ProgressLine progress(int models, List<Filled> sets) {
        int pictures = sets.stream().mapToInt(each -> each.pictures().size()).sum();
        return ProgressLine.on(spec.commandLine().getErr(), (long) models * pictures, "pictures");
    }
}
