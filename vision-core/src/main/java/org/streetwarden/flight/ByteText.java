package org.streetwarden.flight;

/**
 * Reads numbers and times where they stand in bytes, without making strings. Remembers where the last one ended. One
 * thread.
 */
final class ByteText {

    private static final int MOST_DIGITS = 18;
    private static final double[] POWERS = new double[MOST_DIGITS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i <= MOST_DIGITS; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private int end;
    private int decimals;

    /** The place after the last number or time read. */
    int end() {
        return end;
    }

    /** Digits behind the last number's point. */
    int decimals() {
        return decimals;
    }

    static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean letter(byte b) {
        int small = b | 32;
        return (small >= 'a' && small <= 'z') || b == '_';
    }

    /**
     * A decimal number, right to the last bit up to 15 digits.
     *
     * @param comma whether a comma may stand for the point
     * @return NaN where there is none, or more digits than a long has; {@link #end} is then where reading stopped
     */
    double number(byte[] bytes, int from, int to, boolean comma) {
        int at = from;
        boolean minus = at < to && bytes[at] == '-';
        if (minus || (at < to && bytes[at] == '+')) {
            at++;
        }
        int first = at;
        long whole = 0;
        while (at < to && digit(bytes[at])) {
            whole = whole * 10 + bytes[at++] - '0';
        }
        int digits = at - first;
        int behind = 0;
        if (at + 1 < to && (bytes[at] == '.' || (comma && bytes[at] == ',')) && digit(bytes[at + 1])) {
            at++;
            while (at < to && digit(bytes[at])) {
                if (digits + behind < MOST_DIGITS) {
                    whole = whole * 10 + bytes[at] - '0';
                    behind++;
                }
                at++;
            }
        }
        end = at;
        decimals = behind;
        if (digits == 0 || digits > MOST_DIGITS) {
            return Double.NaN;
        }
        double number = behind == 0 ? whole : whole / POWERS[behind];
        return minus ? -number : number;
    }

    /** {@code 00:15:04,904} or {@code .904} in microseconds; {@link TelemetryEntry#NONE} where there is none. */
    long cue(byte[] bytes, int from, int to) {
        long seconds = 0;
        int at = from;
        for (int part = 0; part < 3; part++) {
            int start = at;
            int value = 0;
            while (at < to && at - start < 4 && digit(bytes[at])) {
                value = value * 10 + bytes[at++] - '0';
            }
            boolean colon = at < to && bytes[at] == ':';
            if (at == start || (part < 2 && !colon)) {
                end = at;
                return TelemetryEntry.NONE;
            }
            seconds = seconds * 60 + value;
            at += part < 2 ? 1 : 0;
        }
        return seconds * 1_000_000 + fraction(bytes, at, to);
    }

    /** {@code ,774,808} or {@code .373} behind seconds, in microseconds; sets {@link #end}. */
    long fraction(byte[] bytes, int from, int to) {
        long micros = 0;
        int place = 100_000;
        int at = from;
        for (int group = 0; group < 2 && at + 1 < to && separator(bytes[at]) && digit(bytes[at + 1]); group++) {
            at++;
            while (at < to && digit(bytes[at])) {
                micros += (long) place * (bytes[at++] - '0');
                place /= 10;
            }
        }
        end = at;
        return micros;
    }

    private static boolean separator(byte b) {
        return b == ',' || b == '.';
    }
}
