package org.streetwarden.api.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.streetwarden.api.models.Digests;

/** The three parts of a dataset. */
public enum Split {
    TRAIN,
    VAL,
    TEST;

    private static final String SALT = "streetwarden split 1\n";
    private static final double HUNDREDTHS = 100;

    /** How much of the places goes where, in percent; the rest trains. */
    public record Shares(int valPercent, int testPercent) {
        public static final Shares USUAL = new Shares(10, 10);
        public static final int MAX_PERCENT = 45;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The side on which all pictures of a place fall: the first eight bytes of the SHA-256 of {@code "streetwarden split
     * 1\n"} and the camera's id in UTF-8, as a fraction of 2^64; lowest fractions test, the next validate. More cameras
     * move no other camera.
     */
    static Split of(String cameraId, Shares shares) {
        byte[] digest = Digests.sha256().digest((SALT + cameraId).getBytes(StandardCharsets.UTF_8));
        double percent = (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1p-53 * HUNDREDTHS;
        if (percent < shares.testPercent()) {
            return TEST;
        }
        return percent < shares.testPercent() + shares.valPercent() ? VAL : TRAIN;
    }
}
