package org.streetwarden.filing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store promises. */
abstract class EvidenceStoreContract {

    private static final String KEY = "2026/11/21/0123456789abcdef0123456789abcdef/clip.mp4";

    @TempDir
    Path files;

    abstract EvidenceStore store();

    @Test
    void givesBackWhatWasPut() throws Exception {
        Path file = file(300_000, 1);
        store().put(KEY, file, "video/mp4", Digests.sha256(file));
        assertThat(store().get(KEY, 300_000)).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void holdsOnlyWhatHasTheSizeAndDigest() throws Exception {
        Path file = file(1000, 2);
        String sha256 = Digests.sha256(file);
        store().put(KEY, file, "video/mp4", sha256);
        assertThat(store().holds(KEY, 1000, sha256)).isTrue();
        assertThat(store().holds(KEY, 999, sha256)).isFalse();
        assertThat(store().holds(KEY, 1000, "00".repeat(32))).isFalse();
        assertThat(store().holds(KEY + "x", 1000, sha256)).isFalse();
    }

    @Test
    void replacesWhatIsThere() throws Exception {
        Path before = file(1000, 3);
        Path after = file(500, 4);
        store().put(KEY, before, "video/mp4", Digests.sha256(before));
        store().put(KEY, after, "video/mp4", Digests.sha256(after));
        assertThat(store().get(KEY, 1000)).isEqualTo(Files.readAllBytes(after));
        assertThat(store().holds(KEY, 1000, Digests.sha256(before))).isFalse();
    }

    @Test
    void takesAnEmptyFile() throws Exception {
        Path file = file(0, 5);
        store().put(KEY, file, "application/json", Digests.sha256(file));
        assertThat(store().holds(KEY, 0, Digests.sha256(file))).isTrue();
    }

    @Test
    void saysWhatIsAbsentOrTooLarge() throws Exception {
        Path file = file(1000, 6);
        store().put(KEY, file, "video/mp4", Digests.sha256(file));
        assertThatThrownBy(() -> store().get(KEY, 999))
                .isInstanceOf(DeliveryFailure.class)
                .hasMessageContaining("expected at most 999 bytes");
        assertThatThrownBy(() -> store().get("2026/no-such/clip.mp4", 999))
                .isInstanceOf(DeliveryFailure.class)
                .hasMessageContaining("no-such");
    }

    @Test
    void failsWhereTheFileIsGone() {
        assertThatThrownBy(() -> store().put(KEY, files.resolve("none"), "video/mp4", "00".repeat(32)))
                .isInstanceOf(DeliveryFailure.class);
    }

    private Path file(int size, int seed) throws Exception {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Files.write(files.resolve("file-" + seed), bytes);
    }
}
