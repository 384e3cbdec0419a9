package org.streetwarden.api.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How many days each class of material is kept. The audit log is in none: nothing deletes it.
 *
 * @param days of each class; one without is kept for good
 */
public record RetentionRules(Map<MaterialClass, Integer> days) {

    private static final String OFF = "off";
    private static final String FOREVER = "forever";

    public RetentionRules {
        days = Map.copyOf(days);
    }

    /** Everything is kept for good. */
    public static final RetentionRules NONE = new RetentionRules(Map.of());

    /**
     * Reads {@code off}, or {@code CLASS=DAYSd} and {@code CLASS=forever} with commas between; what is not named is kept as
     * usual.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public static RetentionRules parse(String text) {
        if (text.strip().equals(OFF)) {
            return NONE;
        }
        Map<MaterialClass, Integer> days = new EnumMap<>(MaterialClass.class);
        for (MaterialClass each : MaterialClass.values()) {
            days.put(each, each.usualDays());
        }
        Set<MaterialClass> named = new HashSet<>();
        for (String entry : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] sides = entry.strip().split("=", 2);
            MaterialClass material = MaterialClass.of(sides[0].strip())
                    .orElseThrow(() -> new IllegalArgumentException("no class is called " + sides[0].strip()));
            if (!named.add(material)) {
                throw new IllegalArgumentException(material.id() + " is named twice");
            }
            set(days, material, sides.length == 2 ? sides[1].strip() : "");
        }
        return new RetentionRules(days);
    }

    private static void set(Map<MaterialClass, Integer> days, MaterialClass material, String text) {
        if (text.equals(FOREVER)) {
            days.remove(material);
            return;
        }
        int count = text.matches("[0-9]{1,5}d") ? Integer.parseInt(text.substring(0, text.length() - 1)) : -1;
        if (count < material.leastDays() || count > MaterialClass.MOST_DAYS) {
            throw new IllegalArgumentException("%s: expected %dd to %dd, or forever, found %s"
                    .formatted(material.id(), material.leastDays(), MaterialClass.MOST_DAYS, text));
        }
        days.put(material, count);
    }

    /** Empty where the class is kept for good. */
    public OptionalInt daysOf(MaterialClass material) {
        Integer count = days.get(material);
        return count == null ? OptionalInt.empty() : OptionalInt.of(count);
    }

    /** Whose time began before this is over; empty where the class is kept for good. */
    Optional<Instant> over(MaterialClass material, Instant now) {
        return Optional.ofNullable(days.get(material)).map(count -> now.minus(Duration.ofDays(count)));
    }

    /** When the time is over that began then. */
    public Optional<Instant> until(MaterialClass material, Instant since) {
        return Optional.ofNullable(days.get(material)).map(count -> since.plus(Duration.ofDays(count)));
    }
}
