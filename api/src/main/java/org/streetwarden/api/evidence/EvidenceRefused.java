package org.streetwarden.api.evidence;

import java.io.IOException;

/** The store answers and says no. */
public final class EvidenceRefused extends IOException {

    private static final long serialVersionUID = 1L;

    EvidenceRefused(String code, Throwable cause) {
        super("evidence store refuses: " + code, cause);
    }
}
