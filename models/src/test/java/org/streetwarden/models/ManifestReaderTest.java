package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.models.head.HeadLayout;

class ManifestReaderTest {

    @TempDir
    Path folder;

    private List<String> problemsAfter(String from, String to) {
        Fixtures.brokenPatches(folder, from, to);
        return catchThrowableOfType(BrokenPackage.class, () -> ManifestReader.read(folder))
                .problems();
    }

    @Test
    void readsEveryField() throws Exception {
        ModelManifest manifest = ManifestReader.read(Fixtures.patches());

        assertThat(manifest.name()).isEqualTo("patches");
        assertThat(manifest.head()).isEqualTo(HeadLayout.YOLOV8);
        assertThat(manifest.input().width()).isEqualTo(64);
        assertThat(manifest.input().colour()).isEqualTo(InputFormat.Colour.BGR);
        assertThat(manifest.input().placement()).isEqualTo(InputFormat.Placement.CENTRE);
        assertThat(manifest.outputs()).containsExactly("output0");
        assertThat(manifest.classes())
                .containsExactly(new ModelClass("blue", 0.25f, false), new ModelClass("red", 0.5f, true));
        assertThat(manifest.nmsIou()).isEqualTo(0.6);
        assertThat(manifest.card()).isEmpty();
    }

    @Test
    void takesADetectorOnOnnxRuntimeForGrantedAndAClassByItsName() throws Exception {
        ModelManifest manifest = ManifestReader.read(Fixtures.patches());

        assertThat(manifest.role()).isEqualTo(ModelManifest.Role.DETECTOR);
        assertThat(manifest.engine()).isEqualTo("onnxruntime");
        assertThat(manifest.djlEngine()).isEmpty();
        assertThat(manifest.labels()).containsExactly("blue", "red");
    }

    @Test
    void readsRoleEngineAndLabels() throws Exception {
        Fixtures.brokenPatches(
                folder,
                "\"head\": \"yolov8\",",
                "\"head\": \"yolov8\", \"role\": \"verifier\", \"engine\": \"djl:PyTorch\",");
        Path file = folder.resolve("manifest.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("{\"name\": \"blue\",", "{\"name\": \"blue\", \"label\": \"paint\",")
                        .replace("{\"name\": \"red\",", "{\"name\": \"red\", \"label\": \"paint\","));
        ModelManifest manifest = ManifestReader.read(folder);

        assertThat(manifest.role()).isEqualTo(ModelManifest.Role.VERIFIER);
        assertThat(manifest.djlEngine()).contains("PyTorch");
        assertThat(manifest.classes().getLast()).isEqualTo(new ModelClass("red", "paint", 0.5f, true));
        assertThat(manifest.perLabel()).containsExactly(new ModelClass("paint", 0.25f, true));
        assertThat(manifest.experimentalLabels()).containsExactly("paint");
    }

    @Test
    void readsVariants() throws Exception {
        Fixtures.brokenPatches(folder, "\"input\"", """
                "variants": {"int8": {"file": "model-int8.onnx", "sha256": "%s", "thresholds": {"red": 0.4}}}, "input\"\
                """.formatted("ab".repeat(32)));
        ModelManifest manifest = ManifestReader.read(folder);

        assertThat(manifest.variants())
                .containsOnly(
                        Map.entry("int8", new ModelVariant("model-int8.onnx", "ab".repeat(32), Map.of("red", 0.4f))));
        ModelManifest small = manifest.as(manifest.variants().get("int8"));
        assertThat(small.file()).isEqualTo("model-int8.onnx");
        assertThat(small.classes())
                .containsExactly(new ModelClass("blue", 0.25f, false), new ModelClass("red", 0.4f, true));
        assertThat(Fixtures.patches())
                .satisfies(
                        pack -> assertThat(ManifestReader.read(pack).variants()).isEmpty());
    }

    @Test
    void namesEveryProblemOfAVariant() {
        assertThat(problemsAfter("\"input\"", """
                "variants": {"int8": {"file": "model.onnx", "sha256": "1", "thresholds": {"green": 0.4, "red": 2}, "bits": 8},
                             "INT4": {}}, "input\"\
                """))
                .extracting(problem -> problem.replace(folder.resolve("manifest.json") + ": ", ""))
                .satisfiesExactly(
                        p -> assertThat(p).startsWith("variants.int8.file: expected a file that is nothing else"),
                        p -> assertThat(p).startsWith("variants.int8.sha256: expected 64 lower-case"),
                        p -> assertThat(p).startsWith("variants.int8.thresholds.red: expected a number above 0"),
                        p -> assertThat(p).startsWith("variants.int8.thresholds.green: unknown field"),
                        p -> assertThat(p).startsWith("variants.int8.bits: unknown field"),
                        p -> assertThat(p).startsWith("variants: expected names of 1 to 64 lower case"));
    }

    @Test
    void namesFileFieldExpectedAndFound() {
        assertThat(problemsAfter("\"width\": 64", "\"width\": 650"))
                .containsExactly(
                        folder.resolve("manifest.json") + ": input.width: expected a multiple of 32, found 650");
    }

    @Test
    void listsEveryProblemAtOnce() throws IOException {
        Files.writeString(folder.resolve("manifest.json"), """
                {"schema": 2, "name": "Big Name", "role": "judge", "engine": "djl:", "head": "yolo", "file": "../up.onnx", "sha256": "12",
                 "input": {"name": "", "width": "64", "height": 0, "layout": "NHWC", "colour": "CMYK", "scale": 0,
                           "mean": [0, 0], "std": [1, 0, 1], "letterbox": "left", "pad": 256, "extra": 1},
                 "outputs": [], "classes": [{"name": "a", "threshold": 1e-320}, {"name": "a", "threshold": 0.5}],
                 "nmsIou": 1.5, "licence": "", "colour": "BGR"}
                """);
        List<String> problems = catchThrowableOfType(BrokenPackage.class, () -> ManifestReader.read(folder))
                .problems();

        assertThat(problems).allMatch(p -> p.startsWith(folder.resolve("manifest.json") + ": "));
        for (String field : List.of(
                "schema: expected 1, found 2",
                "name: ",
                "version: expected",
                "role: expected one of detector, verifier, found \"judge\"",
                "engine: expected onnxruntime, or djl: and",
                "head: expected one of ",
                "file: expected a plain file name in the package folder, found \"../up.onnx\"",
                "sha256: ",
                "input.name: ",
                "input.width: ",
                "input.height: ",
                "input.layout: expected NCHW, found \"NHWC\"",
                "input.colour: ",
                "input.scale: ",
                "input.mean: ",
                "input.std: ",
                "input.letterbox: expected one of centre, top-left, stretch, found \"left\"",
                "input.pad: ",
                "input.extra: unknown field",
                "outputs: ",
                "classes[0].threshold: ",
                "classes[1].name: expected a name no other class has",
                "nmsIou: ",
                "licence: ",
                "colour: unknown field")) {
            assertThat(problems).anyMatch(p -> p.contains(": " + field));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|expected JSON",
                "[1]|expected an object",
                "{\"schema\": 1|expected JSON",
                "{\"schema\": 1, \"schema\": 1}|Duplicate",
                "{} {}|expected JSON",
                "null|expected an object",
                "[[[[[[[[[[[[]]]]]]]]]]]]|expected JSON"
            })
    void refusesWhatIsNoManifest(String text, String reason) throws IOException {
        Files.writeString(folder.resolve("manifest.json"), text);

        assertThatThrownBy(() -> ManifestReader.read(folder))
                .isInstanceOf(BrokenPackage.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesAMissingAHugeAndALinkedManifest() throws IOException {
        assertThatThrownBy(() -> ManifestReader.read(folder)).hasMessageContaining("no such file");

        Path manifest = folder.resolve("manifest.json");
        Files.createSymbolicLink(manifest, Fixtures.patches().resolve("manifest.json"));
        assertThatThrownBy(() -> ManifestReader.read(folder)).hasMessageContaining("no such file");

        Files.delete(manifest);
        Files.writeString(manifest, " ".repeat(ManifestReader.MAX_MANIFEST_BYTES + 1));
        assertThatThrownBy(() -> ManifestReader.read(folder)).hasMessageContaining("expected at most");
    }

    @Property(tries = 400)
    void answersAnyDamageWithTheDocumentedException(
            @ForAll @IntRange(min = 0, max = 700) int at, @ForAll byte replacement) throws IOException {
        Path place = Files.createTempDirectory("manifest");
        byte[] bytes = Files.readAllBytes(Fixtures.patches().resolve("manifest.json"));
        bytes[Math.min(at, bytes.length - 1)] = replacement;
        Files.write(place.resolve("manifest.json"), bytes);
        try {
            assertThat(ManifestReader.read(place).classes()).isNotEmpty();
        } catch (BrokenPackage e) {
            assertThat(e.problems()).isNotEmpty();
        } finally {
            Files.delete(place.resolve("manifest.json"));
            Files.delete(place);
        }
    }
}
