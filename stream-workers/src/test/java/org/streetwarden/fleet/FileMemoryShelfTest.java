package org.streetwarden.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.CameraMemoryCodec;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.incident.OpenIncident;
import org.streetwarden.zone.Kind;

class FileMemoryShelfTest {

    private static final List<String> CAMERAS = List.of("cam-1", "cam-2");

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-26T08:00:00Z");

    private FileMemoryShelf shelf() {
        return FileMemoryShelf.open(folder, CAMERAS, () -> now);
    }

    private static CameraMemory standing(String cameraId, long lastSeenUs) {
        Box box = new Box(0.4, 0.4, 0.6, 0.7);
        return CameraMemory.of(
                cameraId, List.of(new OpenIncident("0".repeat(32), "market", Kind.VENDING, lastSeenUs, box)));
    }

    /** As a kill leaves it: nobody closes, and the file that was being written stays. */
    @Test
    void knowsAfterAKillWhatItWroteLast() throws Exception {
        FileMemoryShelf killed = shelf();
        killed.keep("cam-1", standing("cam-1", 1));
        killed.flush();
        killed.keep("cam-1", standing("cam-1", 2));
        killed.flush();
        Files.writeString(folder.resolve("cam-1.memory.next"), "streetwarden-mem");

        try (FileMemoryShelf next = shelf()) {
            assertThat(next.of("cam-1")).contains(standing("cam-1", 2));
            assertThat(next.of("cam-2")).isEmpty();
        }
        assertThat(folder.resolve("cam-1.memory.next")).doesNotExist();
        killed.close();
    }

    @Test
    void writesWhatWaitsAtItsEnd() {
        try (FileMemoryShelf ending = shelf()) {
            ending.keep("cam-2", standing("cam-2", 1));
        }
        try (FileMemoryShelf next = shelf()) {
            assertThat(next.of("cam-2")).contains(standing("cam-2", 1));
        }
    }

    @Test
    void beginsAnewWhereAFileIsNotWhatItMustBe() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), CameraMemoryCodec.encode(standing("cam-1", 1)));
        try (FileMemoryShelf shelf = shelf()) {
            Path file = folder.resolve("cam-1.memory");
            for (String text : List.of(
                    "",
                    "streetwarden-memory|1\nnonsense",
                    CameraMemoryCodec.encode(standing("cam-2", 1)),
                    "x".repeat(2 * CameraMemoryCodec.MAX_CHARS))) {
                Files.writeString(file, text);
                assertThat(shelf.of("cam-1")).isEmpty();
            }
            Files.delete(file);
            Files.createSymbolicLink(file, secret);
            assertThat(shelf.of("cam-1")).isEmpty();
            Files.delete(file);
            Files.createDirectory(file);
            assertThat(shelf.of("cam-1")).isEmpty();
        }
    }

    @Test
    void forgetsCamerasThatAreNotConfiguredAnyMore() throws Exception {
        Path other = Files.writeString(folder.resolve("notes.txt"), "somebody's");
        try (FileMemoryShelf before = FileMemoryShelf.open(folder, List.of("cam-3"), () -> now)) {
            before.keep("cam-3", standing("cam-3", 1));
        }
        assertThat(folder.resolve("cam-3.memory")).exists();

        shelf().close();

        assertThat(folder.resolve("cam-3.memory")).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void triesAgainWhatTheDiskRefused() throws Exception {
        try (FileMemoryShelf shelf = shelf()) {
            Path blocked = Files.createDirectories(folder.resolve("cam-1.memory.next"));
            shelf.keep("cam-1", standing("cam-1", 1));
            shelf.flush();
            assertThat(folder.resolve("cam-1.memory")).doesNotExist();

            Files.delete(blocked);
            now = now.plus(Duration.ofMinutes(1));
            shelf.flush();
            assertThat(folder.resolve("cam-1.memory")).exists();
        }
    }
}
