package org.streetwarden.models.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.Fixtures;
import org.streetwarden.models.ModelPackage;

class ModelArchiveTest {

    @TempDir
    Path scratch;

    private Path folder;

    @BeforeEach
    void copyThePatches() throws IOException {
        folder = Fixtures.brokenPatches(Files.createDirectory(scratch.resolve("patches")), "patches", "patches");
    }

    private List<String> problems() {
        return catchThrowableOfType(BrokenPackage.class, () -> ModelArchive.digest(folder))
                .problems();
    }

    @Test
    void givesTheSameBytesForTheSameFiles() throws Exception {
        Path one = scratch.resolve("one.zip");
        Path other = scratch.resolve("other.zip");
        String digest = ModelArchive.pack(folder, one);
        Files.setLastModifiedTime(folder.resolve("model.onnx"), FileTime.fromMillis(0));
        Files.setPosixFilePermissions(folder.resolve("model.onnx"), java.util.Set.of());
        Files.setPosixFilePermissions(
                folder.resolve("model.onnx"), java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(ModelArchive.pack(folder, other)).isEqualTo(digest);
        assertThat(other).hasSameBinaryContentAs(one);
        assertThat(ModelPackage.sha256(one)).isEqualTo(digest);
        assertThat(ModelArchive.digest(folder)).isEqualTo(digest);
        assertThat(ModelPackage.open(folder).identity().sha256()).isEqualTo(digest);
        assertThat(scratch).isDirectoryNotContaining("glob:**.part");
    }

    /** The digest of a package must never change with this program's versions. */
    @Test
    void keepsItsFormat() throws Exception {
        assertThat(ModelArchive.digest(Fixtures.patches()))
                .isEqualTo("1b4bb0682117b3b9cc97d7702bd522cd2c228c3116be096ad88a451004c33ea0");
    }

    @Test
    void isAZipThatOthersRead() throws Exception {
        Path archive = scratch.resolve("patches.zip");
        ModelArchive.pack(folder, archive);
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            assertThat(zip.stream().map(Object::toString)).containsExactly("manifest.json", "model.onnx");
            assertThat(zip.getInputStream(zip.getEntry("model.onnx")))
                    .hasSameContentAs(Files.newInputStream(folder.resolve("model.onnx")));
        }
    }

    @Test
    void changesWithEveryFile() throws Exception {
        String before = ModelArchive.digest(folder);
        Files.writeString(folder.resolve("card.md"), "# Patches");
        String withCard = ModelArchive.digest(folder);
        Files.move(folder.resolve("card.md"), folder.resolve("cart.md"));

        assertThat(ModelArchive.digest(folder)).isNotEqualTo(withCard).isNotEqualTo(before);
    }

    @Test
    void refusesEverythingThatIsNoPlainFileAtOnce() throws IOException {
        Files.createDirectory(folder.resolve("more"));
        Files.createSymbolicLink(folder.resolve("passwords"), Path.of("/etc/passwd"));
        Files.createFile(folder.resolve(".hidden"));
        Files.createFile(folder.resolve("two words"));

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        folder.resolve("more") + ": expected a file, found a folder",
                        folder.resolve("passwords") + ": expected a file, found a link",
                        folder.resolve(".hidden") + ": expected " + PackageFile.NAME_RULE,
                        folder.resolve("two words") + ": expected " + PackageFile.NAME_RULE);
    }

    @Test
    void refusesFourGigabytesWithoutReadingThem() throws IOException {
        try (RandomAccessFile weights =
                new RandomAccessFile(folder.resolve("weights.data").toFile(), "rw")) {
            weights.setLength(4L << 30);
        }
        assertThat(problems()).singleElement().asString().contains("expected at most 1073741824 bytes", "found 42949");
    }

    @Test
    void refusesTooManyFilesAndNone() throws IOException {
        for (int i = 0; i < PackageFile.MOST_FILES; i++) {
            Files.createFile(folder.resolve("extra-" + i));
        }
        assertThat(problems()).singleElement().asString().contains("expected at most 64 files");

        folder = scratch.resolve("absent");
        assertThat(problems()).anyMatch(p -> p.startsWith(folder + ": expected a package folder"));
    }
}
