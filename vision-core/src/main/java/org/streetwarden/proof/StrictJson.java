package org.streetwarden.proof;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.directory.PlainText;

/**
 * Reads JSON (RFC 8259) within the limits of I-JSON (RFC 7493): UTF-8 without a mark, each member name once in an object, no
 * lone surrogates, no noncharacters, no number beyond a double. Nested at most 64 deep. Objects become {@code Map<String,
 * Object>}, arrays {@code List<Object>}, numbers {@code Double}; null stays null.
 */
final class StrictJson {

    private static final int MOST_DEPTH = 64;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{4}");
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;
    private int depth;

    private StrictJson(String text) {
        this.text = text;
    }

    static Object read(byte[] json) throws MalformedProof {
        StrictJson reader = new StrictJson(decoded(json));
        reader.skipBlanks();
        Object value = reader.value();
        reader.skipBlanks();
        if (reader.at < reader.text.length()) {
            throw reader.wrong("the end");
        }
        return value;
    }

    private static String decoded(byte[] json) throws MalformedProof {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new MalformedProof("JSON: expected UTF-8, found other bytes", malformed);
        }
    }

    private Object value() throws MalformedProof {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() throws MalformedProof {
        enter();
        Map<String, Object> members = new LinkedHashMap<>();
        if (!closes('}')) {
            do {
                skipBlanks();
                int start = at;
                String name = string();
                if (members.containsKey(name)) {
                    at = start;
                    throw wrong("each member name once");
                }
                skipBlanks();
                take(':');
                skipBlanks();
                members.put(name, value());
            } while (goesOn('}'));
        }
        depth--;
        return members;
    }

    private List<Object> array() throws MalformedProof {
        enter();
        List<Object> items = new ArrayList<>();
        if (!closes(']')) {
            do {
                skipBlanks();
                items.add(value());
            } while (goesOn(']'));
        }
        depth--;
        return items;
    }

    private void enter() throws MalformedProof {
        if (++depth > MOST_DEPTH) {
            throw wrong("at most " + MOST_DEPTH + " levels");
        }
        at++;
    }

    private boolean closes(char end) {
        skipBlanks();
        if (peek() == end) {
            at++;
            return true;
        }
        return false;
    }

    private boolean goesOn(char end) throws MalformedProof {
        skipBlanks();
        if (peek() == ',') {
            at++;
            return true;
        }
        take(end);
        return false;
    }

    private String string() throws MalformedProof {
        int start = at;
        take('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char next = peek();
            if (next < ' ') {
                throw wrong("a character of a string");
            }
            at++;
            string.append(next == '\\' ? escaped() : next);
        }
        at++;
        if (!string.codePoints().allMatch(PlainText::exchangeable)) {
            at = start;
            throw wrong("a string without lone surrogates and noncharacters");
        }
        return string.toString();
    }

    private char escaped() throws MalformedProof {
        int escape = at < text.length() ? ESCAPES.indexOf(text.charAt(at)) : -1;
        if (escape >= 0) {
            at++;
            return ESCAPED.charAt(escape);
        }
        take('u');
        Matcher hex = HEX.matcher(text).region(at, Math.min(at + 4, text.length()));
        if (!hex.matches()) {
            throw wrong("four hexadecimal digits");
        }
        at += 4;
        return (char) Integer.parseInt(hex.group(), 16);
    }

    private Object word(String word, Object meaning) throws MalformedProof {
        if (!text.startsWith(word, at)) {
            throw wrong(word);
        }
        at += word.length();
        return meaning;
    }

    private Double number() throws MalformedProof {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw wrong("a value");
        }
        double value = Double.parseDouble(number.group());
        if (Double.isInfinite(value)) {
            throw wrong("a number within a double's range");
        }
        at = number.end();
        return value;
    }

    /** The character here; NUL at the end, which begins nothing. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void take(char expected) throws MalformedProof {
        if (at >= text.length() || text.charAt(at) != expected) {
            throw wrong("'" + expected + "'");
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private MalformedProof wrong(String expected) {
        String found =
                at < text.length() ? "'" + text.substring(at, Math.min(at + 20, text.length())) + "'" : "the end";
        return new MalformedProof("JSON at character %d: expected %s, found %s".formatted(at, expected, found));
    }
}
