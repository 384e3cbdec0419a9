package org.streetwarden.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.pipeline.CameraDesk.Eye;

/**
 * A model package opened for watching.
 *
 * @param detector the caller's to close
 */
record Models(Detector detector, Eye eye) {

    /** @throws DetectorFailure with every problem of the package */
    static Models open(Path folder, String engine, int threads) throws DetectorFailure {
        try {
            ModelPackage pack = ModelPackage.open(folder);
            Detector detector = Detectors.open(pack, Engine.valueOf(engine.toUpperCase(Locale.ROOT)), threads);
            return new Models(
                    detector, new Eye(detector.model(), pack.manifest().experimentalLabels()));
        } catch (BrokenPackage broken) {
            throw new DetectorFailure(broken.getMessage(), broken);
        }
    }
}
