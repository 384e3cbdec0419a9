package org.streetwarden.evidence;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Test clips that are not part of the repository; a test that asks for an absent one is skipped and says which. */
final class SharedData {

    private SharedData() {}

    static Path video(String name) {
        String given = System.getenv("STREETWARDEN_DATA");
        Path root = given == null
                ? Path.of(System.getProperty("streetwarden.root", ".")).resolve("../shared/data")
                : Path.of(given);
        Path file = root.resolve("videos").resolve(name);
        Assumptions.assumeTrue(Files.isRegularFile(file), "needs " + file);
        return file;
    }
}
