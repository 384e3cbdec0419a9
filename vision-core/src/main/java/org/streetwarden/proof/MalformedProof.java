package org.streetwarden.proof;

/** A document of a proof is not of its format; the message says what was expected and what was found. */
public final class MalformedProof extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedProof(String message) {
        super(message);
    }

    public MalformedProof(String message, Throwable cause) {
        super(message, cause);
    }
}
