package org.streetwarden.evidence;

/** No masked clip can be made; the message says why. */
final class NotMasked extends Exception {

    private static final long serialVersionUID = 1L;

    NotMasked(String why) {
        super(why, null, false, false);
    }
}
