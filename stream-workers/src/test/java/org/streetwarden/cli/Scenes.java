package org.streetwarden.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rendered clips of this repository with the zones of their ground truth. */
final class Scenes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Scenes() {}

    static Path root() {
        return Path.of(System.getProperty("streetwarden.root", "."))
                .toAbsolutePath()
                .normalize();
    }

    static Path clip(String name) {
        return root().resolve("models/scenes/clips").resolve(name + ".mp4");
    }

    static Path model() {
        return root().resolve("models/zoo/street-nano-0.2");
    }

    /**
     * A verifier that calls blue crops stalls, which the rendered ones are not.
     *
     * @param threshold from which it calls a thing real
     */
    static Path verifier(String threshold, Path folder) throws IOException {
        Path shipped = root().resolve("models/src/test/resources/fixtures/crop");
        Path verifier = Files.createDirectories(folder.resolve("verifier-" + threshold));
        Files.copy(shipped.resolve("model.onnx"), verifier.resolve("model.onnx"));
        String manifest = Files.readString(shipped.resolve("manifest.json"));
        Files.writeString(verifier.resolve("manifest.json"), manifest.replace("0.6", threshold));
        return verifier;
    }

    /** Zones as the ground truth draws them, with rules that raise after 8 s. YAML is a superset of JSON. */
    static Path zones(String name, Path folder) throws IOException {
        JsonNode truth = JSON.readTree(Files.readString(clip(name).resolveSibling(name + ".truth.json")));
        String rules = Stream.of("vending", "bin-overflow", "dumping", "green-parking")
                .map(kind ->
                        "  %s: { notice-after: 4s, raise-after: 8s, presence-share: 0.6, grace: 4s, blind-carry: 6s }"
                                .formatted(kind))
                .collect(Collectors.joining("\n", "rules:\n", "\n"));
        return Files.writeString(
                folder.resolve(name + ".zones.yaml"),
                "zones: " + JSON.writeValueAsString(truth.path("zones")) + "\n" + rules);
    }
}
