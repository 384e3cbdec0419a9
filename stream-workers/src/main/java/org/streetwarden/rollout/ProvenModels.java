package org.streetwarden.rollout;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.models.pixels.TestPicture;

/**
 * Loads packages and shows each a grey and a noisy picture first. It must answer both without failure, see next to nothing in
 * them, and, with its thresholds taken away, not the same in both: a model that says zero, or anything else, whatever it is
 * shown, is refused. Where it has the variant that is wanted, that is what is proven and what looks.
 */
public final class ProvenModels implements ModelOpener {

    /** Things that no street shows; a real model sees none to a handful. */
    static final int MOST_BOXES = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ProvenModels.class);

    private final Engine engine;
    private final int threads;
    private final String variant;

    /**
     * @param engine {@code onnxruntime} or {@code djl}, for packages that do not name theirs
     * @param threads of one inference
     * @param variant which of a package's, where it has that one; empty: none
     */
    public ProvenModels(String engine, int threads, String variant) {
        this.engine = Engine.valueOf(engine.toUpperCase(Locale.ROOT));
        this.threads = threads;
        this.variant = variant;
    }

    @Override
    public LoadedModel open(Path folder) throws DetectorFailure {
        try {
            ModelPackage pack = ModelPackage.open(folder).preferring(variant);
            if (!variant.isEmpty() && !pack.manifest().variants().containsKey(variant)) {
                LOG.warn("{}: expected a variant {}, found none, so its own file looks", folder, variant);
            }
            try (Detector eager = Detectors.open(pack.withThreshold(Float.MIN_NORMAL), engine, threads)) {
                proveItLooks(pack, eager);
            }
            Detector detector = Detectors.open(pack, engine, threads);
            try {
                proveItIsCalm(pack, detector);
            } catch (DetectorFailure | RuntimeException refused) {
                detector.close();
                throw refused;
            }
            return LoadedModel.of(detector, pack);
        } catch (BrokenPackage broken) {
            throw new DetectorFailure(broken.getMessage(), broken);
        }
    }

    private static void proveItLooks(ModelPackage pack, Detector eager) throws DetectorFailure {
        if (answer(pack, eager, TestPicture.grey()).equals(answer(pack, eager, TestPicture.noise()))) {
            throw new DetectorFailure(
                    "%s: expected different answers to a grey and a noisy picture, found the same to both"
                            .formatted(pack.modelFile()));
        }
    }

    private static void proveItIsCalm(ModelPackage pack, Detector detector) throws DetectorFailure {
        for (TestPicture picture : List.of(TestPicture.grey(), TestPicture.noise())) {
            int boxes = answer(pack, detector, picture).size();
            if (boxes > MOST_BOXES) {
                throw new DetectorFailure("%s: expected at most %d boxes in a picture of %s, found %d"
                        .formatted(pack.modelFile(), MOST_BOXES, picture.name(), boxes));
            }
        }
    }

    private static List<Detection> answer(ModelPackage pack, Detector detector, TestPicture picture)
            throws DetectorFailure {
        try {
            return detector.detect(List.of(picture)).getFirst();
        } catch (DetectorFailure failure) {
            throw new DetectorFailure(
                    "%s: expected an answer to a picture of %s, found that it fails: %s"
                            .formatted(pack.modelFile(), picture.name(), failure.getMessage()),
                    failure);
        }
    }
}
