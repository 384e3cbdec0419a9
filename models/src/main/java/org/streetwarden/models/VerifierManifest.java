package org.streetwarden.models;

import java.util.List;
import java.util.Optional;

/**
 * What a package of role {@code verifier} says of itself: a classifier of crops with one output {@code [1, classes]} of
 * probabilities. Read by {@link ManifestReader#readVerifier}.
 *
 * @param file the model file's name inside the package folder; never a path
 * @param sha256 of that file, 64 lower-case hexadecimal digits
 * @param output name of the graph's output
 * @param classes in the output's order; one without a threshold stands for everything else and is never asked for
 * @param margin added to each side of a box before it is cut out, in box sizes, 0 to 4
 */
public record VerifierManifest(
        String name,
        String version,
        String file,
        String sha256,
        InputFormat input,
        String output,
        List<VerifierClass> classes,
        double margin,
        String licence,
        Optional<String> card) {

    /**
     * A thing the verifier knows.
     *
     * @param threshold the least probability at which it is real; empty: it is never asked for
     */
    public record VerifierClass(String name, Optional<Double> threshold) {}

    public VerifierManifest {
        classes = List.copyOf(classes);
    }

}
