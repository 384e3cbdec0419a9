package org.streetwarden.api.life;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.casefile.AskedLook;
import org.streetwarden.zone.Kind;

/**
 * How it is checked whether the thing of a handled case is gone.
 *
 * @param asked whether workers are asked by themselves; a person may check in any case
 * @param looks so many clear views without the thing make it gone, 1 to {@value #MOST_LOOKS}
 * @param apart clear views closer together count as one
 * @param within from the asking to the judgement by what there is
 * @param again after a check that did not find it gone, as long as the case stays handled
 */
public record CheckRule(boolean asked, int looks, Duration apart, Duration within, Duration again) {

    static final int MOST_LOOKS = 20;

    /** Checks that workers are asked for after one handling, at the most. */
    static final int MOST_CHECKS = 12;

    public static final CheckRule USUAL =
            new CheckRule(true, 3, Duration.ofMinutes(5), Duration.ofHours(2), Duration.ofHours(6));

    private static final Pattern FORM = Pattern.compile(
            "(?<looks>[1-9][0-9]?)x(?<apart>[0-9]{1,4}[smh])/(?<within>[0-9]{1,4}[smh])/(?<again>[0-9]{1,4}[smh])");
    private static final String EXPECTED = " is neither off nor LOOKSxAPART/WITHIN/AGAIN, as 3x5m/2h/6h";

    /**
     * Rules by kind, from {@code vending=5x3m/1h/6h,dumping=off}; a kind that is not named has the usual one.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public static Map<Kind, CheckRule> parse(String text) {
        Map<Kind, CheckRule> rules = new EnumMap<>(Kind.class);
        List<Kind> named = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            rules.put(kind, USUAL);
        }
        for (String entry : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] sides = entry.strip().split("=", -1);
            Kind kind = Kind.of(sides[0].strip())
                    .orElseThrow(() -> new IllegalArgumentException("no kind is called " + sides[0].strip()));
            if (named.contains(kind)) {
                throw new IllegalArgumentException(kind.id() + " is named twice");
            }
            named.add(kind);
            rules.put(kind, one(kind, sides.length == 2 ? sides[1].strip() : ""));
        }
        return rules;
    }

    private static CheckRule one(Kind kind, String text) {
        if (text.equals("off")) {
            return new CheckRule(false, USUAL.looks, USUAL.apart, USUAL.within, USUAL.again);
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(kind.id() + EXPECTED);
        }
        CheckRule rule = new CheckRule(
                true,
                Integer.parseInt(form.group("looks")),
                time(form.group("apart")),
                time(form.group("within")),
                time(form.group("again")));
        boolean fits = rule.looks <= MOST_LOOKS
                && rule.apart.toMillis() > 0
                && rule.apart.multipliedBy(rule.looks).compareTo(rule.within) <= 0;
        if (!fits) {
            throw new IllegalArgumentException("%s: expected 1 to %d looks that fit into %s, found %d each %s"
                    .formatted(kind.id(), MOST_LOOKS, rule.within, rule.looks, rule.apart));
        }
        return rule;
    }

    private static Duration time(String text) {
        long amount = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** How long after a look the next is due: one that said nothing is soon made up for. */
    Duration pause(boolean told) {
        return told ? apart : apart.dividedBy(2);
    }

    /** Whether one more look may be asked for. */
    static boolean mayLookAgain(int taken) {
        return taken < AskedLook.MOST_LOOKS;
    }
}
