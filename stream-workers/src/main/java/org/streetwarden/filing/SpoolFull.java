package org.streetwarden.filing;

import java.io.IOException;

/** The spool has no room for an entry now; nothing of it was kept. */
public final class SpoolFull extends IOException {

    private static final long serialVersionUID = 1L;

    SpoolFull(String message) {
        super(message);
    }
}
