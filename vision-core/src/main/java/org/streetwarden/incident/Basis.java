package org.streetwarden.incident;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which evidence says that a thing is there. */
public enum Basis {
    /** A model named it. */
    DETECTOR,
    /** It stands where the clean reference shows nothing; no model named it. */
    STATIC_OBJECT,
    /** Both say so. */
    BOTH;

    /** As written in records and reasons: {@code static-object}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Basis> of(String id) {
        return Arrays.stream(values()).filter(basis -> basis.id().equals(id)).findFirst();
    }
}
