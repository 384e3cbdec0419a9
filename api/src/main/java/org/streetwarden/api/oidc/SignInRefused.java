package org.streetwarden.api.oidc;

/** Somebody is not signed in; the message is for the log alone and holds no secret. */
final class SignInRefused extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int MOST_SHOWN_CHARS = 80;

    SignInRefused(String message) {
        super(message, null, false, false);
    }

    /** What came from outside, fit to be shown. */
    static String shown(String text) {
        String safe = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD");
        return safe.length() > MOST_SHOWN_CHARS ? safe.substring(0, MOST_SHOWN_CHARS) + "…" : safe;
    }
}
