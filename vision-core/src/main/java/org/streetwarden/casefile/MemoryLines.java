package org.streetwarden.casefile;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Writes lines of cells; what could be mistaken for structure is written as a URL would write it. */
final class MemoryLines {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9.,:_-]*");

    private final StringBuilder text = new StringBuilder();

    void line(String name, Object... cells) {
        text.append(name);
        for (Object cell : cells) {
            String plain = cell.toString();
            text.append('|')
                    .append(PLAIN.matcher(plain).matches() ? plain : URLEncoder.encode(plain, StandardCharsets.UTF_8));
        }
        text.append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
