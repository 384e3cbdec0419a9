package org.streetwarden.rollout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.archive.ModelArchive;

/** Real packages: the shipped one and relatives of it. */
public final class Packages {

    private Packages() {}

    public static Path root() {
        return Path.of(System.getProperty("streetwarden.root", "."));
    }

    public static Path shipped() {
        return root().resolve("models/zoo/street-nano-0.3");
    }

    public static Path patches() {
        return root().resolve("models/src/test/resources/fixtures/patches");
    }

    /** The shipped one under another name, with another threshold for stalls. */
    public static Path relative(Path folder, String version, double threshold) throws IOException {
        Files.createDirectories(folder);
        Files.copy(shipped().resolve("model.onnx"), folder.resolve("model.onnx"));
        Files.copy(shipped().resolve("card.md"), folder.resolve("card.md"));
        String manifest = Files.readString(shipped().resolve("manifest.json"));
        Files.writeString(
                folder.resolve("manifest.json"),
                manifest.replaceFirst("\"version\": \"[^\"]+\"", "\"version\": \"" + version + "\"")
                        .replaceFirst("(\"name\": \"stall\",\\s*\"threshold\": )[0-9.]+", "$1" + threshold));
        return folder;
    }

    /** The small fixture as another version. */
    public static Path patches(Path folder, String version) throws IOException {
        Files.createDirectories(folder);
        Files.copy(patches().resolve("model.onnx"), folder.resolve("model.onnx"));
        String manifest = Files.readString(patches().resolve("manifest.json"));
        Files.writeString(
                folder.resolve("manifest.json"),
                manifest.replace("\"version\": \"1\"", "\"version\": \"" + version + "\""));
        return folder;
    }

    public static ModelIdentity identity(Path folder) throws BrokenPackage {
        return ModelPackage.open(folder).identity();
    }

    public static byte[] archive(Path folder, Path scratch) throws BrokenPackage, IOException {
        Path zip = scratch.resolve("package.zip");
        ModelArchive.pack(folder, zip);
        return Files.readAllBytes(zip);
    }
}
