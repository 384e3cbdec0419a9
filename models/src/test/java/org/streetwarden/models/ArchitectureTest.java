package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What this module may import, and where foreign types stop. */
class ArchitectureTest {

    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);
    private static final List<String> OURS = List.of(
            "org.streetwarden.models.",
            "org.streetwarden.geometry.",
            "org.streetwarden.media.",
            "org.streetwarden.scene.",
            "org.streetwarden.detect.");
    private static final Map<String, String> DOORS = Map.of(
            "ai.onnxruntime.", "models/engine/",
            "ai.djl.", "models/engine/DjlDetector",
            "org.bytedeco.opencv.", "models/pixels/PictureFrame",
            "org.bytedeco.ffmpeg.", "models/pixels/PictureScaler",
            "com.fasterxml.jackson.",
                    "models/(Fields|ManifestReader|inspect/InspectCommand|intake/ManifestText|remote/.*|evaluate/(TestSets|Target|ScoreJson))",
            "picocli.", "models/.*(Command|Options)");

    private static List<String> offences(java.util.function.BiPredicate<String, String> wrong) throws IOException {
        List<String> offences = new ArrayList<>();
        Path root = Fixtures.root().resolve("models/src/main/java");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String name = root.relativize(file).toString();
                IMPORT.matcher(Files.readString(file))
                        .results()
                        .map(match -> match.group(1))
                        .filter(imported -> wrong.test(name, imported))
                        .forEach(imported -> offences.add(name + " imports " + imported));
            }
        }
        return offences;
    }

    @Test
    void importsOnlyVisionCoreOfOurs() throws IOException {
        assertThat(offences((file, imported) -> imported.startsWith("org.streetwarden.")
                        && OURS.stream().noneMatch(imported::startsWith)))
                .isEmpty();
    }

    @Test
    void keepsForeignTypesAtTheirDoors() throws IOException {
        assertThat(offences((file, imported) -> DOORS.entrySet().stream()
                        .anyMatch(door -> imported.startsWith(door.getKey())
                                && !Pattern.compile(door.getValue())
                                        .matcher(file)
                                        .find())))
                .isEmpty();
    }

    @Test
    void findsSomethingToLookAt() throws IOException {
        assertThat(offences((file, imported) -> imported.startsWith("ai.onnxruntime.")))
                .isNotEmpty();
    }
}
