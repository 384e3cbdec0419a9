package org.streetwarden.rule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All rules of a city, in order: the first that is about an incident decides. What none is about is filed. Immutable.
 *
 * @param version digest of the file that it was read from
 * @param timeZone in which days are counted
 */
public record RuleBook(String version, ZoneId timeZone, List<Rule> rules) {

    public RuleBook {
        rules = List.copyOf(rules);
    }

    /**
     * Judges an incident as of a moment.
     *
     * @param at not before the raise
     * @param goneAt when its thing was last seen; null while it stands
     * @return held only until a time after {@code at} at which the thing still stood
     */
    public Judgement judge(Finding finding, Surroundings around, Instant at, Instant goneAt) {
        Judgement judgement = rules.stream()
                .filter(rule -> rule.isAbout(finding, around, at, this))
                .findFirst()
                .map(rule -> new Weighing(rule, timeZone, finding, around, at).judgement())
                .orElse(Judgement.FILED_WITHOUT_RULE);
        return goneAt == null ? judgement : judgement.gone(goneAt);
    }

    /** Vending points that rules name. */
    public Set<String> points() {
        return rules.stream()
                .flatMap(rule -> rule.permitted().points().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
