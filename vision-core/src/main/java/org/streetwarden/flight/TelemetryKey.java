package org.streetwarden.flight;

import java.nio.charset.StandardCharsets;

/** The words before values that mean something to us. */
enum TelemetryKey {
    LATITUDE("latitude"),
    LONGITUDE("longitude"),
    LONGTITUDE("longtitude"),
    ALTITUDE("altitude"),
    REL_ALT("rel_alt"),
    ABS_ALT("abs_alt"),
    FOCAL_LENGTH("focal_len"),
    ZOOM("dzoom_ratio"),
    GIMBAL_YAW("gb_yaw"),
    GIMBAL_PITCH("gb_pitch"),
    GIMBAL_ROLL("gb_roll"),
    FRAME("FrameCnt"),
    FRAME_OLD("SrtCnt"),
    GPS("GPS"),
    HOME("HOME"),
    AIRCRAFT("F.PRY"),
    GIMBAL("G.PRY"),
    BAROMETER("BAROMETER"),
    BAROMETER_OLD("Hb"),
    HEIGHT("H"),
    DISTANCE("D"),
    SHUTTER("SS");

    private static final int LENGTHS = 16;

    /** By first letter and length, which tell these words apart. */
    private static final TelemetryKey[] TABLE = new TelemetryKey[128 * LENGTHS];

    static {
        for (TelemetryKey key : values()) {
            int slot = key.word[0] * LENGTHS + key.word.length;
            if (TABLE[slot] != null) {
                throw new IllegalStateException(key + " and " + TABLE[slot] + " begin alike and are as long");
            }
            TABLE[slot] = key;
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // never handed out
    private final byte[] word;

    TelemetryKey(String word) {
        this.word = word.getBytes(StandardCharsets.US_ASCII);
    }

    /** The key that stands in a range of bytes; null where it means nothing to us. */
    static TelemetryKey at(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0 || length >= LENGTHS || bytes[from] < 0) {
            return null;
        }
        TelemetryKey key = TABLE[bytes[from] * LENGTHS + length];
        return key != null && key.stands(bytes, from) ? key : null;
    }

    private boolean stands(byte[] bytes, int from) {
        for (int i = 1; i < word.length; i++) {
            if (bytes[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
