package org.streetwarden.models.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.DetectorContract;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.Fixtures;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.ModelPackage;

/** A TorchScript package on DJL's PyTorch engine, whose native library is on the class path of tests only. */
class TorchDetectorTest extends DetectorContract {

    @TempDir
    Path folder;

    /** The engine unpacks its library; that belongs to the build, not to the user's home. */
    @BeforeAll
    static void unpackIntoTheBuild() {
        System.setProperty("DJL_CACHE_DIR", Fixtures.root().resolve("models/target/djl").toString());
    }

    @Override
    protected Detector open() throws DetectorFailure {
        return Detectors.open(Fixtures.torchPatches());
    }

    private String refusal(String file, byte[] bytes, String from, String to) throws Exception {
        Files.write(folder.resolve(file), bytes);
        String manifest = Files.readString(Fixtures.torchPatches().resolve(ModelManifest.FILE_NAME));
        Files.writeString(
                folder.resolve(ModelManifest.FILE_NAME),
                manifest.replaceAll("[0-9a-f]{64}", ModelPackage.sha256(folder.resolve(file)))
                        .replace(from, to));
        return catchThrowableOfType(DetectorFailure.class, () -> Detectors.open(folder))
                .getMessage();
    }

    @Test
    void isChosenByTheManifestWhateverEngineIsAskedFor() throws Exception {
        try (Detector detector = Detectors.open(Fixtures.torchPatches(), Engine.ONNXRUNTIME, 1)) {
            assertThat(detector.model().name()).isEqualTo("torch-patches");
        }
    }

    @Test
    void refusesATornModelAndAnAbsentEngineInOneSentence() throws Exception {
        byte[] model = Files.readAllBytes(Fixtures.torchPatches().resolve("model.pt"));
        assertThat(refusal("model.pt", java.util.Arrays.copyOf(model, 700), "", ""))
                .startsWith(folder.resolve("model.pt").toString())
                .contains("engine PyTorch refuses it")
                .doesNotContain("\n");
        assertThat(refusal("model.pt", model, "djl:PyTorch", "djl:TensorFlow"))
                .contains("DJL engine TensorFlow: expected on the class path");
    }

    @Test
    void refusesTheWrongNumberOfClasses() throws Exception {
        byte[] model = Files.readAllBytes(Fixtures.torchPatches().resolve("model.pt"));
        assertThat(refusal(
                        "model.pt", model, ",\n    {\"name\": \"red\", \"threshold\": 0.5, \"experimental\": true}", ""))
                .contains("4 + 1 classes", "found [1, 6, 42]");
    }
}
