package org.streetwarden.api.imports;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a CSV file (RFC 4180, but that no field holds a line break: no catalogue needs one, and so a lost quotation
 * mark spoils one line and not the rest of the file).
 *
 * @param cells empty where the line cannot be read
 * @param problem why it cannot be read; empty where it can
 */
record CsvLine(List<String> cells, String problem) {

    private static final char QUOTE = '"';

    public CsvLine {
        cells = List.copyOf(cells);
    }

    /** What separates the cells of a file with this first line: a tab, a comma, or a semicolon where there is no comma. */
    public static char separator(String header) {
        return header.indexOf('\t') >= 0 ? '\t' : header.indexOf(',') >= 0 || header.indexOf(';') < 0 ? ',' : ';';
    }

    public static CsvLine split(String line, char separator) {
        List<String> cells = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            boolean quoted = at < line.length() && line.charAt(at) == QUOTE;
            int end = quoted ? endOfQuoted(line, at) : line.indexOf(separator, at);
            if (quoted && end < 0) {
                return new CsvLine(List.of(), "a quoted field does not end on its line");
            }
            if (quoted && end < line.length() && line.charAt(end) != separator) {
                return new CsvLine(List.of(), "there are characters between a quoted field and the next separator");
            }
            int stop = end < 0 ? line.length() : end;
            cells.add(quoted ? unquoted(line, at, stop) : plain(line.substring(at, stop)));
            at = stop + 1;
        }
        return new CsvLine(cells, "");
    }

    /** Behind the closing mark; -1 where there is none. */
    private static int endOfQuoted(String line, int start) {
        int at = start + 1;
        while (at < line.length()) {
            if (line.charAt(at) != QUOTE) {
                at++;
            } else if (at + 1 < line.length() && line.charAt(at + 1) == QUOTE) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return -1;
    }

    private static String unquoted(String line, int start, int end) {
        return plain(line.substring(start + 1, end - 1).replace("\"\"", "\""));
    }

    /** Spreadsheets are told to leave long numbers alone by writing ="123". */
    private static String plain(String cell) {
        return cell.matches("=\"[0-9]{1,20}\"") ? cell.substring(2, cell.length() - 1) : cell;
    }
}
