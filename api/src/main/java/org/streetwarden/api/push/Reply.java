package org.streetwarden.api.push;

import java.time.Duration;

/**
 * What a target answered.
 *
 * @param status 0 where it did not
 * @param body empty where it was longer than is read
 * @param retryAfter null where it does not ask for patience
 * @param failure why there is no answer; empty where there is one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reply(int status, byte[] body, Duration retryAfter, String failure) {

    private static final byte[] NOTHING = {};

    static Reply none(String failure) {
        return new Reply(0, NOTHING, null, failure);
    }
}
