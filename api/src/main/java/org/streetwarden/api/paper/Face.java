package org.streetwarden.api.paper;

import java.io.IOException;
import java.io.InputStream;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** One weight of the font within one document; only the letters used get into the file. One thread. */
final class Face {

    private static final String FOLDER = "/fonts/ttf/NotoSansSC/";
    private static final int UNKNOWN = '?';

    private final PDFont font;
    private final CmapLookup letters;

    private Face(PDFont font, CmapLookup letters) {
        this.font = font;
        this.letters = letters;
    }

    /** @param file as {@code NotoSansSC-Regular.ttf} */
    static Face of(PDDocument document, String file) throws IOException {
        try (InputStream in = Face.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IOException("font: expected " + FOLDER + file + " on the class path, found nothing");
            }
            TrueTypeFont parsed = new TTFParser().parse(new RandomAccessReadBuffer(in));
            document.registerTrueTypeFontForClosing(parsed);
            return new Face(PDType0Font.load(document, parsed, true), parsed.getUnicodeCmapLookup());
        }
    }

    PDFont font() {
        return font;
    }

    /** The text with a question mark for each letter that the font lacks, and no control characters. */
    String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints()
                .map(each -> letters.getGlyphId(each) == 0 ? UNKNOWN : each)
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }

    /** Width in points of printable text. */
    float width(String printable, float size) {
        try {
            return font.getStringWidth(printable) / 1000 * size;
        } catch (IOException impossible) {
            throw new IllegalStateException("the font is in memory", impossible);
        }
    }

    /** Lines no wider than {@code width}: broken where the language allows, and within a word only where it fills a line. */
    List<String> lines(String text, float size, float width) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(paragraph -> breakInto(lines, printable(paragraph), size, width));
        return lines.isEmpty() ? List.of("") : lines;
    }

    private void breakInto(List<String> lines, String text, float size, float width) {
        BreakIterator breaks = BreakIterator.getLineInstance(Locale.SIMPLIFIED_CHINESE);
        breaks.setText(text);
        StringBuilder line = new StringBuilder();
        for (int from = 0, to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
            String piece = text.substring(from, to);
            if (!line.isEmpty() && width(line + piece.stripTrailing(), size) > width) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(piece);
            cutLongWord(lines, line, size, width);
        }
        lines.add(line.toString().stripTrailing());
    }

    private void cutLongWord(List<String> lines, StringBuilder line, float size, float width) {
        while (line.codePointCount(0, line.length()) > 1
                && width(line.toString().stripTrailing(), size) > width) {
            int end = line.offsetByCodePoints(line.length(), -1);
            while (line.codePointCount(0, end) > 1 && width(line.substring(0, end), size) > width) {
                end = line.offsetByCodePoints(end, -1);
            }
            lines.add(line.substring(0, end));
            line.delete(0, end);
        }
    }
}
