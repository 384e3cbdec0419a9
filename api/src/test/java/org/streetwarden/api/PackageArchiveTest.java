package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.Packages.File;
import org.streetwarden.api.models.PackageArchive;
import org.streetwarden.api.models.PackageManifest;
import org.streetwarden.api.models.Refusal;

/** What comes as a package and is none. */
class PackageArchiveTest {

    private static final int LINK = 0xA1FF0000;

    @TempDir
    Path dir;

    private List<String> problems(byte[] archive) throws IOException {
        Path file = Files.write(dir.resolve("a.zip"), archive);
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> readWhole(file));
        return refusal == null ? List.of() : refusal.problems();
    }

    private static PackageManifest readWhole(Path file) throws IOException {
        try (PackageArchive archive = PackageArchive.open(file)) {
            PackageManifest manifest = PackageManifest.parse(archive.manifest());
            archive.prove(manifest.files());
            return manifest;
        }
    }

    @Test
    void readsAPackagesManifest() throws IOException {
        PackageManifest manifest = readWhole(Files.write(dir.resolve("a.zip"), Packages.sound("street", "1.2")));
        assertThat(manifest.name()).isEqualTo("street");
        assertThat(manifest.role()).isEqualTo("detector");
        assertThat(manifest.experimental()).isTrue();
        assertThat(manifest.classes()).extracting(PackageManifest.ClassEntry::label).containsExactly("stall", "vehicle");
    }

    @Test
    void namesEveryFileAtFault() throws IOException {
        byte[] some = "x".getBytes(UTF_8);
        assertThat(problems(Packages.archive(List.of(
                        new File("../escape", some),
                        new File("/root", some),
                        new File("a/b", some),
                        new File("C:\\x", some),
                        new File(".hidden", some),
                        new File("link", some).withAttributes(LINK),
                        new File("deflated", some).withMethod(8),
                        new File("twice", some),
                        new File("twice", some)))))
                .hasSize(8)
                .anyMatch(line -> line.startsWith("../escape: expected a plain file name"))
                .anyMatch(line -> line.startsWith("link: expected a file, found a link"))
                .anyMatch(line -> line.startsWith("deflated: expected it stored"))
                .anyMatch(line -> line.startsWith("twice: expected it once"));
    }

    @Test
    void refusesMoreFilesThanAPackageHas() throws IOException {
        List<File> files = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            files.add(new File("f%02d".formatted(i), new byte[1]));
        }
        assertThat(problems(Packages.archive(files))).containsExactly("expected at most 64 files, found 65");
    }

    @Test
    void refusesAHeaderThatLies() throws IOException {
        byte[] model = "m".getBytes(UTF_8);
        List<File> files = Packages.files(Packages.manifest("a", "1", model, Map.of()), model);
        assertThat(problems(Packages.archive(List.of(files.get(0), files.get(1).withSize(1_000_000_000)))))
                .isNotEmpty();
        assertThat(problems(Packages.archive(files.reversed()))).anyMatch(line -> line.contains("order of names"));
    }

    /** An ordinary ZIP program's archive has another digest than the package. */
    @Test
    void refusesAnArchiveInAnotherForm() throws IOException {
        Path file = dir.resolve("other.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(new byte[1000]);
        }
        assertThat(problems(Files.readAllBytes(file))).containsExactly("manifest.json: expected it stored as it is, found it compressed");
    }

    @Test
    void refusesAFileThatIsNotWhatTheManifestSays() throws IOException {
        byte[] model = "changed".getBytes(UTF_8);
        String manifest = Packages.manifest("a", "1", "first".getBytes(UTF_8), Map.of());
        assertThat(problems(Packages.archive(Packages.files(manifest, model))))
                .singleElement()
                .asString()
                .contains("model.onnx: expected SHA-256");
        assertThat(problems(Packages.archive(List.of(new File("manifest.json", manifest.getBytes(UTF_8))))))
                .containsExactly("model.onnx: expected the file that the manifest names, found none");
    }

    @Test
    void namesEveryFieldOfAManifestAtFault() throws IOException {
        byte[] model = "m".getBytes(UTF_8);
        String manifest = Packages.manifest(
                "Upper", "1", model, Map.of("role", "\"oracle\"", "classes", "[]", "file", "\"../m\""));
        assertThat(problems(Packages.archive(Packages.files(manifest, model))))
                .hasSize(4)
                .anyMatch(line -> line.contains("name: expected"))
                .anyMatch(line -> line.contains("role: expected detector or verifier"))
                .anyMatch(line -> line.contains("classes: expected 1 to 1000"))
                .anyMatch(line -> line.contains("file: expected"));
    }

    /** Cut off or with bytes turned, it is refused or the same package; never anything else. */
    @Test
    void survivesWhateverHappensToItsBytes() throws IOException {
        byte[] sound = Packages.sound("street", "1");
        Random random = new Random(7);
        Path file = dir.resolve("turned.zip");
        for (int i = 0; i < 400; i++) {
            byte[] turned = Arrays.copyOf(sound, i % 4 == 0 ? random.nextInt(sound.length) : sound.length);
            for (int n = 0; n < 3 && turned.length > 0; n++) {
                turned[random.nextInt(turned.length)] = (byte) random.nextInt();
            }
            Files.write(file, turned);
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> readWhole(file));
            assertThat(refusal != null || Arrays.equals(turned, sound)).as("turn " + i).isTrue();
        }
    }
}
