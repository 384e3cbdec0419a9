package org.streetwarden.detect;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a verifier said about one candidate.
 *
 * @param verifier who said it
 * @param score how likely the thing is what it is called, 0 to 1; 0 where it was not judged
 * @param detail one sentence where it was not judged, else empty
 */
public record Verification(Verdict verdict, ModelIdentity verifier, double score, String detail) {

    /** Closed set. */
    public enum Verdict {
        REAL,
        NOT_REAL,
        /** The verifier does not know things of that name. */
        NOT_ASKED,
        /** The verifier failed, or there was no picture to look at. */
        FAILED;

        /** As written in records and manifests: {@code not-real}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Verdict> of(String id) {
            return Arrays.stream(values())
                    .filter(verdict -> verdict.id().equals(id))
                    .findFirst();
        }
    }
}
