package org.streetwarden.filing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a bucket with S3 Object Lock keeps an object from being deleted or replaced, from its upload.
 *
 * @param mode as the S3 API names it
 * @param days 1 to {@value #MOST_DAYS}
 */
public record ObjectLock(Mode mode, int days) {

    /** As long as incidents are kept that made no case: then retention is never refused. */
    public static final String USUAL = "governance=30d";

    private static final int MOST_DAYS = 3650;
    private static final Pattern FORM = Pattern.compile("(governance|compliance)=([1-9][0-9]{0,3})d");

    /** Who may end it early. */
    public enum Mode {
        /** Whom the store allows to. */
        GOVERNANCE,
        /** Nobody. */
        COMPLIANCE
    }

    /**
     * Reads {@code governance=30d} or {@code compliance=30d}.
     *
     * @return null for {@code off}
     * @throws IllegalArgumentException where it is none of these
     */
    public static ObjectLock parse(String text) {
        if (text.equals("off")) {
            return null;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(2)) > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "evidence lock: expected governance=DAYSd, compliance=DAYSd up to %dd, or off, found %s"
                            .formatted(MOST_DAYS, text));
        }
        Mode mode = form.group(1).equals("governance") ? Mode.GOVERNANCE : Mode.COMPLIANCE;
        return new ObjectLock(mode, Integer.parseInt(form.group(2)));
    }
}
