package org.streetwarden.models.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.TranslateException;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.InputFormat;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.ModelPackage;

/**
 * Runs a model on the CPU with any engine DJL knows. Only arrays pass: pixels and heads are the same as everywhere. Outputs are
 * copied out of the engine's arrays, which live for one call. Inputs have their batch axis. Owns the model and its
 * predictor.
 */
public final class DjlDetector extends TensorDetector {

    /** DJL's name for its ONNX Runtime engine. */
    public static final String ONNX_RUNTIME = "OnnxRuntime";

    private final Model model;
    private final Predictor<NDList, NDList> predictor;
    private final InputFormat input;
    private final List<String> outputNames;
    private final List<FloatBuffer> outputs = new ArrayList<>();

    private DjlDetector(ModelPackage pack, int maxBatch, Model model) {
        super(pack, maxBatch, 1);
        ModelManifest manifest = pack.manifest();
        this.model = model;
        this.predictor = model.newPredictor(new NoopTranslator(null));
        this.input = manifest.input();
        this.outputNames = manifest.outputs();
    }

    /**
     * Loads a model and runs it once. Nothing is downloaded and nothing is reported home.
     *
     * @param engine as DJL names it, {@value #ONNX_RUNTIME} for example
     * @param threads inside one inference, 1 or more
     * @throws DetectorFailure where the engine is absent or refuses the file, or the graph is not the one its manifest
     *     describes
     */
    public static DjlDetector open(ModelPackage pack, String engine, int maxBatch, int threads) throws DetectorFailure {
        stayHome();
        if (!Engine.hasEngine(engine)) {
            throw new DetectorFailure("DJL engine %s: expected on the class path, found %s"
                    .formatted(engine, String.join(", ", new TreeSet<>(Engine.getAllEngines()))));
        }
        try {
            Model model = load(pack, engine, threads);
            DjlDetector detector = new DjlDetector(pack, maxBatch, model);
            try {
                detector.firstRun();
                return detector;
            } catch (DetectorFailure | RuntimeException e) {
                detector.close();
                throw e;
            }
        } catch (EngineException e) {
            throw new DetectorFailure(
                    "DJL engine %s: expected to start, found: %s".formatted(engine, OnnxSessions.firstLine(e)), e);
        }
    }

    /**
     * Before DJL's first class is touched: it would look for an instance identity and report its use. Sessions bring
     * their own threads, so the environment's pool stays at one.
     */
    private static void stayHome() {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.onnxruntime.num_threads", "1");
        System.setProperty("ai.djl.onnxruntime.num_interop_threads", "1");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    }

    /** Lets DJL set up ONNX Runtime for this process. */
    static void wakeOnnxRuntime() {
        stayHome();
        Engine.getEngine(ONNX_RUNTIME);
    }

    private static Model load(ModelPackage pack, String engine, int threads) throws DetectorFailure {
        Model model = Model.newInstance(pack.manifest().name(), Device.cpu(), engine);
        try {
            if (engine.equals(ONNX_RUNTIME)) {
                try (OrtSession.SessionOptions options = OnnxSessions.options(threads)) {
                    model.load(pack.folder(), pack.manifest().file(), Map.of("sessionOptions", options));
                }
            } else {
                model.load(pack.folder(), pack.manifest().file());
            }
            return model;
        } catch (IOException | MalformedModelException | OrtException | RuntimeException e) {
            model.close();
            throw new DetectorFailure(
                    "%s: expected a whole model, found that DJL engine %s refuses it: %s"
                            .formatted(pack.modelFile(), engine, OnnxSessions.firstLine(e)),
                    e);
        }
    }

    private void firstRun() throws DetectorFailure {
        infer(1);
    }

    @Override
    List<FloatBuffer> infer(int pictures) throws DetectorFailure {
        outputs.clear();
        try (NDManager manager = model.getNDManager().newSubManager()) {
            List<NDArray> arrays = named(run(manager));
            expect(arrays.stream().map(array -> array.getShape().getShape()).toList());
            for (NDArray array : arrays) {
                outputs.add(floats(array));
            }
        }
        return outputs;
    }

    private static FloatBuffer floats(NDArray array) {
        if (array.getDataType() == DataType.FLOAT32) {
            return array.toByteBuffer().asFloatBuffer();
        }
        long[] labels = array.toLongArray();
        FloatBuffer values = FloatBuffer.allocate(labels.length);
        for (long label : labels) {
            values.put((float) label);
        }
        return values.rewind();
    }

    private NDList run(NDManager manager) throws DetectorFailure {
        try {
            Shape shape = new Shape(OnnxSessions.picture(input));
            NDArray picture = manager.create(tensor().firstSlots(1), shape, DataType.FLOAT32);
            picture.setName(input.name());
            NDList inputs = new NDList(picture);
            if (input.sizes().isPresent()) {
                NDArray sizes =
                        manager.create(new long[] {input.width(), input.height()}, new Shape(OnnxSessions.SIZES));
                sizes.setName(input.sizes().get());
                inputs.add(sizes);
            }
            NDList result = predictor.predict(inputs);
            result.attach(manager);
            return result;
        } catch (TranslateException | RuntimeException e) {
            throw new DetectorFailure("inference failed: " + OnnxSessions.firstLine(e), e);
        }
    }

    /** Picks the outputs by name where the engine names them, otherwise by their order. */
    private List<NDArray> named(NDList result) throws DetectorFailure {
        List<NDArray> picked = new ArrayList<>();
        for (int i = 0; i < outputNames.size(); i++) {
            NDArray array = find(result, outputNames.get(i), i);
            if (array.getDataType() != DataType.FLOAT32 && array.getDataType() != DataType.INT64) {
                throw new DetectorFailure("output %s: expected a float or int64 tensor, found %s"
                        .formatted(outputNames.get(i), array.getDataType()));
            }
            picked.add(array);
        }
        return picked;
    }

    private static NDArray find(NDList result, String name, int place) throws DetectorFailure {
        for (NDArray array : result) {
            if (name.equals(array.getName())) {
                return array;
            }
        }
        if (place < result.size() && result.get(place).getName() == null) {
            return result.get(place);
        }
        throw new DetectorFailure("output %s: expected as the manifest says, found %s"
                .formatted(name, result.stream().map(NDArray::getName).toList()));
    }

    @Override
    void closeEngine() {
        predictor.close();
        model.close();
    }
}
