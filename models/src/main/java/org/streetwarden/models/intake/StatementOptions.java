package org.streetwarden.models.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.streetwarden.models.InputFormat.Colour;
import org.streetwarden.models.InputFormat.Placement;
import org.streetwarden.models.head.HeadLayout;
import org.streetwarden.models.intake.Statement.Pixels;
import org.streetwarden.models.intake.Statement.Size;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@link ImportCommand} that state what a model's file can't say. */
final class StatementOptions {

    private static final String METADATA = "metadata";
    private static final double CHOSEN_ON_NOTHING = 0.4;

    @Option(names = "--name", paramLabel = "NAME", description = "the package's name: lower case, digits, . - _")
    private String name;

    @Option(names = "--version", paramLabel = "VERSION", description = "the package's version, written like its name")
    private String version;

    @Option(names = "--licence", paramLabel = "SPDX", description = "of the weights, as an SPDX expression")
    private String licence;

    @Option(
            names = "--classes",
            paramLabel = "FILE|A,B,C|metadata",
            description = "class names in the order of the output: a file with one a line, a list, or `metadata` for"
                    + " those the exporter wrote into the model")
    private String classes;

    @Option(
            names = "--label",
            split = ",",
            paramLabel = "THEIRS=OURS",
            description = "our word for a class, e.g. car=vehicle,truck=vehicle")
    private Map<String, String> labels = Map.of();

    @Option(
            names = "--threshold",
            split = ",",
            converter = Score.class,
            paramLabel = "SCORE|CLASS=SCORE",
            description =
                    "least score of every class, or of one of theirs, e.g. 0.5,car=0.6 (default: 0.4, of which the"
                            + " card says that it was chosen on nothing)")
    private List<Threshold> thresholds = List.of();

    @Option(
            names = "--no-experimental",
            description =
                    "its classes have evidence on photographs like yours (default: they have none, and what they raise"
                            + " waits for a reviewer)")
    private boolean proven;

    @Option(names = "--colour", paramLabel = "RGB|BGR", description = "order of the input's channels")
    private Colour colour;

    @Option(
            names = "--scale",
            converter = Fraction.class,
            paramLabel = "FACTOR",
            description = "of the samples of 0 to 255: 1, 1/255 or a number")
    private Double scale;

    @Option(
            names = "--mean",
            split = ",",
            paramLabel = "M",
            description = "taken off after the scale: one or three numbers")
    private List<Double> mean;

    @Option(
            names = "--std",
            split = ",",
            paramLabel = "S",
            description = "divided by after the mean: one or three numbers")
    private List<Double> std;

    @Option(
            names = "--letterbox",
            converter = Lies.class,
            paramLabel = "centre|top-left|stretch",
            description = "how a picture lies on an input of another shape")
    private Placement placement;

    @Option(names = "--pad", paramLabel = "0..255", description = "sample around the picture, unless it is stretched")
    private Integer pad;

    @Option(
            names = "--head",
            converter = Layout.class,
            paramLabel = "LAYOUT",
            description = "how the outputs are to be read, where it is not recognised")
    private HeadLayout head;

    @Option(
            names = "--outputs",
            split = ",",
            paramLabel = "NAME",
            description = "outputs in the order the head takes them")
    private List<String> outputs = List.of();

    @Option(
            names = "--size",
            converter = Sides.class,
            paramLabel = "WIDTHxHEIGHT",
            description = "of the input, where the graph leaves it open")
    private Size size;

    @Option(
            names = "--anchors",
            paramLabel = "SET",
            description = "a known set of anchors, for the heads that have them")
    private String anchors;

    @Option(names = "--nms", paramLabel = "IOU", description = "two boxes of one label that overlap more are one thing")
    private Double nmsIou;

    /** @throws IOException where the file of class names can't be read */
    Statement read(ForeignModel model) throws IOException {
        return new Statement(
                Optional.ofNullable(name),
                Optional.ofNullable(version),
                Optional.ofNullable(licence),
                Optional.ofNullable(head),
                Optional.ofNullable(size),
                outputs,
                new Pixels(
                        Optional.ofNullable(colour),
                        Optional.ofNullable(scale),
                        Optional.ofNullable(mean).map(StatementOptions::triple),
                        Optional.ofNullable(std).map(StatementOptions::triple),
                        Optional.ofNullable(placement),
                        Optional.ofNullable(pad)),
                names(model),
                labels,
                thresholds.stream()
                        .filter(each -> each.className().isEmpty())
                        .mapToDouble(Threshold::score)
                        .findFirst()
                        .orElse(CHOSEN_ON_NOTHING),
                thresholds.stream()
                        .filter(each -> !each.className().isEmpty())
                        .collect(Collectors.toMap(Threshold::className, Threshold::score, (first, last) -> last)),
                !proven,
                Optional.ofNullable(anchors),
                Optional.ofNullable(nmsIou));
    }

    private static List<Double> triple(List<Double> given) {
        return given.size() == 1 ? Collections.nCopies(3, given.getFirst()) : List.copyOf(given);
    }

    private List<String> names(ForeignModel model) throws IOException {
        if (classes == null) {
            return List.of();
        }
        if (classes.equals(METADATA)) {
            return model.classNames();
        }
        Path file = Path.of(classes);
        return Files.isRegularFile(file)
                ? Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList()
                : Arrays.stream(classes.split(",", -1)).map(String::strip).toList();
    }

    /** Reads {@code 1/255} as well as a number. */
    static final class Fraction implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            String[] parts = text.split("/", -1);
            return parts.length == 2
                    ? Double.parseDouble(parts[0]) / Double.parseDouble(parts[1])
                    : Double.parseDouble(text);
        }
    }

    /**
     * The least score of a class.
     *
     * @param className empty: of every class that has none of its own
     */
    record Threshold(String className, double score) {}

    /** Reads {@code 0.5} and {@code car=0.5}. */
    static final class Score implements ITypeConverter<Threshold> {
        @Override
        public Threshold convert(String text) {
            int equals = text.lastIndexOf('=');
            try {
                return new Threshold(
                        text.substring(0, Math.max(equals, 0)).strip(), Double.parseDouble(text.substring(equals + 1)));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("expected a score or CLASS=SCORE, found " + text);
            }
        }
    }

    /** Reads {@code 640x384}. */
    static final class Sides implements ITypeConverter<Size> {
        @Override
        public Size convert(String text) {
            if (!text.matches("\\d{1,5}x\\d{1,5}")) {
                throw new TypeConversionException("expected WIDTHxHEIGHT, found " + text);
            }
            int cross = text.indexOf('x');
            return new Size(Integer.parseInt(text.substring(0, cross)), Integer.parseInt(text.substring(cross + 1)));
        }
    }

    /** Reads a placement as a manifest writes it. */
    static final class Lies implements ITypeConverter<Placement> {
        @Override
        public Placement convert(String text) {
            return Arrays.stream(Placement.values())
                    .filter(placement -> ManifestText.written(placement).equals(text))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("expected centre, top-left or stretch, found " + text));
        }
    }

    /** Reads a head as a manifest writes it. */
    static final class Layout implements ITypeConverter<HeadLayout> {
        @Override
        public HeadLayout convert(String text) {
            return Arrays.stream(HeadLayout.values())
                    .filter(layout -> layout.written().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + Arrays.stream(HeadLayout.values())
                                    .map(HeadLayout::written)
                                    .toList()
                            + ", found " + text));
        }
    }
}
