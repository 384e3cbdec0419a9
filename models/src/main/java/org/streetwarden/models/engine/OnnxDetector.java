package org.streetwarden.models.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.FloatPointer;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.ModelPackage;

/**
 * Runs a model with ONNX Runtime. The graph reads the batch tensor where it lies and writes into memory of ours, both
 * bound once; a call copies nothing. Owns the session, the bound tensors and the outputs' memory.
 */
public final class OnnxDetector extends TensorDetector {

    private final OrtSession session;
    private final List<FloatPointer> memory = new ArrayList<>();
    private final List<FloatBuffer> outputs = new ArrayList<>();
    private final Map<String, OnnxTensor> boundInput = new HashMap<>();
    private final Map<String, OnnxTensor> boundOutputs = new HashMap<>();

    private OnnxDetector(ModelPackage pack, int maxBatch, OrtSession session) {
        super(pack, maxBatch, 1);
        this.session = session;
    }

    /**
     * Loads a model and runs it once.
     *
     * @param threads inside one inference, 1 or more
     * @throws DetectorFailure where the file is no ONNX graph, or not the one its manifest describes
     */
    public static OnnxDetector open(ModelPackage pack, int maxBatch, int threads) throws DetectorFailure {
        ModelManifest manifest = pack.manifest();
        try {
            OrtSession session = OnnxSessions.open(pack.modelFile(), threads);
            OnnxDetector detector = new OnnxDetector(pack, maxBatch, session);
            try {
                detector.bind(manifest);
                return detector;
            } catch (OrtException | DetectorFailure | RuntimeException e) {
                detector.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new DetectorFailure(
                    "%s: expected a whole ONNX model, found that ONNX Runtime refuses it: %s"
                            .formatted(pack.modelFile(), OnnxSessions.firstLine(e)),
                    e);
        }
    }

    private void bind(ModelManifest manifest) throws OrtException, DetectorFailure {
        OnnxSessions.checkNames(session, manifest);
        OrtEnvironment environment = OnnxSessions.environment();
        long[] shape = {1, 3, manifest.input().height(), manifest.input().width()};
        boundInput.put(manifest.input().name(), OnnxTensor.createTensor(environment, tensor().firstSlots(1), shape));
        List<long[]> shapes = firstRun(manifest);
        prove(shapes);
        for (int i = 0; i < shapes.size(); i++) {
            FloatPointer room =
                    new FloatPointer(java.util.Arrays.stream(shapes.get(i)).reduce(1, Math::multiplyExact));
            memory.add(room);
            outputs.add(room.asBuffer());
            boundOutputs.put(
                    manifest.outputs().get(i), OnnxTensor.createTensor(environment, room.asBuffer(), shapes.get(i)));
        }
    }

    /** Lets the engine allocate the outputs once, to learn their shapes. */
    private List<long[]> firstRun(ModelManifest manifest) throws OrtException, DetectorFailure {
        List<long[]> shapes = new ArrayList<>();
        try (OrtSession.Result result = session.run(boundInput, Set.copyOf(manifest.outputs()))) {
            for (String name : manifest.outputs()) {
                if (!(result.get(name).orElseThrow().getInfo() instanceof TensorInfo info)
                        || info.type != OnnxJavaType.FLOAT) {
                    throw new DetectorFailure("%s: output %s: expected a float tensor, found another type"
                            .formatted(manifest.file(), name));
                }
                shapes.add(info.getShape());
            }
        }
        return shapes;
    }

    @Override
    List<FloatBuffer> infer(int pictures) throws DetectorFailure {
        try {
            session.run(boundInput, boundOutputs).close();
            return outputs;
        } catch (OrtException e) {
            throw new DetectorFailure("inference failed: " + OnnxSessions.firstLine(e), e);
        }
    }

    @Override
    void closeEngine() {
        boundInput.values().forEach(OnnxTensor::close);
        boundOutputs.values().forEach(OnnxTensor::close);
        memory.forEach(FloatPointer::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not close its session", e);
        }
    }
}
