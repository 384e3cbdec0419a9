package org.streetwarden.proof;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON in its one canonical form (RFC 8785): the same values give the same bytes, whoever wrote them. */
public final class CanonicalJson {

    private static final int MOST_PLAIN_DIGITS = 21;
    private static final int LEAST_PLAIN_EXPONENT = -6;

    private CanonicalJson() {}

    /**
     * The canonical form of a document.
     *
     * @throws MalformedProof where it is no JSON or oversteps I-JSON (RFC 7493)
     */
    public static byte[] of(byte[] json) throws MalformedProof {
        return write(StrictJson.read(json));
    }

    /**
     * Reads one object, whatever its form.
     *
     * @return arrays as {@code List<Object>}, numbers as {@code Double}
     */
    public static Map<String, Object> object(byte[] json) throws MalformedProof {
        Object value = StrictJson.read(json);
        if (value instanceof Map<?, ?> members) {
            Map<String, Object> object = new TreeMap<>();
            members.forEach((name, member) -> object.put((String) name, member));
            return object;
        }
        throw new MalformedProof("JSON: expected an object, found another value");
    }

    /**
     * Reads one object in its canonical form.
     *
     * @throws MalformedProof where the bytes are not exactly what {@link #write} makes of it
     */
    public static Map<String, Object> canonicalObject(byte[] json) throws MalformedProof {
        Map<String, Object> object = object(json);
        if (!Arrays.equals(write(object), json)) {
            throw new MalformedProof("JSON: expected the canonical form of RFC 8785, found another form");
        }
        return object;
    }

    /**
     * Writes values.
     *
     * @param value of maps with text keys, lists, texts, finite numbers that a double holds, truth values and nulls
     * @return UTF-8
     */
    public static byte[] write(Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder text, Object value) {
        switch (value) {
            case null -> text.append("null");
            case String string -> appendString(text, string);
            case Number number -> text.append(number(number.doubleValue()));
            case Boolean truth -> text.append(truth);
            case List<?> items -> appendArray(text, items);
            case Map<?, ?> members -> appendObject(text, members);
            default -> throw new IllegalArgumentException("no value of JSON: " + value.getClass());
        }
    }

    private static void appendArray(StringBuilder text, List<?> items) {
        text.append('[');
        String between = "";
        for (Object item : items) {
            text.append(between);
            append(text, item);
            between = ",";
        }
        text.append(']');
    }

    /** Members by name, compared as UTF-16 code units, which is how strings compare. */
    private static void appendObject(StringBuilder text, Map<?, ?> members) {
        Map<String, Object> sorted = new TreeMap<>();
        members.forEach((name, member) -> sorted.put((String) name, member));
        text.append('{');
        String between = "";
        for (Map.Entry<String, Object> member : sorted.entrySet()) {
            text.append(between);
            appendString(text, member.getKey());
            text.append(':');
            append(text, member.getValue());
            between = ",";
        }
        text.append('}');
    }

    private static void appendString(StringBuilder text, String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ') {
                        text.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    /**
     * A number as ECMAScript writes it (RFC 8785, section 3.2.2.3).
     *
     * @param value finite
     */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("no number of JSON: " + value);
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + placed(digits, point);
    }

    /** As few digits as tell the value from its neighbours; of those, the nearest. */
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (decimal.precision() != 2) {
            return decimal;
        }
        // Double.toString writes two digits where one would do, as in 4.9E-324.
        BigDecimal exact = new BigDecimal(value);
        BigDecimal best = null;
        for (RoundingMode mode : List.of(RoundingMode.DOWN, RoundingMode.UP)) {
            BigDecimal one = exact.round(new java.math.MathContext(1, mode));
            boolean nearer = best == null
                    || one.subtract(exact).abs().compareTo(best.subtract(exact).abs()) < 0;
            if (one.doubleValue() == value && nearer) {
                best = one;
            }
        }
        return best == null ? decimal : best.stripTrailingZeros();
    }

    /** @param point how many digits stand before the decimal point; may lie outside them */
    private static String placed(String digits, int point) {
        int count = digits.length();
        if (count <= point && point <= MOST_PLAIN_DIGITS) {
            return digits + "0".repeat(point - count);
        }
        if (0 < point && point <= MOST_PLAIN_DIGITS) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (LEAST_PLAIN_EXPONENT < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        int exponent = point - 1;
        String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
    }
}
