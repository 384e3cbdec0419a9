package org.streetwarden.flights;

import java.io.IOException;

/** This machine has no room, or lacks something, now; trying again later is right. */
final class Hindered extends IOException {

    private static final long serialVersionUID = 1L;

    Hindered(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
