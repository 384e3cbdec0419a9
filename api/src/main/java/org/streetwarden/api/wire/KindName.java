package org.streetwarden.api.wire;

import java.util.Map;
import org.streetwarden.zone.Kind;

/** Kinds as people of a city call them. */
public final class KindName {

    private static final Map<Kind, String> NAMES = Map.of(
            Kind.VENDING, "占道经营",
            Kind.BIN_OVERFLOW, "垃圾箱满溢",
            Kind.DUMPING, "乱倒垃圾",
            Kind.GREEN_PARKING, "占压绿化带");

    private KindName() {}

    public static String of(Kind kind) {
        return NAMES.get(kind);
    }
}
