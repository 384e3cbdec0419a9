package org.streetwarden.fleet;

import java.util.Collection;

/** Who watches the cameras that a worker holds. Called by the fleet's thread; quick. */
public interface CameraHolder {

    /** Begins to watch a camera of the configuration. */
    void take(String cameraId);

    /** Ends it. */
    void leave(String cameraId);

    /** Brings what these cameras' judges remember to the {@link MemoryShelf} now; waits until that is done, 2 s at most. */
    void remember(Collection<String> cameraIds);
}
