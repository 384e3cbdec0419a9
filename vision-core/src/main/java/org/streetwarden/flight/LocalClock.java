package org.streetwarden.flight;

/**
 * Reads {@code 2021-12-25 12:27:52.373}, {@code 2017.8.5 14:11:51} and the like as microseconds since 1970 of a zone that
 * nobody names. One thread.
 */
final class LocalClock {

    private static final long DAY_US = 86_400_000_000L;
    private static final int[] MONTH_DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final ByteText text = new ByteText();
    private int at;

    /** The place after the last time read. */
    int end() {
        return at;
    }

    /** {@link TelemetryEntry#NONE} where no date and time stand there; {@link #end} is then {@code from}. */
    long read(byte[] bytes, int from, int to) {
        at = from;
        int year = digits(bytes, to, 4);
        int month = after(bytes, to, '-', 2);
        int day = after(bytes, to, '-', 2);
        boolean dated = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= MONTH_DAYS[month - 1];
        if (!dated || at >= to || bytes[at] != ' ') {
            at = from;
            return TelemetryEntry.NONE;
        }
        at++;
        int hour = digits(bytes, to, 2);
        int minute = after(bytes, to, ':', 2);
        int second = after(bytes, to, ':', 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            at = from;
            return TelemetryEntry.NONE;
        }
        long micros = text.fraction(bytes, at, to);
        at = text.end();
        return days(year, month, day) * DAY_US + ((hour * 60L + minute) * 60 + second) * 1_000_000 + micros;
    }

    private int digits(byte[] bytes, int to, int most) {
        int start = at;
        int value = 0;
        while (at < to && at - start < most && ByteText.digit(bytes[at])) {
            value = value * 10 + bytes[at++] - '0';
        }
        return at == start ? -1 : value;
    }

    private int after(byte[] bytes, int to, char separator, int most) {
        boolean there = at < to && (bytes[at] == separator || (separator == '-' && bytes[at] == '.'));
        if (!there) {
            return -1;
        }
        at++;
        return digits(bytes, to, most);
    }

    /** Days since 1970-01-01 in the Gregorian calendar; years begin in March here, so that leap days come last. */
    static long days(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int fromMarch = (month + 9) % 12;
        long era = y / 400;
        int ofEra = y % 400;
        int ofYear = (153 * fromMarch + 2) / 5 + day - 1;
        return era * 146_097 + ofEra * 365L + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
    }
}
