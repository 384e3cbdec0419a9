package org.streetwarden.models.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.media.Frame;
import org.streetwarden.models.VerifierManifest;
import org.streetwarden.models.pixels.BatchTensor;
import org.streetwarden.models.pixels.TensorWriter;

/**
 * Runs a classifier of whole pictures with ONNX Runtime, one at a time; for candidates, not for every frame. Owns session,
 * tensor and writer. One thread at a time.
 */
public final class OnnxClassifier implements AutoCloseable {

    /** Probabilities of one picture add up to 1 but for rounding. */
    private static final double ROUNDING = 0.01;

    private final VerifierManifest manifest;
    private final BatchTensor tensor;
    private final TensorWriter writer;
    private final OrtSession session;

    private OnnxClassifier(VerifierManifest manifest, OrtSession session) {
        this.manifest = manifest;
        this.session = session;
        this.tensor =
                new BatchTensor(1, manifest.input().width(), manifest.input().height());
        this.writer = new TensorWriter(manifest.input(), tensor);
    }

    /**
     * Loads a model and runs it once.
     *
     * @throws DetectorFailure where the file is no ONNX graph, or not the one its manifest describes
     */
    public static OnnxClassifier open(Path model, VerifierManifest manifest) throws DetectorFailure {
        try {
            OrtSession session = OnnxSessions.open(model, 1);
            OnnxClassifier classifier = new OnnxClassifier(manifest, session);
            try {
                classifier.checkNames();
                classifier.run();
                return classifier;
            } catch (DetectorFailure | RuntimeException unfit) {
                classifier.close();
                throw unfit;
            }
        } catch (OrtException refused) {
            throw new DetectorFailure(
                    "%s: expected a whole ONNX model, found that ONNX Runtime refuses it: %s"
                            .formatted(model, OnnxSessions.firstLine(refused)),
                    refused);
        }
    }

    private void checkNames() throws DetectorFailure {
        Set<String> inputs = session.getInputNames();
        if (!inputs.equals(Set.of(manifest.input().name()))
                || !session.getOutputNames().contains(manifest.output())) {
            throw new DetectorFailure("%s: expected input %s and output %s as the manifest says, found %s and %s"
                    .formatted(
                            manifest.file(),
                            manifest.input().name(),
                            manifest.output(),
                            String.join(", ", inputs),
                            String.join(", ", session.getOutputNames())));
        }
    }

    /**
     * Classifies one picture.
     *
     * @param picture borrowed
     * @return a probability for each class of the manifest
     * @throws DetectorFailure where the engine fails or its output is no probabilities
     */
    public float[] classify(Frame picture) throws DetectorFailure {
        writer.write(picture, 0);
        float[] scores = run();
        double sum = 0;
        boolean sound = true;
        for (float score : scores) {
            sound &= score >= 0 && score <= 1 + ROUNDING;
            sum += score;
        }
        if (!sound || Math.abs(sum - 1) > ROUNDING) {
            throw new DetectorFailure("%s: expected probabilities that add up to 1, found a sum of %s"
                    .formatted(manifest.file(), sum));
        }
        return scores;
    }

    private float[] run() throws DetectorFailure {
        long[] shape = {1, 3, manifest.input().height(), manifest.input().width()};
        try (OnnxTensor input = OnnxTensor.createTensor(OnnxSessions.environment(), tensor.firstSlots(1), shape);
                OrtSession.Result result =
                        session.run(Map.of(manifest.input().name(), input), Set.of(manifest.output()))) {
            boolean rows = result.get(0).getValue() instanceof float[][];
            float[][] value = rows ? (float[][]) result.get(0).getValue() : new float[0][];
            if (value.length != 1 || value[0].length != manifest.classes().size()) {
                throw new DetectorFailure("%s: output %s: expected float [1, %d], found another shape"
                        .formatted(
                                manifest.file(),
                                manifest.output(),
                                manifest.classes().size()));
            }
            return value[0];
        } catch (OrtException failed) {
            throw new DetectorFailure("inference failed: " + OnnxSessions.firstLine(failed), failed);
        }
    }

    @Override
    public void close() {
        try (tensor;
                writer) {
            session.close();
        } catch (OrtException stuck) {
            throw new IllegalStateException("ONNX Runtime could not close its session", stuck);
        }
    }
}
