package org.streetwarden.detect;

import java.util.List;
import org.streetwarden.media.Frame;

/**
 * Runs one model. Used by one thread at a time. Owns its native memory; {@link #close} frees all of it. Only plain records
 * leave.
 */
public interface Detector extends AutoCloseable {

    ModelIdentity model();

    /** The most frames one call takes; at least 1. */
    int maxBatch();

    /**
     * Looks at frames of any size and mixture of sizes.
     *
     * @param frames borrowed, 1 to {@link #maxBatch()}; still the caller's to close
     * @return one list per frame, in the same order, best score first
     * @throws DetectorFailure where the engine fails or its output is not what the manifest promised; the detector stays
     *     usable
     */
    List<List<Detection>> detect(List<? extends Frame> frames) throws DetectorFailure;

    @Override
    void close();
}
