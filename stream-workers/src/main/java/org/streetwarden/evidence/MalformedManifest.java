package org.streetwarden.evidence;

/** A manifest is not what its schema promises; the message says which member, expected, found. */
public final class MalformedManifest extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedManifest(String message) {
        super(message);
    }
}
