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

    private static final int SLOTS = 256;
    private static final TelemetryKey[] TABLE = new TelemetryKey[SLOTS];

    static {
        for (TelemetryKey key : values()) {
            int slot = slot(key.word, 0, key.word.length);
            while (TABLE[slot] != null) {
                slot = (slot + 1) % SLOTS;
            }
            TABLE[slot] = key;
        }
    }

    private final byte[] word;

    TelemetryKey(String word) {
        this.word = word.getBytes(StandardCharsets.US_ASCII);
    }

    /** The key that stands in a range of bytes; null where it means nothing to us. */
    static TelemetryKey at(byte[] bytes, int from, int to) {
        int slot = slot(bytes, from, to);
        for (TelemetryKey key = TABLE[slot]; key != null; key = TABLE[slot]) {
            if (key.stands(bytes, from, to)) {
                return key;
            }
            slot = (slot + 1) % SLOTS;
        }
        return null;
    }

    private boolean stands(byte[] bytes, int from, int to) {
        if (to - from != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** By length, first, third and last letter: enough to tell these words apart. */
    private static int slot(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return 0;
        }
        int third = bytes[from + Math.min(2, length - 1)];
        return (length * 31 + bytes[from] * 7 + third * 13 + bytes[to - 1] * 3 + bytes[from + length / 2]) & SLOTS - 1;
    }
}
