package org.streetwarden.detect;

/** A model could not be loaded or run; the message says where, what, expected, found. */
public final class DetectorFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public DetectorFailure(String message) {
        super(message);
    }

    public DetectorFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
