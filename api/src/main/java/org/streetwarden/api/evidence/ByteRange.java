package org.streetwarden.api.evidence;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One stretch of an object (RFC 9110, section 14).
 *
 * @param first inclusive
 * @param last inclusive
 */
public record ByteRange(long first, long last) {

    private static final Pattern SINGLE = Pattern.compile("bytes=\\s*([0-9]{0,18})-([0-9]{0,18})\\s*");

    public long length() {
        return last - first + 1;
    }

    /** What a Range header asks of an object. */
    public sealed interface Wish {
        /** No range, several, another unit or nonsense: the whole object answers it. */
        record Whole() implements Wish {}

        /** One range that the object has. */
        record Part(ByteRange range) implements Wish {}

        /** One range beyond the object's end. */
        record Unsatisfiable() implements Wish {}
    }

    /** @param header null where there is none */
    public static Wish parse(String header, long totalBytes) {
        Matcher single = SINGLE.matcher(Optional.ofNullable(header).orElse(""));
        if (!single.matches() || (single.group(1).isEmpty() && single.group(2).isEmpty())) {
            return new Wish.Whole();
        }
        if (single.group(1).isEmpty()) {
            return suffix(Long.parseLong(single.group(2)), totalBytes);
        }
        long first = Long.parseLong(single.group(1));
        long last = single.group(2).isEmpty() ? totalBytes - 1 : Long.parseLong(single.group(2));
        if (!single.group(2).isEmpty() && last < first) {
            return new Wish.Whole();
        }
        return first >= totalBytes
                ? new Wish.Unsatisfiable()
                : new Wish.Part(new ByteRange(first, Math.min(last, totalBytes - 1)));
    }

    private static Wish suffix(long wanted, long totalBytes) {
        return wanted == 0 || totalBytes == 0
                ? new Wish.Unsatisfiable()
                : new Wish.Part(new ByteRange(Math.max(0, totalBytes - wanted), totalBytes - 1));
    }
}
