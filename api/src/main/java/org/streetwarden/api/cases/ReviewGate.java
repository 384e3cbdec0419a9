package org.streetwarden.api.cases;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.detect.Verification;
import org.streetwarden.zone.Kind;

/**
 * Which cases wait for a reviewer: all of them but those of a kind for which a score is set, which they reach. What has no
 * real evidence behind it waits whatever is set, and so does what a verifier was to judge and did not find real.
 *
 * @param unlessScore least score with which a case of the kind need not wait, 0 to 1
 */
public record ReviewGate(Map<Kind, Double> unlessScore) {

    public static final ReviewGate ALWAYS = new ReviewGate(Map.of());

    /** How the gate calls itself in the history. */
    static final String ACTOR = "gate";

    public ReviewGate {
        unlessScore = Map.copyOf(unlessScore);
    }

    /**
     * Reads {@code vending=always,green-parking=0.9}; a kind that is not named waits.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    public static ReviewGate parse(String text) {
        Map<Kind, Double> scores = new EnumMap<>(Kind.class);
        for (String entry : text.isBlank() ? new String[0] : text.split(",", -1)) {
            String[] sides = entry.strip().split("=", -1);
            Kind kind = Kind.of(sides[0].strip())
                    .orElseThrow(() -> new IllegalArgumentException("no kind is called " + sides[0].strip()));
            String rule = sides.length == 2 ? sides[1].strip() : "";
            if (!rule.matches("always|0(\\.[0-9]{1,6})?|1(\\.0{1,6})?")) {
                throw new IllegalArgumentException(kind.id() + " is neither always nor a score from 0 to 1");
            }
            Double score = rule.equals("always") ? Double.POSITIVE_INFINITY : Double.valueOf(rule);
            if (scores.put(kind, score) != null) {
                throw new IllegalArgumentException(kind.id() + " is named twice");
            }
        }
        scores.values().removeIf(score -> score.isInfinite());
        return new ReviewGate(scores);
    }

    /** @return why it need not wait; empty where it must */
    Optional<String> letsThrough(IncidentFiled filed) {
        Double least = unlessScore.get(filed.kind());
        boolean unjudged = filed.verification() != null && filed.verification().verdict() != Verification.Verdict.REAL;
        if (least == null || filed.experimental() || unjudged || filed.score() < least) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "No review needed: %s with a score of %.2f, at least %s; not experimental.",
                filed.kind().id(),
                filed.score(),
                least));
    }
}
