package org.streetwarden.scene;

/**
 * What is remembered of a camera's view over a restart.
 *
 * @param label the setting it was learnt under: another one means another view
 * @param state at the last look
 * @param sinceUs when it began, on the camera's timeline
 * @param looks that have taught it
 * @param learntFromUs the first of them
 * @param learnt whether they were enough
 * @param followedUs when it last moved towards a look
 * @param structure how much structure the place usually shows, 0 to 1
 * @param sharpness how sharp it usually is, 0 to 100
 * @param fingerprint what it looks like, in base 64 as URLs have it (RFC 4648 5); at most {@value #MOST_CHARS} characters
 */
public record ViewMemory(
        String label,
        ViewState state,
        long sinceUs,
        int looks,
        long learntFromUs,
        boolean learnt,
        long followedUs,
        double structure,
        double sharpness,
        String fingerprint) {

    public static final int MOST_CHARS = 16_384;

    /** The same, that much later on the camera's timeline. */
    public ViewMemory shifted(long byUs) {
        return new ViewMemory(
                label,
                state,
                sinceUs + byUs,
                looks,
                learntFromUs + byUs,
                learnt,
                followedUs + byUs,
                structure,
                sharpness,
                fingerprint);
    }
}
