package org.streetwarden.farm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names behaviours and durations have in configuration. */
final class BehaviourText {

    static final String NAMES =
            "refuse, hang-up, wrong-password, silent, http, garbage, audio-only, stall:TIME, cut:TIME, "
                    + "corrupt:SHARE[:SEED], jump:TIME:TIME, repeat:TIME, change:TIME:FILE, change-once:TIME:FILE or "
                    + "change-when:SIGN:FILE";

    private static final Pattern DURATION = Pattern.compile("([+-]?)(\\d{1,9})(ms|s|m|h)");

    private BehaviourText() {}

    /**
     * Reads a name such as {@code stall:10s}.
     *
     * @param base folder that a relative file name starts from
     * @throws IllegalArgumentException with what was expected and found
     */
    static Behaviour parse(String text, Path base) {
        String[] parts = text.split(":", 3);
        try {
            return switch (parts[0]) {
                case "refuse" -> only(parts, Behaviour.refuse());
                case "hang-up" -> only(parts, Behaviour.hangUp());
                case "wrong-password" -> only(parts, Behaviour.wrongPassword());
                case "silent" -> only(parts, Behaviour.silent());
                case "http" -> only(parts, Behaviour.talksHttp());
                case "garbage" -> only(parts, Behaviour.talksGarbage());
                case "audio-only" -> only(parts, Behaviour.audioOnly());
                case "stall" -> Behaviour.stallAfter(time(part(parts, 1)));
                case "cut" -> Behaviour.cutAfter(time(part(parts, 1)));
                case "corrupt" -> corrupt(parts);
                case "jump" -> Behaviour.jump(time(part(parts, 1)), duration(part(parts, 2)));
                case "repeat" -> Behaviour.repeatAfter(time(part(parts, 1)));
                case "change" -> Behaviour.changeEvery(time(part(parts, 1)), base.resolve(part(parts, 2)));
                case "change-once" -> Behaviour.changeOnce(time(part(parts, 1)), base.resolve(part(parts, 2)));
                case "change-when" -> Behaviour.changeWhen(base.resolve(part(parts, 1)), base.resolve(part(parts, 2)));
                default -> throw new IllegalArgumentException("an unknown name");
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "behaviour: expected %s, found '%s' (%s)".formatted(NAMES, text, e.getMessage()), e);
        }
    }

    private static Behaviour only(String[] parts, Behaviour behaviour) {
        if (parts.length > 1) {
            throw new IllegalArgumentException("it takes no value");
        }
        return behaviour;
    }

    private static Behaviour corrupt(String[] parts) {
        long seed = parts.length > 2 ? Long.parseLong(parts[2]) : 1;
        return Behaviour.corrupt(Double.parseDouble(part(parts, 1)), seed);
    }

    private static String part(String[] parts, int index) {
        if (parts.length <= index) {
            throw new IllegalArgumentException("a value is missing");
        }
        return parts[index];
    }

    /** A time that is not negative, such as {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}. */
    static Duration time(String text) {
        Duration time = duration(text);
        if (time.isNegative()) {
            throw new IllegalArgumentException("expected a time of 0 or more, found '" + text + "'");
        }
        return time;
    }

    private static Duration duration(String text) {
        Matcher m = DURATION.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("expected a time like 500ms, 10s, 5m or 1h, found '" + text + "'");
        }
        long amount = Long.parseLong(m.group(2));
        Duration size =
                switch (m.group(3)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                };
        return m.group(1).equals("-") ? size.negated() : size;
    }
}
