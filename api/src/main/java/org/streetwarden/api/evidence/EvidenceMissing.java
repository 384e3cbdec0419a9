package org.streetwarden.api.evidence;

import java.io.IOException;

/** The store has no such object, although the database names it. */
public final class EvidenceMissing extends IOException {

    private static final long serialVersionUID = 1L;

    EvidenceMissing(String key, Throwable cause) {
        super("evidence " + key + ": expected it in the store, found nothing", cause);
    }
}
