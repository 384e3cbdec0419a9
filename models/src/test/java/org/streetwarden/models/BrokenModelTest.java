package org.streetwarden.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.pixels.TensorWriter;

/** A model file that is missing, damaged or not what its manifest says: one clear sentence, nothing left open. */
class BrokenModelTest {

    @TempDir
    Path folder;

    private String refusal(Engine engine) {
        long bytesBefore = Pointer.totalBytes();
        DetectorFailure failure = catchThrowableOfType(DetectorFailure.class, () -> Detectors.open(folder, engine, 1));
        assertThat(failure).isNotNull();
        assertThat(Pointer.totalBytes()).isEqualTo(bytesBefore);
        assertThat(TensorWriter.scalersOpen()).isZero();
        assertThat(failure.getMessage()).doesNotContain("\n");
        return failure.getMessage();
    }

    /** Replaces the model and lets the manifest agree with it. */
    private void putModel(byte[] bytes) throws IOException {
        Path model = folder.resolve("model.onnx");
        Files.write(model, bytes);
        String manifest = Files.readString(folder.resolve("manifest.json"));
        Files.writeString(
                folder.resolve("manifest.json"),
                manifest.replaceAll("\"sha256\": \"[0-9a-f]+\"", "\"sha256\": \"" + ModelPackage.sha256(model) + "\""));
    }

    private byte[] model() throws IOException {
        return Files.readAllBytes(Fixtures.patches().resolve("model.onnx"));
    }

    @Test
    void saysThatTheModelIsMissing() throws IOException {
        Fixtures.brokenPatches(folder, "patches", "patches");
        Files.delete(folder.resolve("model.onnx"));
        assertThat(refusal(Engine.ONNXRUNTIME))
                .startsWith(folder.resolve("model.onnx").toString())
                .contains("no such file");
    }

    @Test
    void refusesALinkOutOfThePackage() throws IOException {
        Fixtures.brokenPatches(folder, "patches", "patches");
        Files.delete(folder.resolve("model.onnx"));
        Files.createSymbolicLink(
                folder.resolve("model.onnx"), Fixtures.patches().resolve("model.onnx"));
        assertThat(refusal(Engine.ONNXRUNTIME)).contains("expected a file, found a link");
    }

    @Test
    void comparesTheDigestBeforeLoading() throws IOException {
        Fixtures.brokenPatches(folder, "patches", "patches");
        byte[] changed = model();
        changed[changed.length / 2] ^= 1;
        Files.write(folder.resolve("model.onnx"), changed);
        assertThat(refusal(Engine.ONNXRUNTIME)).contains("expected SHA-256 c825", "found ");
    }

    @Test
    void comparesTheDigestOfEveryVariantToo() throws IOException {
        Fixtures.brokenPatches(folder, "\"input\"", """
                "variants": {"a": {"file": "a.onnx", "sha256": "%1$s"}, "b": {"file": "b.onnx", "sha256": "%1$s"}}, "input\"\
                """.formatted("ab".repeat(32)));
        Files.write(folder.resolve("a.onnx"), model());
        assertThat(catchThrowableOfType(BrokenPackage.class, () -> ModelPackage.open(folder))
                        .problems())
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("a.onnx: expected SHA-256 abab"),
                        problem ->
                                assertThat(problem).contains("b.onnx: expected the model file named by the manifest"));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void saysThatTheModelIsTruncated(Engine engine) throws IOException {
        Fixtures.brokenPatches(folder, "patches", "patches");
        putModel(Arrays.copyOf(model(), 700));
        assertThat(refusal(engine))
                .startsWith(folder.resolve("model.onnx").toString())
                .contains("refuses it");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void saysThatTheFileIsNoModel(Engine engine) throws IOException {
        Fixtures.brokenPatches(folder, "patches", "patches");
        putModel("<html>404 Not Found</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(refusal(engine)).contains("refuses it");
    }

    @Test
    void refusesTheWrongHead() {
        Fixtures.brokenPatches(folder, "\"yolov8\"", "\"yolox\"");
        assertThat(refusal(Engine.ONNXRUNTIME))
                .contains("head yolox", "expected one output [batch, 42, 7]", "found [1, 6, 42]");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void refusesTheWrongNumberOfClasses(Engine engine) {
        Fixtures.brokenPatches(folder, ",\n    {\"name\": \"red\", \"threshold\": 0.5, \"experimental\": true}", "");
        assertThat(refusal(engine)).contains("4 + 1 classes", "found [1, 6, 42]");
    }

    @Test
    void refusesAnInputOfAnotherSizeOrName() {
        Fixtures.brokenPatches(folder, "\"width\": 64", "\"width\": 96");
        assertThat(refusal(Engine.ONNXRUNTIME)).contains("expected float [1, 3, 32, 96]", "found float [?, 3, 32, 64]");
    }

    @Test
    void namesEveryInputAndOutputThatIsNotThere() {
        Fixtures.brokenPatches(folder, "\"output0\"", "\"boxes\"");
        assertThat(refusal(Engine.ONNXRUNTIME)).contains("outputs: expected boxes", "found output0");
        assertThat(refusal(Engine.DJL)).contains("output boxes: expected as the manifest says, found [output0]");
    }
}
