package org.streetwarden.api.notary;

import java.io.IOException;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.proof.Stamps.Kept;

/** Somebody who gets checkpoints. Used by one thread. */
interface Place {

    /** As in metrics: {@code tsa}, {@code folder}, {@code url}. */
    String name();

    /** Size of the log at the newest checkpoint that is there; 0 where none is. */
    long last(Handle handle);

    /**
     * Gives it a checkpoint.
     *
     * @return what is to be written down then
     * @throws IOException one sentence, where it could not be given or the answer is not what it should be
     */
    Given give(Kept checkpoint, Instant now) throws IOException;

    /** Writes down that a checkpoint is there. */
    interface Given {
        void keep(Handle handle);
    }
}
