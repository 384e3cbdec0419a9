package org.streetwarden.filing;

import java.io.IOException;
import java.nio.file.Path;

/** An entry in the making, under a name no restart takes for an entry. Closing throws away what was not committed. */
public final class Stage implements AutoCloseable {

    private final Path folder;
    private boolean committed;

    Stage(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** The folder to fill with evidence: plain files, the manifest last. */
    public Path evidence() {
        return folder.resolve(SpoolEntry.EVIDENCE_FOLDER);
    }

    void committed() {
        committed = true;
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            Disk.deleteTree(folder);
        }
    }
}
