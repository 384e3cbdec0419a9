package org.streetwarden.api.remote;

import java.io.IOException;

/** Something that was asked did not do it; the message names every reason and no secret. */
final class RemoteFailure extends IOException {

    private static final long serialVersionUID = 1L;

    RemoteFailure(String message) {
        super(message);
    }
}
