package org.streetwarden.rollout;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelPackage;

/**
 * A model in memory.
 *
 * @param detector owned: {@link #close} frees it
 * @param experimental labels that have no real evidence behind them
 * @param labels that it looks for
 */
public record LoadedModel(Detector detector, Set<String> experimental, Set<String> labels) implements AutoCloseable {

    public LoadedModel {
        experimental = Set.copyOf(experimental);
        labels = Set.copyOf(labels);
    }

    /** One of which nobody says what it looks for. */
    public LoadedModel(Detector detector, Set<String> experimental) {
        this(detector, experimental, Set.of());
    }

    /** @param detector of that package; owned */
    static LoadedModel of(Detector detector, ModelPackage pack) {
        return new LoadedModel(
                detector, pack.manifest().experimentalLabels(), pack.manifest().labels());
    }

    /**
     * Loads a package; the model has run once when this returns.
     *
     * @param engine {@code onnxruntime} or {@code djl}
     * @param threads of one inference
     * @param variant which of the package's; empty: none
     * @throws DetectorFailure with every problem of the package
     */
    public static LoadedModel open(Path folder, String engine, int threads, String variant) throws DetectorFailure {
        try {
            ModelPackage pack = ModelPackage.open(folder, variant);
            Detector detector = Detectors.open(pack, Engine.valueOf(engine.toUpperCase(Locale.ROOT)), threads);
            return of(detector, pack);
        } catch (BrokenPackage broken) {
            throw new DetectorFailure(broken.getMessage(), broken);
        }
    }

    public ModelIdentity identity() {
        return detector.model();
    }

    @Override
    public void close() {
        detector.close();
    }
}
