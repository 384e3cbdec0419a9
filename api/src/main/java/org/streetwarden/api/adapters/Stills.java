package org.streetwarden.api.adapters;

import java.io.IOException;

/** Gives pictures that may leave the system. Thread-safe; blocks. */
@FunctionalInterface
public interface Stills {

    /** Gives none. */
    Stills NONE = caseNo -> Masked.none("pictures are not given out here");

    /**
     * One picture, masked.
     *
     * @param jpeg empty where there is none
     * @param why there is none; empty where there is one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Masked(byte[] jpeg, String why) {

        private static final byte[] NOTHING = {};

        public static Masked none(String why) {
            return new Masked(NOTHING, why);
        }
    }

    /**
     * The still of the raise of a case.
     *
     * @throws IOException where the store does not answer now
     */
    Masked of(String caseNo) throws IOException;
}
