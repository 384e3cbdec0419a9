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
        return root().resolve("models/zoo/street-nano-0.4");
    }

    /** The shipped model's manifest without its variant, whose file a copy of the package would need too. */
    static String manifest() throws IOException {
        return Files.readString(model().resolve("manifest.json"))
                .replaceFirst(",\\s*\"variants\": \\{\\s*\"int8\": \\{[^}]*}\\s*}", "");
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

    /** The shipped model without one of its eyes: nothing is sure enough for that label. */
    static Path modelBlindTo(String label, Path folder) throws IOException {
        Path blind = Files.createDirectories(folder.resolve("blind"));
        Files.copy(model().resolve("model.onnx"), blind.resolve("model.onnx"));
        Files.copy(model().resolve("card.md"), blind.resolve("card.md"));
        String manifest = manifest();
        String name = "(\"name\": \"" + label + "\",\\s*\"threshold\": )[0-9.]+";
        Files.writeString(blind.resolve("manifest.json"), manifest.replaceAll(name, "$10.999"));
        return blind;
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
