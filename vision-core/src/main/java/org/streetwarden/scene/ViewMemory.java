package org.streetwarden.scene;

/**
 * What is remembered of a camera's view over a restart.
 *
 * @param label the setting it was learnt under: another one means another view
 * @param sinceUs when {@code state} began, on the camera's timeline
 * @param looks that have taught it, up to where it is learnt
 * @param structure how much structure the place usually shows, 0 to 1
 * @param fingerprint what the place looks like, in base 64 as URLs have it (RFC 4648 5); at most {@value #MOST_CHARS} characters
 */
public record ViewMemory(
        String label, ViewState state, long sinceUs, int looks, double structure, String fingerprint) {

    public static final int MOST_CHARS = 16_384;

    /** The same, that much later on the camera's timeline. */
    public ViewMemory shifted(long byUs) {
        return new ViewMemory(label, state, sinceUs + byUs, looks, structure, fingerprint);
    }
}
