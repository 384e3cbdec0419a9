package org.streetwarden.detect;

import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;

/**
 * A second model that looks only at the place of a candidate about to be raised. Used by one thread at a time. Owns its
 * native memory; {@link #close} frees all of it.
 */
public interface Verifier extends AutoCloseable {

    ModelIdentity model();

    /**
     * Looks at one thing. Never throws for what a model does: a failure is a verdict.
     *
     * @param frame borrowed
     * @param box where the thing is, fractions of the picture
     * @param label what it is said to be
     */
    Verification verify(Frame frame, Box box, String label);

    @Override
    void close();
}
