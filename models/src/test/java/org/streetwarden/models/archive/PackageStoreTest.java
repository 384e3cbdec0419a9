package org.streetwarden.models.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.Fixtures;
import org.streetwarden.models.ModelPackage;

class PackageStoreTest {

    private static final byte[] HELLO = HostileArchive.text("hello");

    @SuppressWarnings("UnnecessaryLambda")
    private static final Consumer<ByteBuffer> HONEST = header -> {};

    @TempDir
    Path scratch;

    private PackageStore store() {
        return new PackageStore(scratch.resolve("store"));
    }

    private Path archive() {
        return scratch.resolve("some.zip");
    }

    private List<String> refusal(HostileArchive hostile) throws IOException {
        return refusal(hostile.write(archive()));
    }

    private List<String> refusal(Path archive) throws IOException {
        String digest = ModelPackage.sha256(archive);
        BrokenPackage broken = catchThrowableOfType(BrokenPackage.class, () -> store().take(archive, digest));
        assertThat(broken).isNotNull();
        assertThat(broken.problems()).allMatch(problem -> problem.startsWith(archive.toString()));
        assertThat(store().folder(digest)).doesNotExist();
        assertThat(scratch.resolve("store")).isEmptyDirectory();
        return broken.problems();
    }

    private static HostileArchive patches() throws IOException {
        return new HostileArchive().addPackage(Fixtures.patches());
    }

    @Test
    void unpacksWhatPackWrote() throws Exception {
        Path folder = Fixtures.brokenPatches(Files.createDirectory(scratch.resolve("patches")), "patches", "patches");
        String digest = ModelArchive.pack(folder, archive());
        ModelPackage pack = store().take(archive(), digest);

        assertThat(pack.folder()).isEqualTo(scratch.resolve("store").resolve(digest));
        assertThat(pack.identity()).isEqualTo(ModelPackage.open(folder).identity());
        assertThat(store().take(archive(), digest)).isEqualTo(pack);
        assertThat(patches().write(scratch.resolve("same.zip"))).hasSameBinaryContentAs(archive());
        try (Stream<Path> kept = Files.list(scratch.resolve("store"))) {
            assertThat(kept).containsExactly(pack.folder());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../up",
                "/etc/cron.d/x",
                "..",
                "a/b",
                "C:x",
                "a\\b",
                "~/x",
                ".hidden",
                "nul\0l",
                "two words",
                "d/",
                "",
                "ü"
            })
    void refusesNamesThatLeadElsewhere(String name) throws IOException {
        assertThat(refusal(new HostileArchive().add(name, HELLO).addPackage(Fixtures.patches())))
                .anyMatch(problem -> problem.contains(": name: expected"));
    }

    @Test
    void refusesLinksAndFolders() throws IOException {
        List<String> problems = refusal(patches()
                .add("passwords", HostileArchive.text("/etc/passwd"), HONEST, c -> c.putShort(40, (short) 0xa1ff))
                .add("z", new byte[0], HONEST, c -> c.putShort(40, (short) 0x41ed)));

        assertThat(problems)
                .anyMatch(p -> p.endsWith("entry \"passwords\": attributes: expected a file, found a link"))
                .anyMatch(p -> p.endsWith("entry \"z\": attributes: expected a file, found a folder"));
    }

    @Test
    void refusesNamesTwiceAndOutOfOrder() throws IOException {
        assertThat(refusal(patches().add("model.onnx", HELLO)))
                .anyMatch(p -> p.endsWith("entry \"model.onnx\": name: expected each name once, found it again"));
        assertThat(refusal(patches().add("a", HELLO)))
                .anyMatch(p -> p.contains("names in order, found it after \"model.onnx\""));
        assertThat(refusal(patches().add("z", HELLO).add("model.onnx", HELLO)))
                .anyMatch(p -> p.endsWith("name: expected each name once, found it again"));
    }

    @Test
    void refusesWhatADirectorySaysAndALocalHeaderDoesNot() throws IOException {
        assertThat(refusal(patches().add("z", HELLO, local -> local.put(30, (byte) 'y'), HONEST)))
                .anyMatch(p -> p.contains("entry \"z\": local header: expected as `model pack` writes it, 7a at byte"));
        assertThat(refusal(patches().add("z", HELLO, local -> local.putInt(22, 4), HONEST)))
                .anyMatch(p -> p.contains("entry \"z\": local header: expected"));
        assertThat(refusal(patches().add("z", HELLO, HONEST, central -> central.putInt(42, 0))))
                .anyMatch(p -> p.contains("entry \"z\": offset: expected") && p.endsWith("found 0"));
    }

    @Test
    void refusesSizesThatAreNotThere() throws IOException {
        Consumer<ByteBuffer> fourGigabytes = central -> central.putInt(20, -1).putInt(24, -1);
        assertThat(refusal(patches().add("weights.data", HELLO, HONEST, fourGigabytes)))
                .anyMatch(
                        p -> p.endsWith("\"weights.data\": size: expected at most 1073741824 bytes, found 4294967295"));

        Consumer<ByteBuffer> tooMuch = central -> central.putInt(20, 500).putInt(24, 500);
        assertThat(refusal(patches().add("weights.data", HELLO, HONEST, tooMuch)))
                .anyMatch(p -> p.contains("local header: expected"))
                .anyMatch(p -> p.contains("expected files up to the directory"));
    }

    @Test
    void refusesADamagedFile() throws IOException {
        assertThat(refusal(patches().whole(bytes -> {
                    bytes[80] ^= 1;
                    return bytes;
                })))
                .singleElement()
                .asString()
                .contains("entry \"manifest.json\": expected CRC-32");
    }

    @Test
    void refusesCompressionAndThereforeBombs() throws IOException {
        try (OutputStream file = Files.newOutputStream(archive());
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(new byte[1 << 20]);
            zip.closeEntry();
        }
        assertThat(refusal(archive()))
                .anyMatch(p -> p.endsWith("entry \"manifest.json\": method: expected stored (0), found deflated (8)"))
                .anyMatch(p -> p.contains("compressed size: expected the same as its size, 1048576, found 10"));
    }

    @Test
    void refusesTooManyFilesAndNoManifest() throws IOException {
        HostileArchive many = new HostileArchive();
        for (int i = 10; i < 75; i++) {
            many.add("file-" + i, HELLO);
        }
        assertThat(refusal(many)).singleElement().asString().endsWith("expected at most 64 files, found 65");
        assertThat(refusal(new HostileArchive().add("model.onnx", HELLO)))
                .singleElement()
                .asString()
                .endsWith("expected a manifest.json, found none");
    }

    @Test
    void refusesWhatIsTruncatedExtendedOrNoArchive() throws IOException {
        for (int cut : new int[] {1, 22, 60, 200}) {
            assertThat(refusal(patches().whole(bytes -> Arrays.copyOf(bytes, bytes.length - cut))))
                    .isNotEmpty();
        }
        assertThat(refusal(patches().whole(bytes -> Arrays.copyOf(bytes, bytes.length + 7))))
                .isNotEmpty();
        assertThat(refusal(patches().whole(bytes -> new byte[0]))).isNotEmpty();
        assertThat(refusal(patches().whole(bytes -> HostileArchive.text("<html>404 Not Found, nothing here</html>"))))
                .isNotEmpty();
    }

    @Test
    void refusesAnArchiveLongerThanAnyBeforeReadingIt() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(archive().toFile(), "rw")) {
            file.setLength(4L << 30);
        }
        BrokenPackage broken = catchThrowableOfType(BrokenPackage.class, () -> store().take(archive(), "0".repeat(64)));
        assertThat(broken.problems()).singleElement().asString().endsWith("found 4294967296");
    }

    @Test
    void listsEveryProblemOfAnArchive() throws IOException {
        assertThat(refusal(new HostileArchive()
                        .add("../up", HELLO)
                        .add("/etc/passwd", HELLO, HONEST, c -> c.putShort(40, (short) 0xa1ff))
                        .add("z", HELLO, HONEST, c -> c.putShort(10, (short) 8))))
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void refusesABrokenPackageInAGoodArchiveWithItsOwnProblems() throws IOException {
        String manifest = Files.readString(Fixtures.patches().resolve("manifest.json"));
        assertThat(refusal(new HostileArchive()
                        .add(
                                "manifest.json",
                                HostileArchive.text(
                                        manifest.replace("64,", "650,").replace("0.6", "6")))
                        .add("model.onnx", HELLO)))
                .hasSize(2)
                .anyMatch(p -> p.contains("/manifest.json: input.width: expected a multiple of 32, found 650"));
    }

    @Test
    void refusesAnotherDigestThanAskedFor() throws IOException {
        patches().write(archive());
        BrokenPackage broken = catchThrowableOfType(BrokenPackage.class, () -> store().take(archive(), "0".repeat(64)));
        assertThat(broken.problems())
                .containsExactly("%s: expected package digest %s, found %s"
                        .formatted(archive(), "0".repeat(64), ModelPackage.sha256(archive())));
    }

    @Test
    void refusesASecondPackageOfOneNameNamingBothDigests() throws Exception {
        patches().write(archive());
        String first = store().take(archive(), ModelPackage.sha256(archive())).digest();
        Path other = patches().add("z", HELLO).write(scratch.resolve("other.zip"));
        String second = ModelPackage.sha256(other);

        BrokenPackage broken = catchThrowableOfType(BrokenPackage.class, () -> store().take(other, second));
        assertThat(broken.problems()).singleElement().asString().contains("patches 1", first, second);
        assertThat(store().folder(second)).doesNotExist();
        assertThat(store().open(first).digest()).isEqualTo(first);
    }

    @Test
    void refusesAPackageChangedAfterItWasTakenNamingBothDigests() throws Exception {
        patches().write(archive());
        String digest = ModelPackage.sha256(archive());
        Path folder = store().take(archive(), digest).folder();
        Files.writeString(folder.resolve("card.md"), "Trust me.");

        BrokenPackage broken = catchThrowableOfType(BrokenPackage.class, () -> store().open(digest));
        assertThat(broken.problems())
                .singleElement()
                .asString()
                .contains(digest, ModelArchive.digest(folder), "changed after it was taken");
        assertThat(catchThrowableOfType(BrokenPackage.class, () -> store().take(archive(), digest)))
                .isNotNull();
    }

    @Property(tries = 150)
    void answersAnyDamageWithTheDocumentedExceptions(
            @ForAll @IntRange(min = 0, max = 3000) int at, @ForAll byte replacement) throws IOException {
        Path place = Files.createTempDirectory("archive");
        Path file = patches()
                .whole(bytes -> {
                    int where = at % 2 == 0 ? bytes.length - 1 - at / 2 % 200 : at / 2 % 100;
                    bytes[where] = bytes[where] == replacement ? (byte) ~replacement : replacement;
                    return bytes;
                })
                .write(place.resolve("a.zip"));
        PackageStore store = new PackageStore(place.resolve("store"));
        try {
            store.take(file, ModelPackage.sha256(file));
            throw new AssertionError("took an archive that was changed at " + at);
        } catch (BrokenPackage e) {
            assertThat(e.problems()).isNotEmpty();
        } finally {
            Files.delete(file);
            Files.deleteIfExists(place.resolve("store"));
            Files.delete(place);
        }
    }
}
