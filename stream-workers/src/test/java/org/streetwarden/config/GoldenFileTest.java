package org.streetwarden.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.config.GoldenSet.Expected;
import org.streetwarden.config.GoldenSet.GoldenClip;
import org.streetwarden.zone.Kind;

class GoldenFileTest {

    @TempDir
    Path folder;

    private List<String> problems(String yaml) throws Exception {
        Files.writeString(folder.resolve(GoldenFile.NAME), yaml);
        ConfigProblems problems =
                catchThrowableOfType(ConfigProblems.class, () -> GoldenFile.read(folder, null));
        assertThat(problems).as("refused").isNotNull();
        return problems.problems();
    }

    @Test
    void readsTheShippedSet() throws Exception {
        Path shipped = Path.of(System.getProperty("streetwarden.root"), "models/golden");
        GoldenSet set = GoldenFile.read(shipped, null);

        assertThat(set.name()).isEqualTo("rendered-streets");
        assertThat(set.clips()).hasSize(5);
        assertThat(set.limits()).isEqualTo(GateLimits.DEFAULT);
        GoldenClip vending = set.clips().getFirst();
        assertThat(vending.expected())
                .containsExactly(new Expected(
                        Kind.VENDING, java.util.Optional.empty(), 7_000_000, 40_000_000, 5_000_000));
        assertThat(vending.zones()).hasSize(1);
        assertThat(vending.truths().orElseThrow().byPtsUs()).hasSize(80);
        assertThat(set.clips().getLast().expected()).isEmpty();
    }

    @Test
    void readsAnswersWrittenByHandAndLimitsThatWin() throws Exception {
        Files.createFile(folder.resolve("own.mp4"));
        Files.createDirectories(folder.resolve("stills/images"));
        Files.writeString(folder.resolve(GoldenFile.NAME), """
                name: own
                interval: 500ms
                limits: { recall-drop: 0.1, more-missed: 2 }
                clips:
                  - video: own.mp4
                    zones: [ { id: kerb, kind: dumping } ]
                    incidents: [ { kind: dumping, zone: kerb, from: 3s, to: 1m, slack: 1s } ]
                pictures:
                  - { folder: stills, classes: { garbage: rubbish }, ignore: [ "3" ] }
                """);
        Path limits = Files.writeString(folder.resolve("gate.yaml"), "limits: { recall-drop: 0.05, most-false: 0.1 }");
        GoldenSet set = GoldenFile.read(folder, limits);

        assertThat(set.interval()).isEqualTo(Duration.ofMillis(500));
        assertThat(set.limits().recallDrop()).isEqualTo(0.05);
        assertThat(set.limits().moreMissed()).isEqualTo(2);
        assertThat(set.limits().mostFalse()).contains(0.1);
        assertThat(set.clips().getFirst().expected())
                .containsExactly(new Expected(
                        Kind.DUMPING, java.util.Optional.of("kerb"), 3_000_000, 60_000_000, 1_000_000));
        assertThat(set.clips().getFirst().truths()).isEmpty();
        assertThat(set.pictures().getFirst().classes()).containsEntry("garbage", "rubbish");
        assertThat(set.pictures().getFirst().ignored()).containsExactly("3");
    }

    @Test
    void namesEveryProblemAtOnce() throws Exception {
        assertThat(problems("""
                name: "a b"
                intervall: 1s
                limits: { recall-drop: 3 }
                clips:
                  - video: none.mp4
                    incidents: [ { kind: parade, from: 9s, to: 3s } ]
                pictures:
                  - folder: nowhere
                """))
                .anyMatch(p -> p.contains("name: expected 1 to 64 letters"))
                .anyMatch(p -> p.contains("intervall: unknown key"))
                .anyMatch(p -> p.contains("limits.recall-drop: expected a number from 0 to 1.0, found 3"))
                .anyMatch(p -> p.contains("clips[0].video: expected a file"))
                .anyMatch(p -> p.contains("incidents[0].kind: expected a kind of incident, found parade"))
                .anyMatch(p -> p.contains("incidents[0].to: expected later than from"))
                .anyMatch(p -> p.contains("clips[0].zones: expected at least one zone"))
                .anyMatch(p -> p.contains("pictures[0].folder: expected a folder with images/"))
                .hasSize(8);
        assertThat(problems("name: empty")).singleElement().asString().contains("expected clips or pictures, found neither");
        assertThat(problems("[")).singleElement().asString().contains("expected YAML");
    }
}
