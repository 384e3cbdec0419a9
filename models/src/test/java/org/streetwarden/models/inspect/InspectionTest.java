package org.streetwarden.models.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.streetwarden.models.Fixtures;
import org.streetwarden.models.PublicModel;
import org.streetwarden.models.TinyOnnx;

/** What is said of ONNX files, whole and not. */
class InspectionTest {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("model.onnx");
    }

    private static TinyOnnx tiny() {
        return new TinyOnnx()
                .input("images", TinyOnnx.FLOAT, -1, 3, 64, 64)
                .output("output", TinyOnnx.FLOAT, 1, 300, 6);
    }

    @Test
    void saysThatWeightsAreMissing() throws IOException {
        tiny().external("w", "weights.bin", 4).node("Identity", "w", "output").write(file());
        Inspection found = Inspection.of(file());

        assertThat(found.refusal())
                .hasValueSatisfying(r -> assertThat(r).contains("weights.bin", "found no such file"));
        assertThat(found.graph().missingFiles()).containsExactly("weights.bin");
    }

    @Test
    void takesNoWeightsFromElsewhere() throws IOException {
        Files.writeString(folder.resolve("secret"), "0123456789abcdef");
        Path inner = Files.createDirectories(folder.resolve("inner")).resolve("model.onnx");
        tiny().external("w", "../secret", 4).node("Identity", "w", "output").write(inner);

        assertThat(Inspection.of(inner).graph().missingFiles()).containsExactly("../secret");
    }

    @Test
    void saysThatAnOperatorIsUnknown() throws IOException {
        tiny().node("com.example:Magic", "images", "output").write(file());
        Inspection foreign = Inspection.of(file());
        tiny().node("Frobnicate", "images", "output").write(file());
        Inspection unknown = Inspection.of(file());

        assertThat(foreign.refusal()).hasValueSatisfying(r -> assertThat(r).contains("domain com.example"));
        assertThat(unknown.refusal()).hasValueSatisfying(r -> assertThat(r).contains("Frobnicate"));
    }

    @Test
    void readsWhatTheExporterAdded() throws IOException {
        tiny().metadata("names", "{0: 'bin', 1: \"dump truck\"}")
                .node("Identity", "images", "output")
                .write(file());
        Inspection found = Inspection.of(file());

        assertThat(found.graph().classNames()).containsExactly("bin", "dump truck");
        assertThat(found.unknown()).doesNotContain("class names").contains("colour order", "scale");
        assertThat(found.batch()).isEqualTo("open");
        assertThat(found.graph().opset()).isEqualTo(13);
        assertThat(found.guess().head()).isPresent();
    }

    @Test
    void refusesEveryTruncationInOneSentence() throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.patches().resolve("model.onnx"));
        for (int length = 1; length < whole.length; length += 1 + length / 40) {
            Files.write(file(), Arrays.copyOf(whole, length));
            try {
                assertThat(Inspection.of(file()).refusal())
                        .as("%d bytes", length)
                        .isPresent();
            } catch (IOException e) {
                assertThat(e.getMessage()).startsWith(file() + ": ").doesNotContain("\n");
            }
        }
    }

    @Test
    void survivesAnyBytes() throws IOException {
        byte[] whole = Files.readAllBytes(Fixtures.patches().resolve("model.onnx"));
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] changed = whole.clone();
            for (int k = 0; k < 1 + i % 20; k++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Files.write(file(), changed);
            try {
                HeadGuess.of(OnnxGraph.read(file()));
            } catch (IOException e) {
                assertThat(e.getMessage()).startsWith(file() + ": ");
            }
        }
    }

    @Test
    void refusesAFolder() {
        assertThatThrownBy(() -> OnnxGraph.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such file");
    }

    @ParameterizedTest
    @EnumSource(PublicModel.class)
    void recognisesPublicModels(PublicModel model) throws IOException {
        Inspection found = Inspection.of(model.file());

        assertThat(found.head()).isEqualTo(model.head());
        assertThat(found.guess().outputs()).isEqualTo(model.outputs());
        assertThat(found.guess().classes()).isIn(model.classes(), 0);
        assertThat(found.refusal()).isEmpty();
        assertThat(found.graph().precision()).startsWith(model == PublicModel.DEIMV2_ATTO_INT8 ? "int8" : "fp32");
    }
}
