package org.streetwarden.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.streetwarden.models.VerifierManifest.VerifierClass;
import org.streetwarden.models.head.Anchors;
import org.streetwarden.models.head.HeadLayout;

/** Reads {@code manifest.json}, which may come from anyone: bounded in size, strict, every problem at once. */
public final class ManifestReader {

    static final int MAX_MANIFEST_BYTES = 256 * 1024;
    static final int MAX_CLASSES = 1000;
    private static final int MAX_OUTPUTS = 16;
    private static final int MAX_VARIANTS = 16;
    private static final int MAX_LEVELS = 4;
    private static final int MAX_NESTING = 8;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final String NAME_RULE = "1 to 64 lower case letters, digits, dots, dashes or underscores";
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final String FILE_RULE = "a plain file name in the package folder";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ENGINE = Pattern.compile("onnxruntime|djl:[A-Za-z][A-Za-z0-9]{0,31}");
    private static final String ENGINE_RULE = "onnxruntime, or djl: and the name of an engine, as in djl:PyTorch";
    private static final Pattern TENSOR = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern LABEL = Pattern.compile("[^\\p{Cntrl}]{1,64}");
    private static final String LABEL_RULE = "1 to 64 printable characters";
    private static final String THRESHOLD_RULE = "a number above 0 and at most 1";
    private static final Pattern LICENCE = Pattern.compile("[A-Za-z0-9 .()+-]{1,120}");

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .maxNumberLength(40)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final List<String> problems = new ArrayList<>();

    private ManifestReader(Path file) {
        this.file = file;
    }

    /**
     * Reads a package's manifest. Looks at no other file of the package.
     *
     * @throws BrokenPackage naming every wrong field
     */
    public static ModelManifest read(Path packageFolder) throws BrokenPackage {
        ManifestReader reader = new ManifestReader(packageFolder.resolve(ModelManifest.FILE_NAME));
        JsonNode root = reader.parse();
        ModelManifest manifest = reader.manifest(root);
        if (!reader.problems.isEmpty()) {
            throw new BrokenPackage(reader.problems);
        }
        return manifest;
    }

    /**
     * Reads the manifest of a package of role {@code verifier}. Looks at no other file of the package.
     *
     * @throws BrokenPackage naming every wrong field
     */
    public static VerifierManifest readVerifier(Path packageFolder) throws BrokenPackage {
        ManifestReader reader = new ManifestReader(packageFolder.resolve(ModelManifest.FILE_NAME));
        JsonNode root = reader.parse();
        VerifierManifest manifest = reader.verifier(root);
        if (!reader.problems.isEmpty()) {
            throw new BrokenPackage(reader.problems);
        }
        return manifest;
    }

    /**
     * Reads only what the package of a folder is asked: which of the other readers reads it.
     *
     * @throws BrokenPackage where there is no manifest, or its role is none
     */
    public static ModelManifest.Role readRole(Path packageFolder) throws BrokenPackage {
        ManifestReader reader = new ManifestReader(packageFolder.resolve(ModelManifest.FILE_NAME));
        ModelManifest.Role role =
                reader.fields(reader.parse(), "").choice("role", ModelManifest.Role.class, ModelManifest.Role.DETECTOR);
        if (!reader.problems.isEmpty()) {
            throw new BrokenPackage(reader.problems);
        }
        return role;
    }

    private JsonNode parse() throws BrokenPackage {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw refusal("expected a model package's manifest, found no such file");
            }
            long bytes = Files.size(file);
            if (bytes == 0) {
                throw refusal("expected JSON, found an empty file");
            }
            if (bytes > MAX_MANIFEST_BYTES) {
                throw refusal("expected at most %d bytes, found %d".formatted(MAX_MANIFEST_BYTES, bytes));
            }
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw refusal("expected JSON, found: " + e.getOriginalMessage() + where(e));
        } catch (IOException e) {
            throw refusal("can't be read: " + e.getMessage());
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line %d)".formatted(e.getLocation().getLineNr());
    }

    private BrokenPackage refusal(String problem) {
        return new BrokenPackage(List.of(file + ": " + problem));
    }

    private Fields fields(JsonNode object, String path) {
        return new Fields(object, path, problem -> problems.add(file + ": " + problem));
    }

    private ModelManifest manifest(JsonNode root) {
        Fields in = fields(root, "");
        in.integer("schema", 1, 1, "1");
        HeadLayout head = in.choice("head", HeadLayout.class);
        List<ModelClass> classes = classes(in);
        ModelManifest manifest = new ModelManifest(
                in.text("name", NAME, NAME_RULE),
                in.text("version", NAME, NAME_RULE),
                in.choice("role", ModelManifest.Role.class, ModelManifest.Role.DETECTOR),
                in.text("engine", ENGINE, ENGINE_RULE, ModelManifest.ONNXRUNTIME),
                head,
                in.text("file", FILE, FILE_RULE),
                in.text("sha256", SHA256, "64 lower-case hexadecimal digits"),
                variants(in, classes),
                input(in.node("input"), head.step()),
                outputs(in),
                classes,
                anchors(in, head),
                in.number("nmsIou", 0, 1, THRESHOLD_RULE),
                in.text("licence", LICENCE, "an SPDX licence expression"),
                in.has("card") ? Optional.of(in.text("card", FILE, FILE_RULE)) : Optional.empty());
        in.node("card");
        in.refuseOthers();
        return manifest;
    }

    private VerifierManifest verifier(JsonNode root) {
        Fields in = fields(root, "");
        in.integer("schema", 1, 1, "1");
        in.text("role", Pattern.compile("verifier"), "verifier");
        VerifierManifest manifest = new VerifierManifest(
                in.text("name", NAME, NAME_RULE),
                in.text("version", NAME, NAME_RULE),
                in.text("file", FILE, FILE_RULE),
                in.text("sha256", SHA256, "64 lower-case hexadecimal digits"),
                input(in.node("input"), InputFormat.MIN_SIDE),
                in.text("output", TENSOR, "the graph output's name"),
                verifierClasses(in),
                in.number("margin", -1e-9, 4, "a number from 0 to 4"),
                in.text("licence", LICENCE, "an SPDX licence expression"),
                in.has("card") ? Optional.of(in.text("card", FILE, FILE_RULE)) : Optional.empty());
        in.node("card");
        in.refuseOthers();
        return manifest;
    }

    private List<VerifierClass> verifierClasses(Fields in) {
        JsonNode node = in.node("classes");
        List<VerifierClass> classes = new ArrayList<>();
        if (!node.isArray() || node.size() < 2 || node.size() > MAX_CLASSES) {
            in.wrong("classes", "an array of 2 to %d classes".formatted(MAX_CLASSES), node);
            return classes;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < node.size(); i++) {
            Fields one = fields(node.get(i), "classes[%d].".formatted(i));
            String name = one.text("name", LABEL, "1 to 64 printable characters");
            Optional<Double> threshold = one.has("threshold")
                    ? Optional.of(one.number("threshold", 0, 1, THRESHOLD_RULE))
                    : Optional.empty();
            one.node("threshold");
            one.refuseOthers();
            classes.add(new VerifierClass(name, threshold));
            if (!names.add(name) && !name.isEmpty()) {
                one.wrong("name", "a name no other class has", node.get(i).path("name"));
            }
        }
        return classes;
    }

    private InputFormat input(JsonNode node, int step) {
        Fields in = fields(node, "input.");
        String layout = in.text("layout", Pattern.compile("NCHW"), "NCHW");
        assert layout != null;
        InputFormat format = new InputFormat(
                in.text("name", TENSOR, "the graph input's name"),
                side(in, "width", step),
                side(in, "height", step),
                in.choice("colour", InputFormat.Colour.class),
                in.number("scale", 0, 1e3, "a number above 0"),
                triple(in, "mean", -1e4),
                triple(in, "std", 0),
                in.choice("letterbox", InputFormat.Placement.class),
                in.integer("pad", 0, 255, "0 to 255"),
                in.has("sizes") ? Optional.of(in.text("sizes", TENSOR, "a graph input's name")) : Optional.empty());
        in.node("sizes");
        in.refuseOthers();
        return format;
    }

    private static int side(Fields in, String name, int step) {
        String rule = step == 1 ? "a number of pixels" : "a multiple of " + step;
        int side = in.integer(
                name,
                InputFormat.MIN_SIDE,
                InputFormat.MAX_SIDE,
                "%s, %d to %d".formatted(rule, InputFormat.MIN_SIDE, InputFormat.MAX_SIDE));
        if (side % step != 0) {
            in.wrong(name, rule, in.node(name));
        }
        return side;
    }

    private static List<Double> triple(Fields in, String name, double over) {
        JsonNode node = in.node(name);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            JsonNode value = node.path(i);
            boolean good = value.isNumber() && value.doubleValue() > over && value.doubleValue() <= 1e4;
            values.add(good ? value.doubleValue() : 1.0);
            if (!good || node.size() != 3) {
                in.wrong(name, "three numbers above %s and at most 10000".formatted(over), node);
                return List.of(1.0, 1.0, 1.0);
            }
        }
        return values;
    }

    private static List<String> outputs(Fields in) {
        JsonNode node = in.node("outputs");
        List<String> names = new ArrayList<>();
        boolean good = node.isArray() && !node.isEmpty() && node.size() <= MAX_OUTPUTS;
        for (int i = 0; good && i < node.size(); i++) {
            good = node.get(i).isTextual()
                    && TENSOR.matcher(node.get(i).textValue()).matches();
            names.add(node.get(i).asText());
        }
        if (!good) {
            in.wrong("outputs", "1 to %d names of graph outputs".formatted(MAX_OUTPUTS), node);
        }
        return names;
    }

    /** A known set's name, or for each level, fine to coarse, widths and heights by turns. */
    private static Optional<Anchors> anchors(Fields in, HeadLayout head) {
        JsonNode node = in.node("anchors");
        if (head.anchorLevels() == 0) {
            if (in.has("anchors")) {
                in.wrong("anchors", "nothing, for this head has none", node);
            }
            return Optional.empty();
        }
        Optional<Anchors> known = node.isTextual() ? Anchors.known(node.textValue()) : Optional.of(levels(node));
        if (known.isPresent() && known.get().levels().size() == head.anchorLevels()) {
            return known;
        }
        in.wrong(
                "anchors",
                "%d arrays of 3 widths and heights in input pixels, or one of %s"
                        .formatted(head.anchorLevels(), String.join(", ", Anchors.names())),
                node);
        return Optional.empty();
    }

    private static Anchors levels(JsonNode node) {
        List<List<Double>> levels = new ArrayList<>();
        for (JsonNode level : node) {
            List<Double> sides = new ArrayList<>();
            level.forEach(side -> sides.add(side.asDouble()));
            boolean good = sides.size() == Anchors.PER_LEVEL * 2
                    && sides.stream().allMatch(side -> side > 0 && side <= InputFormat.MAX_SIDE);
            if (good && levels.size() < MAX_LEVELS) {
                levels.add(sides);
            }
        }
        return new Anchors(levels);
    }

    private Map<String, ModelVariant> variants(Fields in, List<ModelClass> classes) {
        JsonNode node = in.node("variants");
        Map<String, ModelVariant> variants = new TreeMap<>();
        if (node.isMissingNode()) {
            return variants;
        }
        if (!node.isObject() || node.isEmpty() || node.size() > MAX_VARIANTS) {
            in.wrong("variants", "an object of 1 to %d variants".formatted(MAX_VARIANTS), node);
            return variants;
        }
        Set<String> taken = new HashSet<>(List.of(
                ModelManifest.FILE_NAME,
                in.node("file").asText(),
                in.node("card").asText()));
        node.properties().forEach(each -> {
            if (NAME.matcher(each.getKey()).matches()) {
                Fields one = fields(each.getValue(), "variants." + each.getKey() + ".");
                variants.put(each.getKey(), variant(one, taken, classes));
            } else {
                in.wrong("variants", "names of " + NAME_RULE, node);
            }
        });
        return variants;
    }

    /** @param taken names of files that are something else */
    private ModelVariant variant(Fields in, Set<String> taken, List<ModelClass> classes) {
        String file = in.text("file", FILE, FILE_RULE);
        if (!taken.add(file) && !file.isEmpty()) {
            in.wrong("file", "a file that is nothing else in this package", in.node("file"));
        }
        String sha256 = in.text("sha256", SHA256, "64 lower-case hexadecimal digits");
        Map<String, Float> thresholds = new HashMap<>();
        if (in.has("thresholds")) {
            Fields given = fields(in.node("thresholds"), in.path("thresholds"));
            for (ModelClass kind : classes) {
                if (!given.node(kind.name()).isMissingNode()) {
                    thresholds.put(kind.name(), (float) given.number(kind.name(), 0, 1, THRESHOLD_RULE));
                }
            }
            given.refuseOthers();
        }
        in.refuseOthers();
        return new ModelVariant(file, sha256, thresholds);
    }

    private List<ModelClass> classes(Fields in) {
        JsonNode node = in.node("classes");
        List<ModelClass> classes = new ArrayList<>();
        if (!node.isArray() || node.isEmpty() || node.size() > MAX_CLASSES) {
            in.wrong("classes", "an array of 1 to %d classes".formatted(MAX_CLASSES), node);
            return classes;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < node.size(); i++) {
            Fields one = fields(node.get(i), "classes[%d].".formatted(i));
            String name = one.text("name", LABEL, LABEL_RULE);
            classes.add(new ModelClass(
                    name,
                    one.text("label", LABEL, LABEL_RULE, name),
                    (float) one.number("threshold", 0, 1, THRESHOLD_RULE),
                    one.flag("experimental", false)));
            one.refuseOthers();
            if (!names.add(name) && !name.isEmpty()) {
                one.wrong("name", "a name no other class has", node.get(i).path("name"));
            }
        }
        return classes;
    }
}
