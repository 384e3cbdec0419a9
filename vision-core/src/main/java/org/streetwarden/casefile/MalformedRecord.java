package org.streetwarden.casefile;

/** A record on the stream is not what its version promises; the message names every field at fault. */
public final class MalformedRecord extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedRecord(String message) {
        super(message);
    }
}
