package org.streetwarden.models.engine;

import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.models.DetectorContract;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.Fixtures;

class DjlDetectorTest extends DetectorContract {

    @Override
    protected Detector open() throws DetectorFailure {
        return Detectors.open(Fixtures.patches(), Engine.DJL, 1);
    }
}
