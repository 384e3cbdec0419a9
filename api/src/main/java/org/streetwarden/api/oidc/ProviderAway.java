package org.streetwarden.api.oidc;

import java.io.IOException;

/** The provider does not answer, or not as the standard says. */
public final class ProviderAway extends IOException {

    private static final long serialVersionUID = 1L;

    ProviderAway(String message) {
        super(message);
    }

    ProviderAway(String message, Throwable cause) {
        super(message, cause);
    }
}
