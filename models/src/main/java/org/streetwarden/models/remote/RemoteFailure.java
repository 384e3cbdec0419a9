package org.streetwarden.models.remote;

import java.io.IOException;
import java.util.List;

/** The api did not do what it was asked; the message names every reason. */
final class RemoteFailure extends IOException {

    private static final long serialVersionUID = 1L;

    RemoteFailure(String message) {
        super(message);
    }

    RemoteFailure(String message, List<String> problems) {
        super(problems.isEmpty() ? message : String.join(System.lineSeparator(), problems));
    }
}
