package org.streetwarden.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streetwarden.rule.Street.SIX;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.streetwarden.rule.Area.Layer;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.Schedule;

class RuleBookTest {

    private static final Instant TEN_PM = Instant.parse("2026-11-20T14:00:00Z");

    private static Judgement judge(RuleBook book, Surroundings around) {
        return book.judge(Street.stall(), around, SIX, null);
    }

    private static RuleBook asking(Rule.Least least) {
        return Street.book(least, Rule.Repeats.ALL, Rule.Permitted.NOTHING, null, Rule.Then.FILE);
    }

    @Test
    void filesWhatNoRuleIsAbout() {
        Judgement judgement = judge(new RuleBook("v", Street.CHINA, List.of()), Street.nothing());
        assertThat(judgement.outcome()).isEqualTo(Outcome.FILE);
        assertThat(judgement.reason()).isEqualTo(Reason.NO_RULE);
        assertThat(judgement.ruleId()).isNull();
    }

    @Test
    void takesTheFirstRuleThatIsAboutIt() {
        Scope here = new Scope(
                Set.of(Kind.VENDING),
                Set.of("cam-1"),
                Set.of("zone-1"),
                Set.of("shops"),
                Set.of("370126001"),
                Set.of("stall"),
                Street.hours("fri 17:00-19:00"),
                Scope.Days.WORKDAYS,
                LocalDate.parse("2026-11-20"),
                LocalDate.parse("2026-11-20"));
        Rule narrow = new Rule(
                "narrow",
                here,
                Rule.Least.NOTHING,
                Rule.Repeats.ALL,
                Rule.Permitted.NOTHING,
                null,
                new Rule.Then(Outcome.SUPPRESS, false, null, Duration.ZERO));
        Rule wide = new Rule(
                "wide",
                Scope.of(Set.of(Kind.VENDING)),
                Rule.Least.NOTHING,
                Rule.Repeats.ALL,
                Rule.Permitted.NOTHING,
                null,
                Rule.Then.FILE);
        RuleBook book = new RuleBook("v", Street.CHINA, List.of(narrow, wide));
        Surroundings shops = new Surroundings(
                "shops", Set.of("370126001001001"), true, Map.of(), List.of(), List.of(), null, null, 0, null);
        Surroundings holiday = new Surroundings(
                "shops",
                Set.of("370126001001001"),
                true,
                Map.of(LocalDate.parse("2026-11-20"), false),
                List.of(),
                List.of(),
                null,
                null,
                0,
                null);
        assertThat(judge(book, shops).ruleId()).isEqualTo("narrow");
        assertThat(judge(book, shops).reason()).isEqualTo(Reason.IGNORED);
        assertThat(judge(book, holiday).ruleId())
                .as("by the calendar nobody works")
                .isEqualTo("wide");
        assertThat(judge(book, Street.nothing()).ruleId())
                .as("another group and grid")
                .isEqualTo("wide");
        assertThat(book.judge(Street.stall(), shops, TEN_PM, null).ruleId())
                .as("later")
                .isEqualTo("wide");
        assertThat(book.judge(Street.finding(Kind.DUMPING, 1, false), shops, SIX, null)
                        .reason())
                .isEqualTo(Reason.NO_RULE);
    }

    @Test
    void holdsTheYoungUntilNoticeAndThenUntilTheirTime() {
        RuleBook book = asking(new Rule.Least(0, Duration.ofMinutes(7), Duration.ofMinutes(10), 0, null));
        Judgement young = judge(book, Street.nothing());
        assertThat(young.outcome()).isEqualTo(Outcome.WAIT);
        assertThat(young.reason()).isEqualTo(Reason.NOT_YET);
        assertThat(young.until()).isEqualTo(SIX.plusSeconds(120));
        Judgement noticed = book.judge(Street.stall(), Street.nothing(), young.until(), null);
        assertThat(noticed.reason()).isEqualTo(Reason.NOTICED);
        assertThat(noticed.until()).isEqualTo(SIX.plusSeconds(300));
        assertThat(book.judge(Street.stall(), Street.nothing(), noticed.until(), null)
                        .outcome())
                .isEqualTo(Outcome.FILE);
    }

    @Test
    void dropsWhatWentTooSoonAndFilesWhatWentLater() {
        RuleBook book = asking(new Rule.Least(0, Duration.ZERO, Duration.ofMinutes(10), 0, null));
        Judgement gone = book.judge(Street.stall(), Street.nothing(), SIX.plusSeconds(299), SIX.plusSeconds(299));
        assertThat(gone.outcome()).isEqualTo(Outcome.SUPPRESS);
        assertThat(gone.reason()).isEqualTo(Reason.SHORT);
        assertThat(gone.until()).isNull();
        assertThat(book.judge(Street.stall(), Street.nothing(), SIX, SIX.plusSeconds(300))
                        .outcome())
                .as("it stood when it was due")
                .isEqualTo(Outcome.WAIT);
        assertThat(book.judge(Street.stall(), Street.nothing(), SIX.plusSeconds(300), SIX.plusSeconds(300))
                        .outcome())
                .isEqualTo(Outcome.FILE);
    }

    @Test
    void asksHowWellItWasSeen() {
        assertThat(judge(asking(new Rule.Least(0.81, Duration.ZERO, Duration.ZERO, 0, null)), Street.nothing())
                        .reason())
                .isEqualTo(Reason.SCORE);
        assertThat(judge(
                                asking(new Rule.Least(0.8, Duration.ZERO, Duration.ZERO, 0.8, Duration.ofSeconds(40))),
                                Street.nothing())
                        .outcome())
                .isEqualTo(Outcome.FILE);
        Judgement thin = judge(
                asking(new Rule.Least(0, Duration.ZERO, Duration.ZERO, 0.81, Duration.ofSeconds(39))),
                Street.nothing());
        assertThat(thin.reason()).isEqualTo(Reason.THINLY_SEEN);
        assertThat(thin.steps()).extracting(Step::check).containsExactly("observed-share", "longest-gap");
        assertThat(thin.steps()).extracting(Step::result).containsOnly(Step.Result.NOT_MET);
        assertThat(thin.steps().getFirst().facts())
                .containsEntry("asked", "0.81")
                .containsEntry("found", "0.800");
    }

    @Test
    void countsRepetitionsOnlyWhereNoCaseIsOpen() {
        RuleBook book = Street.book(
                Rule.Least.NOTHING,
                new Rule.Repeats(Duration.ofHours(2), 3),
                Rule.Permitted.NOTHING,
                null,
                Rule.Then.FILE);
        Surroundings none = Street.nothing();
        Instant lately = SIX.minusSeconds(7199);
        assertThat(judge(book, Street.with(none, lately, null, 1, null)).reason())
                .isEqualTo(Reason.DUPLICATE);
        assertThat(judge(book, Street.with(none, lately.minusSeconds(1), null, 1, null))
                        .outcome())
                .isEqualTo(Outcome.FILE);
        assertThat(judge(book, Street.with(none, null, null, 3, null)).reason()).isEqualTo(Reason.ENOUGH_TODAY);
        assertThat(judge(book, Street.with(none, lately, null, 9, "VA-1")).outcome())
                .as("an open case takes it in")
                .isEqualTo(Outcome.FILE);
    }

    @Test
    void permitsInsideAVendingPointUntilItsHoursEnd() {
        RuleBook book = Street.permitting(true, false, false, true);
        Judgement inside = judge(book, Street.around(List.of(Street.point(-10, 0, 0, "daily 18:00-22:00"))));
        assertThat(inside.outcome()).isEqualTo(Outcome.WAIT);
        assertThat(inside.reason()).isEqualTo(Reason.PERMITTED);
        assertThat(inside.until()).isEqualTo(TEN_PM);
        assertThat(inside.steps().getFirst().facts())
                .containsEntry("code", "VP-1")
                .containsEntry("document", "城管〔2026〕7号")
                .containsEntry("where", "inside");
        Surroundings market = Street.around(List.of(Street.point(-10, 0, 0, "daily 18:00-22:00")));
        assertThat(book.judge(Street.stall(), market, TEN_PM, null).outcome()).isEqualTo(Outcome.FILE);
        assertThat(book.judge(Street.stall(), market, TEN_PM.minusSeconds(60), TEN_PM.minusSeconds(60))
                        .reason())
                .as("it went in time")
                .isEqualTo(Reason.PERMITTED);
        Judgement whole = judge(book, Street.around(List.of(Street.point(-10, 0, 0, "daily 00:00-24:00"))));
        assertThat(whole.outcome()).as("no end within a day").isEqualTo(Outcome.SUPPRESS);
    }

    @Test
    void countsCapacityAgainstWhatStandsThere() {
        RuleBook book = Street.permitting(true, false, false, true);
        String hours = "daily 18:00-22:00";
        assertThat(judge(book, Street.around(List.of(Street.point(-30, 2, 1, hours))))
                        .reason())
                .isEqualTo(Reason.PERMITTED);
        Judgement full = judge(book, Street.around(List.of(Street.point(-30, 2, 2, hours))));
        assertThat(full.outcome()).isEqualTo(Outcome.FILE);
        assertThat(full.steps().getFirst().result()).isEqualTo(Step.Result.PERMITS_NOT);
        assertThat(full.steps().getFirst().facts())
                .containsEntry("because", "capacity")
                .containsEntry("standing", "2")
                .containsEntry("capacity", "2");
        assertThat(full.review()).isFalse();
    }

    @Test
    void saysWhenItCannotSay() {
        Surroundings edge = Street.around(List.of(Street.point(-9.9, 0, 0, "daily 18:00-22:00")));
        Judgement filed = judge(Street.permitting(true, false, false, true), edge);
        assertThat(filed.outcome()).isEqualTo(Outcome.FILE);
        assertThat(filed.review()).isTrue();
        assertThat(filed.steps().getFirst().result()).isEqualTo(Step.Result.UNSURE);
        assertThat(judge(Street.permitting(true, false, false, false), edge).reason())
                .isEqualTo(Reason.CANNOT_SAY);
        Surroundings outside = Street.around(List.of(Street.point(10.1, 0, 0, "daily 18:00-22:00")));
        assertThat(judge(Street.permitting(true, false, false, true), outside).review())
                .isFalse();
        Surroundings closed = Street.around(List.of(Street.point(0, 0, 0, "daily 06:00-07:00")));
        assertThat(judge(Street.permitting(true, false, false, true), closed).review())
                .as("wherever it stands, that point is closed")
                .isFalse();
    }

    @Test
    void knowsPointsThatItsZonesLieIn() {
        RuleBook book = Street.book(
                Rule.Least.NOTHING,
                Rule.Repeats.ALL,
                new Rule.Permitted(null, false, Set.of("VP-1"), false, false, 10, true),
                null,
                Rule.Then.FILE);
        assertThat(book.points()).containsExactly("VP-1");
        assertThat(judge(book, Street.around(List.of(Street.point(250, 0, 0, "daily 18:00-22:00"))))
                        .reason())
                .isEqualTo(Reason.PERMITTED);
    }

    @Test
    void readsSeasonsThatGoOverNewYear() {
        Area winter = new Area(
                Layer.VENDING_POINTS,
                "W",
                "冬",
                "",
                -50.0,
                null,
                null,
                MonthDay.of(11, 15),
                MonthDay.of(2, 15),
                null,
                0,
                0);
        assertThat(winter.refuses(SIX, Street.CHINA)).isEmpty();
        assertThat(winter.refuses(Instant.parse("2026-06-01T00:00:00Z"), Street.CHINA))
                .contains(Area.Not.SEASON);
        Area ended = new Area(
                Layer.CONSTRUCTION_PERMITS,
                "C",
                "工地",
                "",
                -50.0,
                null,
                LocalDate.parse("2026-11-19"),
                null,
                null,
                null,
                0,
                0);
        assertThat(ended.refuses(SIX, Street.CHINA)).contains(Area.Not.DATES);
    }

    @Test
    void wantsAGreenBeltUnderTheVehicle() {
        Finding car = Street.finding(Kind.GREEN_PARKING, 0.9, false);
        RuleBook book = Street.permitting(false, true, true, true);
        assertThat(book.judge(car, Street.around(List.of(Street.area(Layer.GREEN_BELTS, -11))), SIX, null)
                        .outcome())
                .isEqualTo(Outcome.FILE);
        Judgement edge = book.judge(car, Street.around(List.of(Street.area(Layer.GREEN_BELTS, 3))), SIX, null);
        assertThat(edge.outcome()).isEqualTo(Outcome.FILE);
        assertThat(edge.review()).isTrue();
        assertThat(book.judge(car, Street.around(List.of(Street.area(Layer.GREEN_BELTS, 30))), SIX, null)
                        .reason())
                .isEqualTo(Reason.OFF_GREEN);
        Surroundings works = Street.around(
                List.of(Street.area(Layer.CONSTRUCTION_PERMITS, -40), Street.area(Layer.GREEN_BELTS, -11)));
        assertThat(book.judge(car, works, SIX, null).reason()).isEqualTo(Reason.PERMITTED);
        Surroundings nowhere =
                new Surroundings("default", Set.of(), false, Map.of(), List.of(), List.of(), null, null, 0, null);
        assertThat(book.judge(car, nowhere, SIX, null).review())
                .as("a camera without a position")
                .isTrue();
    }

    @Test
    void holdsBinsUntilTheyWereEmptied() {
        RuleBook book = Street.book(
                Rule.Least.NOTHING,
                Rule.Repeats.ALL,
                Rule.Permitted.NOTHING,
                new Rule.Hold(Street.hours("daily 17:30-18:30"), 50),
                Rule.Then.FILE);
        Judgement byHours = judge(book, Street.nothing());
        assertThat(byHours.reason()).isEqualTo(Reason.HELD);
        assertThat(byHours.until()).isEqualTo(SIX.plusSeconds(1800));
        Judgement byCollection = judge(book, Street.emptied("daily 18:10-18:20"));
        assertThat(byCollection.until()).isEqualTo(SIX.plusSeconds(1200));
        assertThat(book.judge(Street.stall(), Street.emptied("daily 18:10-18:20"), byCollection.until(), null)
                        .outcome())
                .as("emptied, and still too full")
                .isEqualTo(Outcome.FILE);
        assertThat(book.judge(Street.stall(), Street.nothing(), SIX, SIX).reason())
                .isEqualTo(Reason.GONE);
    }

    @Test
    void remindsFirstAndFilesWhoComesBack() {
        Rule.Then warn = new Rule.Then(Outcome.REMIND, true, Duration.ofMinutes(10), Duration.ofHours(24));
        RuleBook book = Street.book(Rule.Least.NOTHING, Rule.Repeats.ALL, Rule.Permitted.NOTHING, null, warn);
        Judgement first = judge(book, Street.nothing());
        assertThat(first.outcome()).isEqualTo(Outcome.REMIND);
        assertThat(first.remindFor()).isEqualTo(Duration.ofMinutes(10));
        assertThat(first.review()).isTrue();
        Surroundings back = Street.with(Street.nothing(), null, SIX.minusSeconds(3600), 1, null);
        assertThat(judge(book, back).outcome()).isEqualTo(Outcome.FILE);
        Surroundings longAgo = Street.with(Street.nothing(), null, SIX.minusSeconds(86_401), 1, null);
        assertThat(judge(book, longAgo).outcome()).isEqualTo(Outcome.REMIND);
        assertThat(judge(book, Street.with(Street.nothing(), null, null, 0, "VA-1"))
                        .outcome())
                .isEqualTo(Outcome.FILE);
    }

    @Test
    void sendsExperimentalClassesToAReviewer() {
        Judgement judgement =
                asking(Rule.Least.NOTHING).judge(Street.finding(Kind.DUMPING, 1, true), Street.nothing(), SIX, null);
        assertThat(judgement.review()).isTrue();
        assertThat(judgement.steps()).extracting(Step::check).containsExactly("experimental");
    }

    @Test
    void findsTheEndOfHoursThatTouch() {
        Schedule evening = Street.hours("fri 17:00-19:00", "fri 19:00-23:00", "fri 23:00-01:00");
        assertThat(evening.permittedUntil(SIX)).contains(Instant.parse("2026-11-20T17:00:00Z"));
        assertThat(evening.overlaps()).isFalse();
        assertThat(Street.hours("fri 17:00-19:00", "daily 18:59-20:00").overlaps())
                .isTrue();
        assertThat(Street.hours("sun 23:00-02:00", "mon 01:00-03:00").overlaps())
                .isTrue();
        assertThat(Street.hours("daily 00:00-24:00").permittedUntil(SIX)).isEmpty();
        assertThat(Schedule.NEVER.permittedUntil(SIX)).isEmpty();
    }
}
