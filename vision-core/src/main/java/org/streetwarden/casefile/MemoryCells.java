package org.streetwarden.casefile;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.streetwarden.geometry.Box;

/** The cells of one line from outside, read one after the other; each reader throws what {@link MemoryReader} names. */
final class MemoryCells {

    private static final long LATEST_US = 10_000_000_000_000_000L;
    private static final double MOST = 1e6;

    private final List<String> cells;
    private int next;

    MemoryCells(String line) {
        cells = List.of(line.split("\\|", -1));
    }

    /** What kind of line it is. */
    String name() {
        return cells.getFirst();
    }

    /** Begins to read behind the name. */
    MemoryCells open() {
        next = 1;
        return this;
    }

    boolean more() {
        return next < cells.size();
    }

    String text(int most) {
        String cell = cells.get(next++);
        String text = cell.indexOf('%') >= 0 || cell.indexOf('+') >= 0
                ? URLDecoder.decode(cell, StandardCharsets.UTF_8)
                : cell;
        return require(text.length() <= most && text.indexOf('\0') < 0, text);
    }

    String matching(String pattern) {
        String text = text(CameraMemoryCodec.MAX_CHARS);
        return require(text.matches(pattern), text);
    }

    /** A time on the camera's timeline. */
    long us() {
        long us = Long.parseLong(text(20));
        return require(Math.abs(us) <= LATEST_US, us);
    }

    Optional<Long> maybeUs() {
        if (cells.get(next).isEmpty()) {
            next++;
            return Optional.empty();
        }
        return Optional.of(us());
    }

    /** A span of time, or a count that may be large. */
    long count() {
        long count = us();
        return require(count >= 0, count);
    }

    int small() {
        int count = Integer.parseInt(text(11));
        return require(count >= 0, count);
    }

    double number() {
        double number = Double.parseDouble(text(32));
        return require(Math.abs(number) <= MOST, number);
    }

    double size() {
        double number = number();
        return require(number >= 0, number);
    }

    double unit() {
        double number = number();
        return require(number >= 0 && number <= 1, number);
    }

    boolean flag() {
        return Boolean.parseBoolean(matching("true|false"));
    }

    Instant at() {
        return FieldReader.instant(text(40));
    }

    Box box() {
        double[] edges = numbers(4);
        return new Box(edges[0], edges[1], edges[2], edges[3]);
    }

    double[] numbers(int count) {
        MemoryCells parts = new MemoryCells("|" + text(256).replace(',', '|')).open();
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = parts.number();
        }
        parts.end();
        return numbers;
    }

    /** Nothing more is expected on the line. */
    void end() {
        require(!more(), cells.size());
    }

    static <T> T require(boolean sound, T value) {
        if (!sound) {
            throw new IllegalArgumentException(String.valueOf(value));
        }
        return value;
    }
}
