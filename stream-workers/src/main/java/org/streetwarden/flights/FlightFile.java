package org.streetwarden.flights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file of a pilot's, known by its first bytes and not by its name.
 *
 * @param shown its name, fit to be printed: no control characters, at most 80 letters
 * @param found what it is instead, where it is none of ours
 */
public record FlightFile(Path path, String shown, Kind kind, long bytes, String found) {

    /** What the first bytes say. */
    public enum Kind {
        VIDEO,
        TELEMETRY,
        PHOTO,
        EMPTY,
        OTHER
    }

    private static final int HEAD_BYTES = 512;
    private static final int MOST_SHOWN = 80;

    /** @throws IOException where it can't be read */
    static FlightFile look(Path path) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(HEAD_BYTES);
        }
        String name = path.getFileName().toString();
        Kind kind = kind(head, name.toLowerCase(Locale.ROOT));
        return new FlightFile(path, shown(name), kind, Files.size(path), kind == Kind.OTHER ? found(head) : "");
    }

    private static Kind kind(byte[] head, String name) {
        if (head.length == 0) {
            return Kind.EMPTY;
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        String atom = text.length() >= 8 ? text.substring(4, 8) : "";
        boolean movie =
                switch (atom) {
                    case "ftyp", "moov", "mdat", "free", "wide", "skip" -> true;
                    default -> false;
                };
        boolean other = (text.startsWith("RIFF") && text.startsWith("AVI ", 8))
                || text.startsWith("\u001aE\u00df\u00a3")
                || (text.startsWith("G") && text.length() > 188 && text.charAt(188) == 'G');
        if (movie || other) {
            return Kind.VIDEO;
        }
        if (text.startsWith("\u00ff\u00d8\u00ff") || text.startsWith("II*\0") || text.startsWith("MM\0*")) {
            return Kind.PHOTO;
        }
        boolean numbered =
                text.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading().matches("(?s)\\d.*");
        boolean plain = text.indexOf(0) < 0;
        return plain && (name.endsWith(".srt") || (numbered && text.contains("-->"))) && !text.startsWith("%PDF")
                ? Kind.TELEMETRY
                : Kind.OTHER;
    }

    private static String found(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("%PDF")) {
            return "PDF";
        }
        if (text.startsWith("PK")) {
            return "ZIP";
        }
        return text.startsWith("<") ? "HTML/XML" : "";
    }

    /** Fit to be printed on a terminal, in a page or in JSON. */
    static String shown(String name) {
        String clean = clean(name);
        return clean.length() <= MOST_SHOWN
                ? clean
                : clean.substring(0, MOST_SHOWN - 20) + "…" + clean.substring(clean.length() - 19);
    }

    /** Without characters that nobody sees or that a terminal obeys. */
    static String clean(String text) {
        return text.codePoints()
                .map(point -> unseen(point) ? '\uFFFD' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean unseen(int point) {
        int type = Character.getType(point);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    boolean renamed() {
        return !shown.equals(path.getFileName().toString());
    }

    /** Its name without what follows the last point, in small letters. */
    String stem() {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        int point = name.lastIndexOf('.');
        return point > 0 ? name.substring(0, point) : name;
    }

    /** The stem without the letter of the lens: aircraft with several lenses write one file each, and one telemetry. */
    String stemOfAllLenses() {
        return stem().replaceFirst("_[vtwzs]$", "");
    }
}
