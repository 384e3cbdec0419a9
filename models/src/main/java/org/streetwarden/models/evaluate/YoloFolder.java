package org.streetwarden.models.evaluate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.streetwarden.geometry.Box;

/**
 * A data set in YOLO's layout: {@code images/NAME.jpg}, {@code LABELS/NAME.txt} with lines of {@code class cx cy w h} in
 * fractions, class names in {@code classes.txt}. A picture without a label file has nothing in it.
 */
public final class YoloFolder {

    static final int MAX_PICTURES = 100_000;
    private static final long MAX_TEXT_BYTES = 1 << 20;

    private final Path folder;
    private final String labels;
    private final List<String> classes;
    private final Map<String, String> renamed;
    private final Set<String> ignored;

    /**
     * Reads the class names.
     *
     * @param labels name of the folder with the label files
     * @param renamed from the data set's class names to the model's; a class that is not named keeps its name
     * @param ignored classes, by name or number, whose boxes count neither way
     */
    public YoloFolder(Path folder, String labels, Map<String, String> renamed, Set<String> ignored) throws IOException {
        this.folder = folder;
        this.labels = labels;
        this.classes = lines(folder.resolve("classes.txt"));
        this.renamed = Map.copyOf(renamed);
        this.ignored = Set.copyOf(ignored);
        check(Files.isDirectory(folder.resolve("images")), folder.resolve("images"), "expected a folder, found none");
        check(Files.isDirectory(folder.resolve(labels)), folder.resolve(labels), "expected a folder, found none");
        for (String name : renamed.keySet()) {
            check(classes.contains(name), folder.resolve("classes.txt"), "expected a class " + name + ", found none");
        }
    }

    /** The model's labels that this data set knows. */
    public Set<String> labels() {
        Set<String> known = new HashSet<>();
        for (int i = 0; i < classes.size(); i++) {
            if (!isIgnored(i)) {
                known.add(renamed.getOrDefault(classes.get(i), classes.get(i)));
            }
        }
        return known;
    }

    /** Every picture in the order of its name. */
    public List<LabelledPicture> pictures() throws IOException {
        List<LabelledPicture> pictures = new ArrayList<>();
        for (Path file : files(folder.resolve("images"))) {
            pictures.add(picture(file));
        }
        return pictures;
    }

    /** Every picture of a folder in the order of its name; at least one. */
    static List<Path> files(Path folder) throws IOException {
        check(Files.isDirectory(folder), folder, "expected a folder, found none");
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(
                            f -> f.toString().toLowerCase(java.util.Locale.ROOT).matches(".*\\.(jpe?g|png)"))
                    .limit(MAX_PICTURES + 1L)
                    .sorted()
                    .toList();
        }
        check(!files.isEmpty(), folder, "expected JPEG or PNG pictures, found none");
        check(files.size() <= MAX_PICTURES, folder, "expected at most " + MAX_PICTURES + " pictures, found more");
        return files;
    }

    private LabelledPicture picture(Path image) throws IOException {
        String name = image.getFileName().toString();
        Path file = folder.resolve(labels).resolve(name.substring(0, name.lastIndexOf('.')) + ".txt");
        List<LabelledPicture.Truth> truths = new ArrayList<>();
        List<Box> skipped = new ArrayList<>();
        List<String> lines = Files.exists(file) ? lines(file) : List.of();
        for (int i = 0; i < lines.size(); i++) {
            String[] fields = lines.get(i).trim().split("\\s+");
            Path where = Path.of(file + ":" + (i + 1));
            int kind = kind(fields, where);
            if (isIgnored(kind)) {
                skipped.add(box(fields, where));
            } else {
                String own = classes.get(kind);
                truths.add(new LabelledPicture.Truth(renamed.getOrDefault(own, own), box(fields, where)));
            }
        }
        return new LabelledPicture(image, truths, skipped);
    }

    private boolean isIgnored(int kind) {
        return ignored.contains(Integer.toString(kind))
                || (kind < classes.size() && ignored.contains(classes.get(kind)));
    }

    private int kind(String[] fields, Path where) throws IOException {
        check(fields.length == 5, where, "expected class cx cy w h, found " + fields.length + " fields");
        try {
            int kind = Integer.parseInt(fields[0]);
            boolean known = kind >= 0 && (kind < classes.size() || isIgnored(kind));
            check(known, where, "expected a class of classes.txt or one to ignore, found " + kind);
            return kind;
        } catch (NumberFormatException e) {
            throw new IOException(where + ": expected a class number, found " + fields[0], e);
        }
    }

    private static Box box(String[] fields, Path where) throws IOException {
        try {
            double x = Double.parseDouble(fields[1]);
            double y = Double.parseDouble(fields[2]);
            double w = Double.parseDouble(fields[3]);
            double h = Double.parseDouble(fields[4]);
            return new Box(x - w / 2, y - h / 2, x + w / 2, y + h / 2);
        } catch (IllegalArgumentException e) {
            throw new IOException(where + ": expected a box of finite fractions, found " + String.join(" ", fields), e);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        check(Files.isRegularFile(file), file, "expected a text file, found none");
        check(Files.size(file) <= MAX_TEXT_BYTES, file, "expected at most " + MAX_TEXT_BYTES + " bytes, found more");
        return Files.readString(file, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .map(String::strip)
                .toList();
    }

    private static void check(boolean good, Path where, String problem) throws IOException {
        if (!good) {
            throw new IOException(where + ": " + problem);
        }
    }
}
