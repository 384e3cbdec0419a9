package org.streetwarden.flight;

import static org.streetwarden.flight.TelemetryEntry.NONE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the telemetry that aircraft write as subtitles, in any {@link Dialect}, from bytes as they arrive: constant memory
 * whatever the length, never an exception for what stands in them. UTF-8 with or without a byte order mark, LF or CRLF, cue
 * times with comma or point. Entries end at a blank line, or where the next one begins.
 *
 * <p>One thread; the bytes are the caller's again after each call.
 */
public final class TelemetryReader {

    /** Longest line that is looked at; aircraft write up to 400 bytes. */
    public static final int MOST_LINE_BYTES = 4096;

    /** Most lines of one entry that are looked at; aircraft write up to 4. */
    public static final int MOST_LINES = 32;

    private static final int MOST_NUMBER_DIGITS = 12;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = LOW_BITS * '\n';

    private final TelemetrySink sink;
    private final Provenance provenance;
    private final EntryDraft draft = new EntryDraft();
    private final EntryLine line = new EntryLine(draft);
    private final ByteText text = new ByteText();
    private final byte[] carry = new byte[MOST_LINE_BYTES];
    private int carried;
    private boolean overlong;
    private boolean firstLine = true;
    private boolean numbered;
    private boolean placedBefore;
    private long firstLocalUs = NONE;

    /** @param sink takes entries and problems while {@link #feed} and {@link #end} run */
    public TelemetryReader(Provenance provenance, TelemetrySink sink) {
        this.provenance = provenance;
        this.sink = sink;
    }

    /** The next bytes: {@code from} inclusive, {@code to} exclusive; cut anywhere. */
    public void feed(byte[] bytes, int from, int to) {
        int start = from;
        for (int i = newline(bytes, from, to); i < to; i = newline(bytes, start, to)) {
            if (carried > 0 || overlong) {
                carry(bytes, start, i);
                endCarried(false);
            } else if (i - start > MOST_LINE_BYTES) {
                sink.problem(FlightProblem.LINE_TOO_LONG, draft.number, "");
            } else {
                line(bytes, start, i, false);
            }
            start = i + 1;
        }
        carry(bytes, start, to);
    }

    /**
     * Where the next line ends, or {@code to}: eight bytes at a time, by the word that has a zero byte where it and eight line
     * feeds agree.
     */
    private static int newline(byte[] bytes, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to) {
            long differs = (long) WORDS.get(bytes, at) ^ LINE_FEEDS;
            long zeros = (differs - LOW_BITS) & ~differs & HIGH_BITS;
            if (zeros != 0) {
                return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** No more bytes: what is left is the last entry, or a torn piece of one. */
    public void end() {
        boolean cut = carried > 0;
        if (cut || overlong) {
            endCarried(true);
        }
        if (draft.lines > 0) {
            boolean shorter = placedBefore && !draft.located();
            if (draft.torn || shorter) {
                sink.problem(FlightProblem.TORN_END, draft.number, "");
            } else {
                finish();
            }
        } else if (numbered) {
            sink.problem(FlightProblem.TORN_END, draft.number, "");
        }
        begin();
    }

    private void carry(byte[] bytes, int from, int to) {
        int length = to - from;
        if (overlong || length > carry.length - carried) {
            overlong = overlong || length > 0;
            return;
        }
        System.arraycopy(bytes, from, carry, carried, length);
        carried += length;
    }

    private void endCarried(boolean cut) {
        if (overlong) {
            sink.problem(FlightProblem.LINE_TOO_LONG, draft.number, "");
        } else {
            line(carry, 0, carried, cut);
        }
        carried = 0;
        overlong = false;
    }

    private void line(byte[] bytes, int start, int end, boolean cut) {
        int from = firstLine ? afterMark(bytes, start, end) : start;
        firstLine = false;
        int to = end;
        while (to > from && bytes[to - 1] <= ' ' && bytes[to - 1] >= 0) {
            to--;
        }
        if (from == to) {
            if (draft.lines > 0) {
                finish();
                begin();
            }
        } else if (ByteText.digit(bytes[from]) && structure(bytes, from, to, cut)) {
            return;
        } else if (draft.lines < MOST_LINES) {
            draft.lines++;
            line.read(sink, bytes, from, to, cut);
        } else if (draft.lines == MOST_LINES) {
            draft.lines++;
            sink.problem(FlightProblem.ENTRY_TOO_LONG, draft.number, "");
        }
    }

    private static int afterMark(byte[] bytes, int from, int to) {
        boolean mark = to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        return mark ? from + 3 : from;
    }

    /** An entry's number, or its times; false where the line is neither. */
    private boolean structure(byte[] bytes, int from, int to, boolean cut) {
        int at = from;
        while (at < to && ByteText.digit(bytes[at])) {
            at++;
        }
        if (at == to && to - from <= MOST_NUMBER_DIGITS) {
            if (cut && numbered) {
                return true;
            }
            if (draft.lines > 0) {
                finish();
            } else if (numbered) {
                sink.problem(FlightProblem.TORN_ENTRY, draft.number, "");
            }
            begin();
            numbered = true;
            draft.number = (long) text.number(bytes, from, to, false);
            return true;
        }
        return at < to && bytes[at] == ':' && cues(bytes, from, to);
    }

    private boolean cues(byte[] bytes, int from, int to) {
        long fromUs = text.cue(bytes, from, to);
        int at = text.end();
        while (at < to && (bytes[at] == ' ' || bytes[at] == '-')) {
            at++;
        }
        if (fromUs == NONE || at >= to || bytes[at] != '>') {
            return false;
        }
        at++;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        draft.fromUs = fromUs;
        draft.toUs = text.cue(bytes, at, to);
        return true;
    }

    private void begin() {
        draft.clear();
        numbered = false;
    }

    private void finish() {
        if (draft.torn) {
            sink.problem(FlightProblem.TORN_ENTRY, draft.number, "");
        }
        if (draft.fromUs == NONE && draft.localUs != NONE) {
            sink.problem(FlightProblem.NO_CUES, draft.number, "");
            firstLocalUs = firstLocalUs == NONE ? draft.localUs : firstLocalUs;
            draft.fromUs = draft.localUs - firstLocalUs;
        }
        placedBefore |= draft.located();
        sink.entry(draft.finish(sink, provenance));
    }
}
