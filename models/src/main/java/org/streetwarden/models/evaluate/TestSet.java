package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A described set of pictures: where it lies, what its words mean in ours, and what is known of it.
 *
 * @param folder inside the data folder
 * @param view {@code street} or {@code aerial}
 * @param labels folder of the label files inside it
 * @param classes from its words to ours; a word not named keeps its name
 * @param ignore classes, by name or number, on which a box left over counts neither way
 * @param complete our labels of which every thing is boxed
 * @param free our labels that no picture holds, but for the pictures named
 * @param parts smaller selections to be reported too
 * @param alarm where pictures are sorted and not boxed
 * @param remark for people
 */
public record TestSet(
        String name,
        String folder,
        String view,
        String labels,
        Map<String, String> classes,
        Set<String> ignore,
        Set<String> complete,
        Map<String, Set<String>> free,
        List<Part> parts,
        Alarm alarm,
        String remark) {

    private static final long MAX_TEXT_BYTES = 1 << 20;
    private static final Pattern WORDS = Pattern.compile("\\s+");

    /**
     * The set without the pictures a text lists.
     *
     * @param leaveOutListedIn a Markdown file in the set's folder
     * @param under the heading of the section whose words are pictures' names
     */
    public record Part(String name, String leaveOutListedIn, String under) {}

    /**
     * Two folders instead of boxes.
     *
     * @param quiet folder of pictures that deserve no alarm, known to be free of the labels
     * @param alarm folder of pictures that deserve one
     * @param labels whose best score is the picture's
     */
    public record Alarm(String quiet, String alarm, Set<String> labels) {}

    public TestSet {
        labels = Objects.requireNonNullElse(labels, "labels");
        classes = Map.copyOf(Objects.requireNonNullElse(classes, Map.of()));
        ignore = Set.copyOf(Objects.requireNonNullElse(ignore, Set.of()));
        complete = Set.copyOf(Objects.requireNonNullElse(complete, Set.of()));
        free = Map.copyOf(Objects.requireNonNullElse(free, Map.of()));
        parts = List.copyOf(Objects.requireNonNullElse(parts, List.of()));
    }

    public Knowledge knowledge() {
        return new Knowledge(complete, free);
    }

    /** Every picture, in the order of the names; of an alarm set first the quiet ones. */
    public List<LabelledPicture> pictures(Path data) throws IOException {
        Path own = data.resolve(folder);
        if (alarm == null) {
            return new YoloFolder(own, labels, classes, ignore).pictures();
        }
        List<LabelledPicture> pictures = new ArrayList<>();
        for (String each : List.of(alarm.quiet(), alarm.alarm())) {
            for (Path file : YoloFolder.files(own.resolve(each))) {
                pictures.add(new LabelledPicture(file, List.of(), List.of()));
            }
        }
        return pictures;
    }

    /** Whether a picture of an alarm set deserves an alarm. */
    boolean alarms(LabelledPicture picture) {
        return picture.file().getParent().endsWith(alarm.alarm());
    }

    /** The pictures a part leaves out: the words of every line of its section that names nothing but pictures. */
    Set<String> leftOut(Path data, Part part, List<LabelledPicture> pictures) throws IOException {
        Path list = data.resolve(folder).resolve(part.leaveOutListedIn());
        if (!Files.isRegularFile(list) || Files.size(list) > MAX_TEXT_BYTES) {
            throw new IOException(list + ": expected a text with a section '" + part.under() + "', found none");
        }
        Set<String> known = pictures.stream().map(LabelledPicture::name).collect(Collectors.toSet());
        Set<String> named = new HashSet<>();
        try (Stream<String> lines = Files.lines(list)) {
            lines.dropWhile(line -> !line.equals("## " + part.under()))
                    .skip(1)
                    .takeWhile(line -> !line.startsWith("#"))
                    .map(line -> WORDS.splitAsStream(line).toList())
                    .filter(known::containsAll)
                    .forEach(named::addAll);
        }
        if (named.isEmpty()) {
            throw new IOException(list + ": expected a line of pictures' names under '## " + part.under()
                    + "', found none");
        }
        return named;
    }
}
