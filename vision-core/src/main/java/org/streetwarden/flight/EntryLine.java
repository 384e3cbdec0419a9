package org.streetwarden.flight;

/**
 * Reads one line of an entry's text into a draft: brackets, tuples and bare words with values, in any order and mixture. What
 * it does not know it passes over. Belongs to one {@link TelemetryReader}.
 */
final class EntryLine {

    private final EntryDraft draft;
    private final ByteText text = new ByteText();
    private final LocalClock clock = new LocalClock();
    private final double[] tuple = new double[3];
    private int tupleDecimals;
    private boolean thirdInMetres;
    private TelemetrySink sink;
    private byte[] bytes;
    private int to;

    /** The line's last byte may be missing its fellows: a number that touches it is not trusted. */
    private boolean open;

    EntryLine(EntryDraft draft) {
        this.draft = draft;
    }

    /** @param cut whether the file ends within this line */
    void read(TelemetrySink toTell, byte[] line, int from, int end, boolean cut) {
        sink = toTell;
        bytes = line;
        to = end;
        open = cut;
        int at = from;
        while (at < end) {
            byte b = line[at];
            if (b == '[') {
                at = bracket(at + 1);
            } else if (ByteText.letter(b)) {
                at = word(at);
            } else if (ByteText.digit(b)) {
                at = digits(at);
            } else {
                at = b == '<' ? after('>', at) : at + 1;
            }
        }
    }

    private int after(char wanted, int from) {
        int at = from;
        while (at < to && bytes[at] != wanted) {
            at++;
        }
        return at + 1;
    }

    private int digits(int from) {
        long local = clock.read(bytes, from, to);
        if (local != TelemetryEntry.NONE) {
            draft.localUs = local;
            return clock.end();
        }
        text.number(bytes, from, to, false);
        return Math.max(text.end(), from + 1);
    }

    /** {@code [key : value key: value]}; a value that the line's end cuts is none. */
    private int bracket(int from) {
        byte[] line = bytes;
        int at = from;
        draft.brackets = true;
        while (at < to && line[at] != ']') {
            if (!ByteText.letter(line[at])) {
                at++;
                continue;
            }
            int end = wordEnd(at);
            int value = spaces(end);
            if (value >= to || bytes[value] != ':') {
                at = end;
                continue;
            }
            TelemetryKey key = TelemetryKey.at(bytes, at, end);
            value = spaces(value + 1);
            at = key == null ? valueEnd(value) : pair(key, value);
        }
        if (at >= to) {
            draft.torn = true;
        }
        return at + 1;
    }

    private int valueEnd(int from) {
        byte[] line = bytes;
        int at = from;
        while (at < to && line[at] != ' ' && line[at] != ']') {
            at++;
        }
        return at;
    }

    private int pair(TelemetryKey key, int value) {
        double number = text.number(bytes, value, to, true);
        if (text.end() >= to) {
            return to;
        }
        if (Double.isNaN(number) && !notGiven(value)) {
            sink.problem(FlightProblem.NUMBER_UNREADABLE, draft.number, "");
        }
        keep(key, number);
        return Math.max(text.end(), value);
    }

    /** {@code n/a} and {@code N/A} are no faults. */
    private boolean notGiven(int at) {
        return at + 2 < to && (bytes[at] | 32) == 'n' && bytes[at + 1] == '/' && (bytes[at + 2] | 32) == 'a';
    }

    private void keep(TelemetryKey key, double number) {
        switch (key) {
            case LATITUDE -> {
                draft.latitude = number;
                draft.decimals = Math.max(draft.decimals, text.decimals());
            }
            case LONGITUDE, LONGTITUDE -> {
                draft.longitude = number;
                draft.misspelt |= key == TelemetryKey.LONGTITUDE;
                draft.decimals = Math.max(draft.decimals, text.decimals());
            }
            case ALTITUDE -> draft.unstatedM = number;
            case REL_ALT -> draft.aboveTakeOffM = number;
            case ABS_ALT -> draft.aboveSeaM = number;
            case FOCAL_LENGTH -> draft.focalLength = number;
            case ZOOM -> draft.zoom = number;
            case GIMBAL_YAW -> {
                draft.gimbalYaw = number;
                draft.gimbalBracket = true;
            }
            case GIMBAL_PITCH -> draft.gimbalPitch = number;
            case GIMBAL_ROLL -> draft.gimbalRoll = number;
            default -> {
                // no key of brackets
            }
        }
    }

    private int word(int from) {
        int end = wordEnd(from);
        TelemetryKey key = TelemetryKey.at(bytes, from, end);
        if (key == null) {
            return end;
        }
        int value = spaces(end);
        boolean colon = value < to && bytes[value] == ':';
        value = colon ? spaces(value + 1) : value;
        return switch (key) {
            case GPS, HOME, AIRCRAFT, GIMBAL -> value < to && bytes[value] == '(' ? tuple(key, value + 1) : end;
            case SHUTTER -> {
                draft.fNumber = true;
                yield end;
            }
            case FRAME, FRAME_OLD, BAROMETER, BAROMETER_OLD, HEIGHT, DISTANCE -> bare(key, value);
            default -> end;
        };
    }

    private int bare(TelemetryKey key, int value) {
        double number = text.number(bytes, value, to, false);
        int end = Math.max(text.end(), value);
        boolean whole = !open || end < to;
        if (whole && !Double.isNaN(number)) {
            switch (key) {
                case FRAME, FRAME_OLD -> draft.frame = (long) number;
                case DISTANCE -> draft.homeDistanceM = number;
                default -> draft.aboveTakeOffM = number;
            }
        }
        return end;
    }

    /** {@code (a, b, c)} with units behind the numbers; more numbers than three are decimal commas. */
    private int tuple(TelemetryKey key, int from) {
        byte[] line = bytes;
        int end = to;
        int count = 0;
        int at = from;
        tuple[0] = tuple[1] = tuple[2] = Double.NaN;
        tupleDecimals = 0;
        thirdInMetres = false;
        while (at < end && line[at] != ')') {
            double number = text.number(line, spaces(at), end, false);
            tupleDecimals = count < 2 ? Math.max(tupleDecimals, text.decimals()) : tupleDecimals;
            at = Math.max(text.end(), at);
            while (at < end && line[at] != ',' && line[at] != ')') {
                thirdInMetres |= count == 2 && line[at] == 'M';
                at++;
            }
            if (count < 3) {
                tuple[count] = number;
            }
            count++;
            at += at < end && line[at] == ',' ? 1 : 0;
        }
        if (at >= end) {
            draft.torn = true;
        } else if (count > 3) {
            sink.problem(FlightProblem.DECIMAL_COMMA, draft.number, "");
        } else {
            keepTuple(key);
        }
        return at + 1;
    }

    private void keepTuple(TelemetryKey key) {
        switch (key) {
            case GPS -> {
                draft.tuple = true;
                draft.latitudeFirst = thirdInMetres;
                draft.longitude = tuple[thirdInMetres ? 1 : 0];
                draft.latitude = tuple[thirdInMetres ? 0 : 1];
                draft.satellites = thirdInMetres ? Double.NaN : tuple[2];
                draft.decimals = tupleDecimals;
            }
            case HOME -> {
                draft.tuple = true;
                draft.homeLongitude = tuple[0];
                draft.homeLatitude = tuple[1];
            }
            case AIRCRAFT -> {
                draft.aircraftPitch = tuple[0];
                draft.aircraftRoll = tuple[1];
                draft.aircraftYaw = tuple[2];
            }
            default -> {
                draft.gimbalTuple = true;
                draft.gimbalPitch = tuple[0];
                draft.gimbalRoll = tuple[1];
                draft.gimbalYaw = tuple[2];
            }
        }
    }

    /** Letters, with a point between single ones, as in {@code F.PRY}. */
    private int wordEnd(int from) {
        byte[] line = bytes;
        int end = to;
        int at = from;
        while (at < end && (ByteText.letter(line[at]) || (line[at] == '.' && at == from + 1))) {
            at++;
        }
        return at;
    }

    private int spaces(int from) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        return at;
    }
}
