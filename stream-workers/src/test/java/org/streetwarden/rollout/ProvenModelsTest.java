package org.streetwarden.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.ModelPackage;

class ProvenModelsTest {

    @TempDir
    Path folder;

    private final ModelOpener opener = new ProvenModels("onnxruntime", 1, "");

    @Test
    void opensTheShippedModelAndTheSmallOne() throws Exception {
        for (Path pack : new Path[] {Packages.shipped(), Packages.patches()}) {
            try (LoadedModel model = opener.open(pack)) {
                assertThat(model.identity()).isEqualTo(Packages.identity(pack));
                assertThat(model.experimental()).hasSize(1);
            }
        }
    }

    @Test
    void refusesAModelThatSaysZeroWhateverItIsShown() throws Exception {
        assertThatThrownBy(() -> opener.open(saying(0)))
                .isInstanceOf(DetectorFailure.class)
                .hasMessageEndingWith(
                        "expected different answers to a grey and a noisy picture, found the same to both");
    }

    @Test
    void refusesAModelThatSaysTheSameWhateverItIsShown() throws Exception {
        assertThatThrownBy(() -> opener.open(saying(0.9f))).hasMessageEndingWith("found the same to both");
    }

    @Test
    void refusesAModelThatSaysNoNumber() throws Exception {
        assertThatThrownBy(() -> opener.open(saying(Float.NaN)))
                .isInstanceOf(DetectorFailure.class)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesAModelThatIsCutShort() throws Exception {
        Path pack = Packages.patches(folder.resolve("patches"), "1");
        byte[] model = Files.readAllBytes(pack.resolve("model.onnx"));
        install(pack, Arrays.copyOf(model, model.length / 2));
        assertThatThrownBy(() -> opener.open(pack)).isInstanceOf(DetectorFailure.class);
    }

    @Test
    void provesTheVariantThatIsWantedWhereThereIsOne() throws Exception {
        Path pack = Packages.patches(folder.resolve("patches"), "1");
        Files.write(pack.resolve("small.onnx"), TinyOnnx.saying(0));
        Path manifest = pack.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"input\"", """
                "variants": {"int8": {"file": "small.onnx", "sha256": "%s"}}, "input"\
                """.formatted(
                        ModelPackage.sha256(pack.resolve("small.onnx")))));
        try (LoadedModel whole = opener.open(pack)) {
            assertThat(whole.identity()).isEqualTo(Packages.identity(pack));
        }
        ModelOpener small = new ProvenModels("onnxruntime", 1, "int8");
        assertThatThrownBy(() -> small.open(pack)).hasMessageEndingWith("found the same to both");
        small.open(Packages.patches(folder.resolve("others"), "1")).close();
    }

    private Path saying(float value) throws Exception {
        Path pack = Packages.patches(folder.resolve("says-" + value), "1");
        install(pack, TinyOnnx.saying(value));
        return pack;
    }

    private static void install(Path pack, byte[] model) throws Exception {
        Path file = pack.resolve("model.onnx");
        String before = ModelPackage.sha256(file);
        Files.write(file, model);
        Path manifest = pack.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace(before, ModelPackage.sha256(file)));
    }
}
