package org.streetwarden.models;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the tests' files lie. */
public final class Fixtures {

    private Fixtures() {}

    /** The repository's root. */
    public static Path root() {
        return Path.of(System.getProperty("streetwarden.root"));
    }

    /** A package whose model sees blue and red cells; see its {@code make.py}. */
    public static Path patches() {
        return root().resolve("models/src/test/resources/fixtures/patches");
    }

    /** The same as TorchScript. */
    public static Path torchPatches() {
        return root().resolve("models/src/test/resources/fixtures/torch-patches");
    }

    /** A copy of the patches' package, to be broken; the manifest's text is replaced as asked. */
    public static Path brokenPatches(Path folder, String from, String to) {
        try {
            Files.copy(patches().resolve("model.onnx"), folder.resolve("model.onnx"));
            String manifest = Files.readString(patches().resolve(ModelManifest.FILE_NAME));
            if (!manifest.contains(from)) {
                throw new IllegalArgumentException("the manifest has no " + from);
            }
            Files.writeString(folder.resolve(ModelManifest.FILE_NAME), manifest.replace(from, to));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder of the shared data; the test is skipped by name where it is absent. */
    public static Path data(String path) {
        String given = System.getenv("STREETWARDEN_DATA");
        Path data = given == null ? root().resolve("../shared/data") : Path.of(given);
        Path wanted = data.resolve(path);
        assumeTrue(Files.exists(wanted), "skipped: no test data at " + wanted);
        return wanted;
    }
}
