package org.streetwarden.directory;

import java.util.Optional;

/**
 * A sound GB/T 28181 code: 20 digits, of which 8 name the centre (a division of GB/T 2260), 2 the industry, 3 the type, 1 the
 * network and 6 are a serial number (code rule A).
 *
 * @param text the 20 digits
 */
public record DeviceCode(String text) {

    private static final int DIGITS = 20;
    private static final int CENTRE_END = 8;
    private static final int INDUSTRY_END = 10;
    private static final int TYPE_END = 13;
    private static final int NETWORK_END = 14;
    private static final int DIVISION_END = 6;
    private static final String NO_SERIAL = "000000";

    /** @throws IllegalArgumentException where it is not sound; ask {@link #problem} about what others bring */
    public DeviceCode {
        problem(text).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
    }

    /** What is wrong with such a code, in one sentence; empty where it is sound. */
    public static Optional<String> problem(String text) {
        if (text.isEmpty()) {
            return Optional.of("expected a code of 20 digits, found nothing");
        }
        if (!text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return Optional.of(
                    text.matches("[0-9.]+[eE]\\+?[0-9]+")
                            ? "expected a code of 20 digits, found a rounded number: a spreadsheet has cut it off"
                            : "expected a code of 20 digits, found other characters in it");
        }
        if (text.length() != DIGITS) {
            return Optional.of("expected a code of 20 digits, found " + text.length());
        }
        if (!Divisions.plausible(text.substring(0, CENTRE_END))) {
            return Optional.of(
                    "expected a division of GB/T 2260 in the first 8 digits, found " + text.substring(0, CENTRE_END));
        }
        boolean camera =
                DeviceKind.ofType(Integer.parseInt(text.substring(INDUSTRY_END, TYPE_END))) == DeviceKind.CAMERA;
        if (camera && text.endsWith(NO_SERIAL)) {
            return Optional.of("expected a serial number from 000001, found 000000: a spreadsheet may have cut it off");
        }
        return Optional.empty();
    }

    /** Eight digits: province, city, county, base unit, two each; zeros below the level that owns the device. */
    public String centre() {
        return text.substring(0, CENTRE_END);
    }

    /** Six digits: the county, city or province. */
    public String division() {
        return text.substring(0, DIVISION_END);
    }

    /** Two digits; 08 is city management, 00 road public security, 04 road traffic. */
    public String industry() {
        return text.substring(CENTRE_END, INDUSTRY_END);
    }

    /** Three digits. */
    public String type() {
        return text.substring(INDUSTRY_END, TYPE_END);
    }

    /** One digit; 0 and 1 are the police's video network, 6 the government's external one, 7 the Internet. */
    public String network() {
        return text.substring(TYPE_END, NETWORK_END);
    }

    /** Six digits. */
    public String serial() {
        return text.substring(NETWORK_END);
    }

    public DeviceKind kind() {
        return DeviceKind.ofType(Integer.parseInt(type()));
    }

    @Override
    public String toString() {
        return text;
    }
}
