package org.streetwarden.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.DetectorContract;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Fixtures;

class OnnxDetectorTest extends DetectorContract {

    @Override
    protected Detector open() throws DetectorFailure {
        return Detectors.open(Fixtures.patches());
    }

    /** An upgrade that brings the maker's reporting back must be a decision, not an accident. */
    @Test
    void runsALibraryThatReportsToNobody() throws Exception {
        try (InputStream in =
                OrtEnvironment.class.getResourceAsStream("/ai/onnxruntime/native/linux-x64/libonnxruntime.so")) {
            String library = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(library.contains("onnxruntime")).isTrue();
            assertThat(library.contains("Microsoft12Applications6Events"))
                    .as("the telemetry client inside ONNX Runtime")
                    .isFalse();
        }
    }
}
