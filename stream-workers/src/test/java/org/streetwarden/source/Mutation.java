package org.streetwarden.source;

import java.util.Arrays;
import java.util.Random;

/** Bytes as a broken or malicious sender might have made them. */
final class Mutation {

    private static final byte[] TELLING = {0, 1, -1, 127, -128, '$', '\r', '\n', ':', '-', '9', '%', ';', '='};

    private Mutation() {}

    /** Changed at up to eight places: a byte replaced, taken out, doubled, or the rest cut off. */
    static byte[] of(byte[] sane, Random chance) {
        byte[] bytes = sane.clone();
        for (int changes = chance.nextInt(9); changes > 0 && bytes.length > 1; changes--) {
            bytes = changed(bytes, chance);
        }
        return bytes;
    }

    private static byte[] changed(byte[] bytes, Random chance) {
        int at = chance.nextInt(bytes.length);
        return switch (chance.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> spliced(bytes, at, at + 1);
            case 2 -> spliced(bytes, at + 1, at);
            default -> {
                bytes[at] = chance.nextBoolean() ? TELLING[chance.nextInt(TELLING.length)] : (byte) chance.nextInt(256);
                yield bytes;
            }
        };
    }

    private static byte[] spliced(byte[] bytes, int headEnd, int tailBegin) {
        byte[] result = Arrays.copyOf(bytes, headEnd + bytes.length - tailBegin);
        System.arraycopy(bytes, tailBegin, result, headEnd, bytes.length - tailBegin);
        return result;
    }
}
