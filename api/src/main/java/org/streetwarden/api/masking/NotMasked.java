package org.streetwarden.api.masking;

/** No copy can be made of which it is proven that nobody can be known in it; nothing is shown then. */
public final class NotMasked extends Exception {

    private static final long serialVersionUID = 1L;

    NotMasked(String why) {
        super(why, null, false, false);
    }
}
