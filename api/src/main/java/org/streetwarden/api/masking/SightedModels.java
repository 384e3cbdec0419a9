package org.streetwarden.api.masking;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.streetwarden.api.models.ModelRegistry;
import org.streetwarden.api.models.PackageManifest;
import org.streetwarden.api.models.PackageManifest.ClassEntry;
import org.streetwarden.casefile.Masking;

/** Which models look for persons and vehicles, so that a picture where they saw none counts as one without them. */
public final class SightedModels {

    private final ModelRegistry models;

    public SightedModels(ModelRegistry models) {
        this.models = models;
    }

    /** Whether the package is among the imported ones and has both classes; blocks on the database. */
    public boolean looksForBoth(String sha256) {
        return models.find(sha256)
                .filter(model ->
                        PackageManifest.parse(model.manifest().getBytes(StandardCharsets.UTF_8)).classes().stream()
                                .map(ClassEntry::label)
                                .collect(Collectors.toSet())
                                .containsAll(Masking.LABELS))
                .isPresent();
    }
}
