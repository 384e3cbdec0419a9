package org.streetwarden.evidence;

/** A clip cannot be put into an MP4 file; the message says what, expected, found. */
public final class RemuxFailure extends Exception {

    private static final long serialVersionUID = 1L;

    RemuxFailure(String message) {
        super(message);
    }
}
