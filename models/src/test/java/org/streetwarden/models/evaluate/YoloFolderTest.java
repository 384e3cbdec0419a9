package org.streetwarden.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YoloFolderTest {

    @TempDir
    Path folder;

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(folder.resolve("clean"));
        Files.writeString(folder.resolve("classes.txt"), "garbage\nbin\n");
        for (String name : List.of("b.jpg", "a.png", "c.JPG", "notes.md")) {
            Files.createFile(folder.resolve("images").resolve(name));
        }
    }

    private YoloFolder open() throws IOException {
        return new YoloFolder(folder, "clean", Map.of("garbage", "rubbish"), Set.of("3"));
    }

    @Test
    void readsBoxesRenamesClassesAndSetsIgnoredOnesAside() throws IOException {
        Files.writeString(folder.resolve("clean/a.txt"), "0 0.5 0.5 0.2 0.4\n\n3 0.1 0.1 0.2 0.2\n1 0.9 0.9 0.1 0.1\n");
        List<LabelledPicture> pictures = open().pictures();

        assertThat(pictures)
                .extracting(p -> p.file().getFileName().toString())
                .containsExactly("a.png", "b.jpg", "c.JPG");
        LabelledPicture first = pictures.getFirst();
        assertThat(first.truths()).extracting(LabelledPicture.Truth::label).containsExactly("rubbish", "bin");
        assertThat(first.truths().getFirst().box().top()).isCloseTo(0.3, within(1e-9));
        assertThat(first.truths().getFirst().box().right()).isCloseTo(0.6, within(1e-9));
        assertThat(first.ignored()).hasSize(1);
        assertThat(pictures.get(1).truths()).isEmpty();
        assertThat(open().labels()).containsExactlyInAnyOrder("rubbish", "bin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2 0.5 0.5 0.1 0.1",
                "-1 0.5 0.5 0.1 0.1",
                "0 0.5 0.5 0.1",
                "x 0 0 0 0",
                "0 NaN 0 0 0",
                "0 0 0 -1 0",
                "0 a b c d"
            })
    void namesFileAndLineOfABadLabel(String line) throws IOException {
        Files.writeString(folder.resolve("clean/b.txt"), "1 0.5 0.5 0.1 0.1\n" + line);

        assertThatThrownBy(() -> open().pictures())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("clean/b.txt") + ":2: expected");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> new YoloFolder(folder, "labels", Map.of(), Set.of()))
                .hasMessage(folder.resolve("labels") + ": expected a folder, found none");
        assertThatThrownBy(() -> new YoloFolder(folder, "clean", Map.of("rubbish", "x"), Set.of()))
                .hasMessageContaining("expected a class rubbish");
        assertThatThrownBy(() -> new YoloFolder(folder.resolve("images"), "clean", Map.of(), Set.of()))
                .hasMessageContaining("classes.txt: expected a text file");
    }
}
