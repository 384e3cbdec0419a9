package org.streetwarden.api.cases;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page ended: the keys of its last case. As text it is opaque, carries its filter's digest and is checked when it
 * comes back.
 *
 * @param raisedAt whole microseconds
 * @param id the case's row
 */
public record CaseCursor(Instant raisedAt, long id) {

    private static final byte FORM = 1;
    private static final int BYTES = 1 + Long.BYTES + Long.BYTES + Integer.BYTES;
    private static final long MAX_US = 253_402_300_799_999_999L; // 9999-12-31T23:59:59.999999Z

    static CaseCursor after(CaseSummary last) {
        return new CaseCursor(last.raisedAt(), last.id());
    }

    public String text(CaseFilter filter) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).put(FORM);
        bytes.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, raisedAt)).putLong(id);
        bytes.putInt(filter.digest());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @return empty where the text is not a cursor of a list with this filter */
    public static Optional<CaseCursor> parse(String text, CaseFilter filter) {
        byte[] raw;
        try {
            raw = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (raw.length != BYTES || raw[0] != FORM) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(raw, 1, BYTES - 1);
        long raisedUs = bytes.getLong();
        long id = bytes.getLong();
        boolean sound = raisedUs >= 0 && raisedUs <= MAX_US && id > 0 && bytes.getInt() == filter.digest();
        return sound
                ? Optional.of(new CaseCursor(Instant.EPOCH.plus(raisedUs, ChronoUnit.MICROS), id))
                : Optional.empty();
    }
}
