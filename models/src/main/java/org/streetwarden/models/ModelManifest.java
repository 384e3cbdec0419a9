package org.streetwarden.models;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.streetwarden.models.head.Anchors;
import org.streetwarden.models.head.HeadLayout;

/**
 * What a model package says of itself: its {@value #FILE_NAME}. Read by {@link ManifestReader}.
 *
 * @param name lower case letters, digits, dot, dash, underscore
 * @param version as {@code name}
 * @param role what it is asked
 * @param engine what runs it: {@value #ONNXRUNTIME}, or {@value #DJL_PREFIX} and the name DJL gives an engine
 * @param head how its outputs are to be read
 * @param file the model file's name inside the package folder; never a path
 * @param sha256 of that file, 64 lower-case hexadecimal digits
 * @param variants other files of the same model by name, as {@code int8}
 * @param outputs names of the graph's outputs, in the order the head takes them
 * @param classes in the order of the output's class scores
 * @param anchors sizes of the boxes the head's numbers refer to; empty for a head without
 * @param nmsIou two boxes of one label that overlap more than this are one thing; 0 to 1, and 1 keeps all
 * @param licence SPDX expression
 * @param card the model card's file name inside the package folder
 */
public record ModelManifest(
        String name,
        String version,
        Role role,
        String engine,
        HeadLayout head,
        String file,
        String sha256,
        Map<String, ModelVariant> variants,
        InputFormat input,
        List<String> outputs,
        List<ModelClass> classes,
        Optional<Anchors> anchors,
        double nmsIou,
        String licence,
        Optional<String> card) {

    public static final String FILE_NAME = "manifest.json";

    /** The engine where a manifest names none. */
    public static final String ONNXRUNTIME = "onnxruntime";

    /** Before the name of an engine that DJL finds on the class path, as in {@code djl:PyTorch}. */
    public static final String DJL_PREFIX = "djl:";

    /** What a model is asked. */
    public enum Role {
        /** What stands where in a whole picture. */
        DETECTOR,
        /** Whether a detector's candidate is one, asked about the part of the picture around it. */
        VERIFIER
    }

    public ModelManifest {
        variants = Collections.unmodifiableMap(new TreeMap<>(variants));
        outputs = List.copyOf(outputs);
        classes = List.copyOf(classes);
    }

    /** DJL's name for the engine, where the model needs one of DJL's. */
    public Optional<String> djlEngine() {
        return engine.startsWith(DJL_PREFIX) ? Optional.of(engine.substring(DJL_PREFIX.length())) : Optional.empty();
    }

    /** Every label its detections can carry, in the order of the classes. */
    public Set<String> labels() {
        return perLabel().stream().map(ModelClass::label).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** One class per label, in their order, with the least of its classes' thresholds. */
    public List<ModelClass> perLabel() {
        Map<String, ModelClass> merged = new LinkedHashMap<>();
        for (ModelClass each : classes) {
            ModelClass alone = new ModelClass(each.label(), each.threshold(), each.experimental());
            merged.merge(
                    each.label(),
                    alone,
                    (a, b) -> new ModelClass(
                            a.name(), Math.min(a.threshold(), b.threshold()), a.experimental() || b.experimental()));
        }
        return List.copyOf(merged.values());
    }

    /** The labels that lack evidence on real photographs: those of which any class does. */
    public Set<String> experimentalLabels() {
        return perLabel().stream()
                .filter(ModelClass::experimental)
                .map(ModelClass::label)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The same model with every class's threshold at {@code score}, for drawing curves. */
    public ModelManifest withThreshold(float score) {
        return with(file, sha256, kind -> score);
    }

    /** The same model as a variant of it runs. */
    ModelManifest as(ModelVariant variant) {
        return with(variant.file(), variant.sha256(), kind -> variant.thresholds()
                .getOrDefault(kind.name(), kind.threshold()));
    }

    private ModelManifest with(String otherFile, String otherSha256, Function<ModelClass, Float> threshold) {
        List<ModelClass> others = classes.stream()
                .map(c -> new ModelClass(c.name(), c.label(), threshold.apply(c), c.experimental()))
                .toList();
        return new ModelManifest(
                name,
                version,
                role,
                engine,
                head,
                otherFile,
                otherSha256,
                variants,
                input,
                outputs,
                others,
                anchors,
                nmsIou,
                licence,
                card);
    }
}
