package org.streetwarden.models;

import java.util.Map;

/**
 * Another file of the same model: same inputs, outputs and classes, at another precision.
 *
 * @param file the model file's name inside the package folder; never a path
 * @param sha256 of that file, 64 lower-case hexadecimal digits
 * @param thresholds by class name, of those classes whose scores it shifts; the others keep the model's
 */
public record ModelVariant(String file, String sha256, Map<String, Float> thresholds) {
    public ModelVariant {
        thresholds = Map.copyOf(thresholds);
    }
}
