package org.streetwarden.fleet;

import java.util.Optional;
import org.streetwarden.incident.CameraMemory;

/** Where a camera's memory lies outside the worker that holds it. Any thread; never waits for a network. */
public interface MemoryShelf {

    /** What is known of a camera as it is taken; empty: nothing is. */
    Optional<CameraMemory> of(String cameraId);

    /** Keeps what a camera's judge remembers now; the newest is enough. */
    void keep(String cameraId, CameraMemory memory);
}
