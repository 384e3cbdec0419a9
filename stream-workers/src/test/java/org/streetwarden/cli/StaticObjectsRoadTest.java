package org.streetwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.evidence.EvidenceVerifier;
import org.streetwarden.source.NoNativeLeaks;

/**
 * The road with the static-object channel switched on and a model that does not know rubbish: two people put a pile down and leave, and
 * only the place itself tells.
 */
@ExtendWith(NoNativeLeaks.class)
class StaticObjectsRoadTest {

    @TempDir
    Path folder;

    private JsonNode analysis(String clip, Object... more) throws Exception {
        Path zones = Scenes.zones(clip, folder);
        Files.writeString(
                zones,
                "static-objects: { enabled: true, learn-after: 3s, absorb-after: 1h }\n",
                StandardOpenOption.APPEND);
        Object[] words = Stream.concat(
                        Stream.<Object>of(Scenes.clip(clip), "--zones", zones, "--interval-ms", "500", "--json"),
                        Stream.of(more))
                .toArray();
        Console console = Console.analyze(words);
        assertThat(console.err()).isEmpty();
        return new ObjectMapper().readTree(console.out());
    }

    @Test
    void raisesWhatNoModelNamesAndShowsWhoPutItThere() throws Exception {
        Path out = folder.resolve("evidence");
        JsonNode incidents = analysis("dumping", "--model", Scenes.modelBlindTo("rubbish", folder), "--out", out)
                .path("incidents");

        assertThat(incidents).hasSize(1);
        assertThat(incidents.get(0).path("label").asText()).isEqualTo("static_object");
        assertThat(incidents.get(0).path("why").asText()).contains("evidence: static object only", "was at the place");
        Path pack = pack(out);
        assertThat(EvidenceVerifier.verify(pack).sound()).isTrue();
        JsonNode manifest =
                new ObjectMapper().readTree(pack.resolve("manifest.json").toFile());
        assertThat(manifest.path("basis").asText()).isEqualTo("static-object");
        assertThat(manifest.path("placer").path("label").asText()).isEqualTo("person");
        assertThat(manifest.path("placer").path("time").path("ptsUs").asLong())
                .as("the dumpers stand there from 5.7 s to 8.6 s")
                .isBetween(4_000_000L, 11_000_000L);
        assertThat(names(manifest)).contains("placed.jpg", "placed-boxes.jpg");
    }

    @Test
    void proposesNothingOnAQuietStreet() throws Exception {
        assertThat(analysis("quiet").path("incidents")).isEmpty();
    }

    private static Path pack(Path out) throws Exception {
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(file -> file.endsWith("manifest.json"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }

    private static List<String> names(JsonNode manifest) {
        return StreamSupport.stream(manifest.path("parts").spliterator(), false)
                .map(part -> part.path("name").asText())
                .toList();
    }
}
