package org.streetwarden.zone;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What Streetwarden looks for. */
public enum Kind {
    /** 占道经营: a stall or cart trading where it may not. */
    VENDING,
    /** 垃圾箱满溢: waste above the rim of a bin or beside it. */
    BIN_OVERFLOW,
    /** 乱倒垃圾: waste left where there is no place for it. */
    DUMPING,
    /** 机动车占压绿化带: a motor vehicle standing on a green belt. */
    GREEN_PARKING;

    /** As written in configuration, records and URLs: {@code bin-overflow}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Kind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }
}
