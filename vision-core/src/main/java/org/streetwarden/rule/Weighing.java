package org.streetwarden.rule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.streetwarden.rule.Area.Layer;
import org.streetwarden.rule.Area.Where;
import org.streetwarden.rule.Step.Result;

/** One rule and one incident at one moment. Used once, by one thread. */
final class Weighing {

    /** What is permitted for longer is suppressed rather than held. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    private final Rule rule;
    private final ZoneId zone;
    private final Finding finding;
    private final Surroundings around;
    private final Instant at;
    private final List<Step> steps = new ArrayList<>();
    private boolean review;

    Weighing(Rule rule, ZoneId zone, Finding finding, Surroundings around, Instant at) {
        this.rule = rule;
        this.zone = zone;
        this.finding = finding;
        this.around = around;
        this.at = at;
        this.review = rule.then().review() || finding.experimental();
    }

    Judgement judgement() {
        if (finding.experimental()) {
            steps.add(new Step("experimental", Result.NOTED, Map.of()));
        }
        if (around.uncertaintyM() != null) {
            steps.add(new Step("ground-position", Result.NOTED, Map.of("uncertaintyM", number(uncertaintyM()))));
        }
        return ignored()
                .or(this::unsureModel)
                .or(this::repeated)
                .or(this::permitted)
                .or(this::offGreen)
                .or(this::thinlySeen)
                .or(this::young)
                .or(this::held)
                .orElseGet(this::due);
    }

    private Judgement no(Reason reason) {
        return new Judgement(Outcome.SUPPRESS, reason, rule.id(), null, review, null, steps);
    }

    /** What a flight saw in passing is not judged again: nobody will know whether it still stands. */
    private Judgement wait(Reason reason, Instant until) {
        if (finding.glimpsed()) {
            return no(reason);
        }
        return new Judgement(Outcome.WAIT, reason, rule.id(), until, review, null, steps);
    }

    private Optional<Judgement> ignored() {
        return rule.then().outcome() == Outcome.SUPPRESS ? Optional.of(no(Reason.IGNORED)) : Optional.empty();
    }

    private Optional<Judgement> unsureModel() {
        double least = rule.least().score();
        boolean met = finding.score() >= least;
        if (least > 0) {
            steps.add(Step.of("score", met, least, number(finding.score())));
        }
        return met ? Optional.empty() : Optional.of(no(Reason.SCORE));
    }

    /** An open case takes in whatever comes back; only where there is none, coming back is a repetition. */
    private Optional<Judgement> repeated() {
        if (around.openCase() != null) {
            steps.add(new Step("open-case", Result.NOTED, Map.of("caseNo", around.openCase())));
            return Optional.empty();
        }
        Duration within = rule.repeats().within();
        if (within.isPositive() && around.lastFiled() != null) {
            boolean met = !around.lastFiled().plus(within).isAfter(at);
            steps.add(Step.of("repeats", met, within, around.lastFiled()));
            if (!met) {
                return Optional.of(no(Reason.DUPLICATE));
            }
        }
        int most = rule.repeats().mostPerDay();
        boolean enough = most > 0 && around.filedToday() >= most;
        if (most > 0) {
            steps.add(Step.of("most-per-day", !enough, most, around.filedToday()));
        }
        return enough ? Optional.of(no(Reason.ENOUGH_TODAY)) : Optional.empty();
    }

    private Optional<Judgement> permitted() {
        Rule.Permitted permitted = rule.permitted();
        boolean unsure = false;
        if (permitted.hours() != null) {
            boolean now = permitted.hours().permits(at);
            Map<String, String> asked = Map.of("asked", permitted.hours().canonical());
            steps.add(new Step("permitted-hours", now ? Result.PERMITS : Result.PERMITS_NOT, asked));
            if (now) {
                return Optional.of(until(permitted.hours().permittedUntil(at)));
            }
        }
        if (!around.positioned() && (permitted.vendingPoints() || permitted.construction())) {
            steps.add(new Step("position", Result.UNSURE, Map.of()));
        }
        for (Area area : around.areas()) {
            Result result = result(area);
            if (result == Result.PERMITS) {
                return Optional.of(until(area.ends(at, zone)));
            }
            unsure |= result == Result.UNSURE;
        }
        return unsure ? unsure() : Optional.empty();
    }

    /** Permitted things that still stand when the permission ends are judged again then. */
    private Judgement until(Optional<Instant> end) {
        return end.filter(time -> !time.isAfter(at.plus(LONGEST_WAIT)))
                .map(time -> wait(Reason.PERMITTED, time))
                .orElseGet(() -> no(Reason.PERMITTED));
    }

    /** @return NOTED where it is none that this rule asks about */
    private Result result(Area area) {
        boolean named = area.layer() == Layer.VENDING_POINTS
                && rule.permitted().points().contains(area.code());
        boolean asked =
                switch (area.layer()) {
                    case VENDING_POINTS -> named || rule.permitted().vendingPoints();
                    case CONSTRUCTION_PERMITS -> rule.permitted().construction();
                    case GREEN_BELTS -> false;
                };
        Where where = named ? Where.INSIDE : area.where(uncertaintyM());
        if (!asked || where == Where.OUTSIDE || (where == Where.UNSURE && area.borderM() == null)) {
            return Result.NOTED;
        }
        Optional<Area.Not> refused = area.refuses(at, zone);
        Result result =
                refused.isPresent() ? Result.PERMITS_NOT : where == Where.UNSURE ? Result.UNSURE : Result.PERMITS;
        Map<String, String> facts = facts(area, where);
        refused.ifPresent(why -> facts.put("because", why.name().toLowerCase(Locale.ROOT)));
        steps.add(new Step(area.layer().id(), result, facts));
        return result;
    }

    /** As a flight measured it; else as far as a rule lets a thing be from its camera. */
    private double uncertaintyM() {
        return around.uncertaintyM() == null ? rule.permitted().uncertaintyM() : around.uncertaintyM();
    }

    private Map<String, String> facts(Area area, Where where) {
        Map<String, String> facts = new HashMap<>();
        facts.put("code", area.code());
        facts.put("name", area.name());
        facts.put("document", area.document());
        facts.put("where", where.name().toLowerCase(Locale.ROOT));
        facts.put("uncertaintyM", number(uncertaintyM()));
        if (area.borderM() != null) {
            facts.put("borderM", number(area.borderM()));
        }
        if (area.capacity() > 0) {
            facts.put("capacity", Integer.toString(area.capacity()));
            facts.put("standing", Integer.toString(area.standing()));
        }
        return facts;
    }

    private Optional<Judgement> unsure() {
        if (!rule.permitted().fileUnsure()) {
            return Optional.of(no(Reason.CANNOT_SAY));
        }
        review = true;
        return Optional.empty();
    }

    private Optional<Judgement> offGreen() {
        if (!rule.permitted().greenOnly()) {
            return Optional.empty();
        }
        Where best = around.positioned() ? Where.OUTSIDE : Where.UNSURE;
        for (Area area : around.areas()) {
            Where where = area.where(uncertaintyM());
            if (area.layer() == Layer.GREEN_BELTS && where != Where.OUTSIDE) {
                Result result = where == Where.INSIDE ? Result.MET : Result.UNSURE;
                steps.add(new Step(area.layer().id(), result, facts(area, where)));
                best = best == Where.INSIDE ? best : where;
            }
        }
        if (best == Where.OUTSIDE) {
            steps.add(new Step(Layer.GREEN_BELTS.id(), Result.NOT_MET, Map.of("where", "outside")));
            return Optional.of(no(Reason.OFF_GREEN));
        }
        return best == Where.UNSURE ? unsure() : Optional.empty();
    }

    private Optional<Judgement> thinlySeen() {
        if (finding.glimpsed()) {
            return Optional.empty();
        }
        boolean thin = false;
        if (rule.least().observedShare() > 0) {
            boolean met = finding.observedShare() >= rule.least().observedShare();
            steps.add(Step.of("observed-share", met, rule.least().observedShare(), number(finding.observedShare())));
            thin = !met;
        }
        if (rule.least().longestGap() != null) {
            boolean met = finding.longestGap().compareTo(rule.least().longestGap()) <= 0;
            steps.add(Step.of("longest-gap", met, rule.least().longestGap(), finding.longestGap()));
            thin |= !met;
        }
        return thin ? Optional.of(no(Reason.THINLY_SEEN)) : Optional.empty();
    }

    private Optional<Judgement> young() {
        Duration notice = rule.least().notice();
        Duration dwell = rule.least().dwell();
        Duration found = finding.dwell(at);
        if (finding.glimpsed()) {
            return neverWatched(notice.compareTo(dwell) > 0 ? notice : dwell);
        }
        if (notice.isPositive()) {
            steps.add(Step.of("notice", found.compareTo(notice) >= 0, notice, found));
        }
        if (dwell.isPositive()) {
            steps.add(Step.of("dwell", found.compareTo(dwell) >= 0, dwell, found));
        }
        if (found.compareTo(notice) < 0) {
            return Optional.of(wait(Reason.NOT_YET, at.plus(notice).minus(found)));
        }
        return found.compareTo(dwell) < 0
                ? Optional.of(wait(
                        notice.isPositive() ? Reason.NOTICED : Reason.NOT_YET,
                        at.plus(dwell).minus(found)))
                : Optional.empty();
    }

    /** How long a thing stands that a flight saw in passing is a reviewer's to say. */
    private Optional<Judgement> neverWatched(Duration dwell) {
        if (dwell.isPositive()) {
            steps.add(new Step("dwell", Result.UNSURE, Map.of("asked", dwell.toString())));
            review = true;
        }
        return Optional.empty();
    }

    private Optional<Judgement> held() {
        Rule.Hold hold = rule.hold();
        if (hold == null || !hold.hours().permits(at)) {
            return Optional.empty();
        }
        Map<String, String> facts = new HashMap<>(Map.of("asked", hold.hours().canonical()));
        Optional<Surroundings.Collecting> point = around.collections().stream()
                .filter(each -> each.hours() != null && each.metres() <= hold.collectionWithinM())
                .findFirst();
        point.ifPresent(each -> facts.put("collection", each.code()));
        boolean emptied = point.filter(this::wasEmptied).isPresent();
        Optional<Instant> end =
                point.flatMap(this::nextEmptied).or(() -> hold.hours().permittedUntil(at));
        steps.add(new Step("hold", emptied || end.isEmpty() ? Result.MET : Result.NOT_MET, facts));
        return emptied ? Optional.empty() : end.map(time -> wait(Reason.HELD, time));
    }

    /** Whether a collection has ended since the raise. */
    private boolean wasEmptied(Surroundings.Collecting point) {
        Instant ended = firstEnd(point, finding.raisedAt());
        return ended != null && !ended.isAfter(at);
    }

    private Optional<Instant> nextEmptied(Surroundings.Collecting point) {
        return Optional.ofNullable(firstEnd(point, at)).filter(end -> !end.isAfter(at.plus(LONGEST_WAIT)));
    }

    /** The end of the first collection that is running or begins after a moment; null where there is none within a day. */
    private static Instant firstEnd(Surroundings.Collecting point, Instant from) {
        return point.hours()
                .nextEnd(from)
                .filter(end -> !end.isAfter(from.plus(LONGEST_WAIT)))
                .orElse(null);
    }

    private Judgement due() {
        Rule.Then then = rule.then();
        if (then.outcome() == Outcome.REMIND && !finding.glimpsed()) {
            boolean lately = around.lastReminded() != null
                    && around.lastReminded().plus(then.remindOnceIn()).isAfter(at);
            if (around.lastReminded() != null) {
                steps.add(Step.of("reminded", !lately, then.remindOnceIn(), around.lastReminded()));
            }
            if (!lately && around.openCase() == null) {
                return new Judgement(Outcome.REMIND, Reason.ALL_MET, rule.id(), null, review, then.remindFor(), steps);
            }
        }
        return new Judgement(Outcome.FILE, Reason.ALL_MET, rule.id(), null, review, null, steps);
    }

    /** Three digits, whatever the machine's language. */
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
