package org.streetwarden.launcher;

import java.io.IOException;
import java.nio.file.Path;

/** What a {@link Rig} watches: writes the farm's and the workers' configuration. */
interface Streets {

    /** How many workers share the cameras. */
    int workers();

    /** Most heap of the farm and of one worker, MB. */
    Heaps heaps();

    /** Heap limits in MB. */
    record Heaps(int farm, int worker) {}

    /** Whether cases are handed over to a sample platform, and what comes back is checked within seconds. */
    default boolean handsOver() {
        return false;
    }

    void writeFarm(Path file, String password) throws IOException;

    /** @param number of the worker, from 1 */
    void writeWorker(int number, Path file, Path modelPackage, int farmPort, int workerPort, String password)
            throws IOException;
}
