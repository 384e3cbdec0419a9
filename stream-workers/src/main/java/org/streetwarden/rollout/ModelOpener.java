package org.streetwarden.rollout;

import java.nio.file.Path;
import org.streetwarden.detect.DetectorFailure;

/** Loads a package beside those that run, warms it up and proves it. */
@FunctionalInterface
public interface ModelOpener {

    /**
     * @return the caller's to close
     * @throws DetectorFailure with every problem; nothing of it stays in memory
     */
    LoadedModel open(Path folder) throws DetectorFailure;
}
