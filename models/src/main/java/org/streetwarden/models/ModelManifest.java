package org.streetwarden.models;

import java.util.List;
import java.util.Optional;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.models.head.Anchors;
import org.streetwarden.models.head.HeadLayout;

/**
 * What a model package says of itself: its {@value #FILE_NAME}. Read by {@link ManifestReader}.
 *
 * @param name lower case letters, digits, dot, dash, underscore
 * @param version as {@code name}
 * @param head how its outputs are to be read
 * @param file the model file's name inside the package folder; never a path
 * @param sha256 of that file, 64 lower-case hexadecimal digits
 * @param outputs names of the graph's outputs, in the order the head takes them
 * @param classes in the order of the output's class scores
 * @param anchors sizes of the boxes the head's numbers refer to; empty for a head without
 * @param nmsIou two boxes of one class that overlap more than this are one thing; 0 to 1, and 1 keeps all
 * @param licence SPDX expression
 * @param card the model card's file name inside the package folder
 */
public record ModelManifest(
        String name,
        String version,
        HeadLayout head,
        String file,
        String sha256,
        InputFormat input,
        List<String> outputs,
        List<ModelClass> classes,
        Optional<Anchors> anchors,
        double nmsIou,
        String licence,
        Optional<String> card) {

    public static final String FILE_NAME = "manifest.json";

    public ModelManifest {
        outputs = List.copyOf(outputs);
        classes = List.copyOf(classes);
    }

    public ModelIdentity identity() {
        return new ModelIdentity(name, version, sha256);
    }

    /** The same model with every class's threshold at {@code score}, for drawing curves. */
    public ModelManifest withThreshold(float score) {
        List<ModelClass> lowered = classes.stream()
                .map(c -> new ModelClass(c.name(), score, c.experimental()))
                .toList();
        return new ModelManifest(
                name, version, head, file, sha256, input, outputs, lowered, anchors, nmsIou, licence, card);
    }
}
