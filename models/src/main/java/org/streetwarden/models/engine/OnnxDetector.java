package org.streetwarden.models.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.LongPointer;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.InputFormat;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.head.Shapes;

/**
 * Runs a model with ONNX Runtime. The graph reads the batch tensor where it lies and writes into memory of ours, both
 * bound once; a call copies nothing. Where the number of rows depends on the picture, the engine allocates the outputs and
 * they are copied. Owns the session, the bound tensors and the outputs' memory.
 */
public final class OnnxDetector extends TensorDetector {

    private final OrtSession session;
    private final LongPointer sizes = new LongPointer(2);
    private final Map<String, OnnxTensor> boundInputs = new HashMap<>();
    private final List<BoundOutput> bound = new ArrayList<>();
    private final Map<String, OnnxTensor> boundOutputs = new HashMap<>();
    private final List<FloatBuffer> outputs = new ArrayList<>();

    private OnnxDetector(ModelPackage pack, int maxBatch, OrtSession session) {
        super(pack, maxBatch, 1);
        this.session = session;
    }

    /**
     * Loads a model and runs it.
     *
     * @param threads inside one inference, 1 or more
     * @throws DetectorFailure where the file is no ONNX graph, or not the one its manifest describes
     */
    public static OnnxDetector open(ModelPackage pack, int maxBatch, int threads) throws DetectorFailure {
        try {
            OrtSession session = OnnxSessions.open(pack.modelFile(), threads);
            OnnxDetector detector = new OnnxDetector(pack, maxBatch, session);
            try {
                detector.bind();
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

    private void bind() throws OrtException, DetectorFailure {
        OnnxSessions.checkNames(session, manifest());
        bindInputs(manifest().input());
        List<TensorInfo> infos = trial();
        expect(shapes(infos));
        if (alwaysTheSame(infos)) {
            bindOutputs(infos);
        }
    }

    private void bindInputs(InputFormat input) throws OrtException {
        OrtEnvironment environment = OnnxSessions.environment();
        long[] picture = OnnxSessions.fed(declared(input.name()), OnnxSessions.picture(input));
        boundInputs.put(input.name(), OnnxTensor.createTensor(environment, tensor().firstSlots(1), picture));
        if (input.sizes().isPresent()) {
            String name = input.sizes().get();
            LongBuffer values =
                    sizes.put(new long[] {input.width(), input.height()}).asBuffer();
            long[] shape = OnnxSessions.fed(declared(name), OnnxSessions.SIZES);
            boundInputs.put(name, OnnxTensor.createTensor(environment, values, shape));
        }
    }

    private TensorInfo declared(String input) throws OrtException {
        return (TensorInfo) session.getInputInfo().get(input).getInfo();
    }

    /** Lets the engine allocate the outputs once, to learn what they are. */
    private List<TensorInfo> trial() throws OrtException, DetectorFailure {
        List<TensorInfo> infos = new ArrayList<>();
        try (OrtSession.Result result =
                session.run(boundInputs, Set.copyOf(manifest().outputs()))) {
            for (String name : manifest().outputs()) {
                if (!(result.get(name).orElseThrow().getInfo() instanceof TensorInfo info)) {
                    throw new DetectorFailure("%s: output %s: expected a tensor, found another type"
                            .formatted(manifest().file(), name));
                }
                BoundOutput.checkType(manifest().file(), name, info);
                infos.add(info);
            }
        }
        return infos;
    }

    private static List<long[]> shapes(List<TensorInfo> infos) {
        return infos.stream().map(TensorInfo::getShape).toList();
    }

    /** Whether a picture of stripes gives outputs of the same shapes as an empty one did. */
    private boolean alwaysTheSame(List<TensorInfo> infos) throws OrtException, DetectorFailure {
        FloatBuffer values = tensor().values();
        float white = (float) (255 * manifest().input().scale());
        for (int i = 0; i < tensor().slotFloats(); i++) {
            values.put(i, (i >> 4) % 2 * white);
        }
        List<TensorInfo> others = trial();
        boolean same = true;
        for (int i = 0; i < infos.size(); i++) {
            long[] shape = infos.get(i).getShape();
            same &= Shapes.numbers(shape) > 0
                    && java.util.Arrays.equals(shape, others.get(i).getShape());
        }
        return same;
    }

    private void bindOutputs(List<TensorInfo> infos) throws OrtException {
        for (int i = 0; i < infos.size(); i++) {
            BoundOutput output = BoundOutput.of(OnnxSessions.environment(), infos.get(i));
            bound.add(output);
            boundOutputs.put(manifest().outputs().get(i), output.tensor());
        }
    }

    @Override
    List<FloatBuffer> infer(int pictures) throws DetectorFailure {
        try {
            outputs.clear();
            if (bound.isEmpty()) {
                inferFreely();
            } else {
                session.run(boundInputs, boundOutputs).close();
                for (int i = 0; i < bound.size(); i++) {
                    outputs.add(bound.get(i).values());
                }
            }
            return outputs;
        } catch (OrtException e) {
            throw new DetectorFailure("inference failed: " + OnnxSessions.firstLine(e), e);
        }
    }

    private void inferFreely() throws OrtException, DetectorFailure {
        List<TensorInfo> infos = new ArrayList<>();
        try (OrtSession.Result result =
                session.run(boundInputs, Set.copyOf(manifest().outputs()))) {
            List<OnnxTensor> tensors = new ArrayList<>();
            for (String name : manifest().outputs()) {
                OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
                tensors.add(tensor);
                infos.add(tensor.getInfo());
            }
            expect(shapes(infos));
            tensors.forEach(tensor -> outputs.add(BoundOutput.copy(tensor)));
        }
    }

    @Override
    void closeEngine() {
        boundInputs.values().forEach(OnnxTensor::close);
        bound.forEach(BoundOutput::close);
        sizes.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not close its session", e);
        }
    }
}
