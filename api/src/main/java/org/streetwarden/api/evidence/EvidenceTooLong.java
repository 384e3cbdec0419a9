package org.streetwarden.api.evidence;

import java.io.IOException;

/** The store's object is longer than it may be. */
public final class EvidenceTooLong extends IOException {

    private static final long serialVersionUID = 1L;

    EvidenceTooLong(String key, int maxBytes) {
        super("evidence %s: expected at most %d bytes, found more".formatted(key, maxBytes));
    }
}
