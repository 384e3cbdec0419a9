package org.streetwarden.models.evaluate;

import java.nio.file.Path;

/** Where the pictures to measure on lie unless told otherwise. */
final class DataFolder {

    private DataFolder() {}

    /** The project's root, as the launcher says it. */
    static Path root() {
        return Path.of(System.getProperty("streetwarden.root", "."));
    }

    /** {@code $STREETWARDEN_DATA}, or {@code shared/data} beside the project. */
    static Path standard() {
        String given = System.getenv("STREETWARDEN_DATA");
        return given == null || given.isBlank() ? root().resolve("../shared/data").normalize() : Path.of(given);
    }

    /** The description of the sets in it. */
    static Path sets() {
        return root().resolve("models/evaluation/sets.json");
    }
}
