package org.streetwarden.filing;

/** The store or the stream did not take something now; trying again later may help. Never holds credentials. */
public final class DeliveryFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message one sentence: where, what, expected, found */
    public DeliveryFailure(String message) {
        super(message);
    }

    public DeliveryFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
