package org.streetwarden.api.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

    @TempDir
    Path dir;

    private static byte[] archive(boolean whole) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Archive archive = new Archive(out)) {
            archive.putPicture("a.jpg", new byte[] {1, 2, 3});
            archive.putText("文.txt", "words");
            if (whole) {
                archive.finish();
            }
        }
        return out.toByteArray();
    }

    @Test
    void givesTheSameBytesForTheSameContent() throws IOException {
        assertThat(archive(true)).isEqualTo(archive(true));
        try (ZipFile zip =
                new ZipFile(Files.write(dir.resolve("whole.zip"), archive(true)).toFile())) {
            assertThat(zip.stream()).extracting(entry -> entry.getName()).containsExactly("a.jpg", "文.txt");
        }
    }

    @Test
    void isNoArchiveWhereItBrokeOff() throws IOException {
        Path broken = Files.write(dir.resolve("broken.zip"), archive(false));
        assertThatThrownBy(() -> new ZipFile(broken.toFile()).close()).isInstanceOf(ZipException.class);
    }
}
