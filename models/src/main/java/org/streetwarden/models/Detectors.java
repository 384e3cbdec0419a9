package org.streetwarden.models;

import java.nio.file.Path;
import java.util.Optional;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.engine.DjlDetector;
import org.streetwarden.models.engine.OnnxDetector;

/** Opens model packages as detectors. */
public final class Detectors {

    /** Frames one call takes unless told otherwise. */
    public static final int DEFAULT_MAX_BATCH = 16;

    private Detectors() {}

    /** A package on ONNX Runtime with one thread: callers run side by side instead. */
    public static Detector open(Path packageFolder) throws DetectorFailure {
        return open(packageFolder, Engine.ONNXRUNTIME, 1);
    }

    /**
     * A package on a chosen engine; the model is loaded and has run once when this returns.
     *
     * @param threads inside one inference, 1 or more
     * @return owned by the caller
     * @throws DetectorFailure with every problem of the manifest, one a line, or the first of the model
     */
    public static Detector open(Path packageFolder, Engine engine, int threads) throws DetectorFailure {
        return open(checked(packageFolder), engine, threads);
    }

    /**
     * A package already read; otherwise as {@link #open(Path, Engine, int)}. One that needs an engine of DJL's gets it,
     * whatever is asked for.
     */
    public static Detector open(ModelPackage pack, Engine engine, int threads) throws DetectorFailure {
        Optional<String> djlEngine = pack.manifest().djlEngine();
        if (djlEngine.isPresent()) {
            return DjlDetector.open(pack, djlEngine.get(), DEFAULT_MAX_BATCH, threads);
        }
        return switch (engine) {
            case ONNXRUNTIME -> OnnxDetector.open(pack, DEFAULT_MAX_BATCH, threads);
            case DJL -> DjlDetector.open(pack, DjlDetector.ONNX_RUNTIME, DEFAULT_MAX_BATCH, threads);
        };
    }

    private static ModelPackage checked(Path packageFolder) throws DetectorFailure {
        try {
            return ModelPackage.open(packageFolder);
        } catch (BrokenPackage e) {
            throw new DetectorFailure(e.getMessage(), e);
        }
    }
}
