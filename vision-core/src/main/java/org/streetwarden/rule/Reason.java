package org.streetwarden.rule;

import java.util.Locale;

/** What decided about an incident. */
public enum Reason {
    /** No rule is about it, so it is filed. */
    NO_RULE,
    /** Everything that its rule asks for is there. */
    ALL_MET,
    /** Its rule suppresses all such things. */
    IGNORED,
    /** The model was less sure than the rule asks for. */
    SCORE,
    /** It was seen for too small a part of its time, or not for too long a stretch. */
    THINLY_SEEN,
    /** The same was filed here a short time ago. */
    DUPLICATE,
    /** The same was filed here as often as the rule allows for a day. */
    ENOUGH_TODAY,
    /** It is permitted here now. */
    PERMITTED,
    /** It stands on no green belt. */
    OFF_GREEN,
    /** Whether it is permitted, or stands on a green belt, cannot be told. */
    CANNOT_SAY,
    /** It has not stood long enough yet. */
    NOT_YET,
    /** It has stood long enough for a notice and not for a case. */
    NOTICED,
    /** Its place is still to be emptied. */
    HELD,
    /** It went before it had stood long enough. */
    SHORT,
    /** It went while it was held. */
    GONE;

    /** As in the API: {@code not-yet}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
