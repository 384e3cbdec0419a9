package org.streetwarden.pipeline;

import java.time.Duration;
import java.util.Optional;
import org.streetwarden.media.StreamFailure;

/** How long one run of a camera goes on. Used by the thread that reads it. */
interface Stay {

    /** Whether the camera will be closed again soon. */
    boolean isVisit();

    /** Between two looks, while it goes on. */
    Duration interval();

    /** How long to wait for an answer, or for a packet. */
    Duration patience();

    /** The camera is being opened. */
    void opening();

    /** It is open. */
    void opened();

    /** A picture was given to the model. */
    void offered();

    /** Whether a picture that may be decoded now would be of use. */
    boolean wantsPicture();

    /** Asked after every packet. */
    boolean goesOn();

    /** Whether it has what it wanted, so that a stream which breaks now is no failure. */
    boolean isContent();

    /** Whether every picture that was given to the model has been judged. */
    boolean isSettled();

    /** What is missing at the end; empty where nothing is. */
    Optional<StreamFailure> shortcoming();
}
