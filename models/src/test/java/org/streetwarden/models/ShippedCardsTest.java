package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the shipped packages say of themselves to people and to programs is the same. */
class ShippedCardsTest {

    private static final Path ZOO = Fixtures.root().resolve("models/zoo");

    @Test
    void nameEveryExperimentalClassAndNoOther() throws Exception {
        List<Path> packages;
        try (var listed = Files.list(ZOO)) {
            packages = listed.filter(folder -> Files.exists(folder.resolve("manifest.json")))
                    .filter(folder -> !folder.getFileName().toString().contains("verifier"))
                    .toList();
        }
        assertThat(packages).isNotEmpty();
        for (Path folder : packages) {
            String card = Files.readString(folder.resolve("card.md")).replaceAll("\\s+", " ");
            for (ModelClass each : ManifestReader.read(folder).classes()) {
                boolean marked = card.matches(".*`" + each.name() + "`[^`]*\\(experimental\\).*");
                assertThat(marked).as("%s: %s", folder, each.name()).isEqualTo(each.experimental());
            }
        }
    }

    /** There are no photographs of stalls to measure it on. */
    @Test
    void callStallsExperimental() throws Exception {
        assertThat(ManifestReader.read(ZOO.resolve("street-nano-0.4")).experimentalLabels())
                .contains("stall");
    }
}
