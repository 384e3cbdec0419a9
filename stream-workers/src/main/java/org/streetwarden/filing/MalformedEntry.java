package org.streetwarden.filing;

/** A spool entry cannot be read; the message says which file and what is wrong with it. */
final class MalformedEntry extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedEntry(String message) {
        super(message);
    }
}
