package org.streetwarden.fleet;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a worker used lately.
 *
 * @param shares of each resource that could be measured: 0 none, 1 all there is, more where it is overrun
 * @param coresUsed CPU-seconds per second
 * @param residentBytes of the whole process
 * @param openSessions streams open at cameras
 */
public record Usage(Map<Resource, Double> shares, double coresUsed, long residentBytes, int openSessions) {

    /** Before anything was measured. */
    public static final Usage NONE = new Usage(Map.of(), 0, 0, 0);

    public Usage {
        EnumMap<Resource, Double> copy = new EnumMap<>(Resource.class);
        copy.putAll(shares);
        shares = Collections.unmodifiableMap(copy);
    }

    /** Of the scarcest resource. */
    public double busiest() {
        return shares.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /** The word of the scarcest resource; empty where nothing was measured. */
    public String scarcest() {
        return shares.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> most.getKey().word)
                .orElse("");
    }
}
