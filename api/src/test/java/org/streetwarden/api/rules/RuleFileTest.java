package org.streetwarden.api.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.rule.Outcome;
import org.streetwarden.rule.Rule;
import org.streetwarden.rule.RuleBook;
import org.streetwarden.rule.Scope;
import org.streetwarden.zone.Kind;

/** The rules file: what the shipped one says, and every way in which another can be wrong. */
class RuleFileTest {

    private static RuleBook read(String yaml) {
        return RuleFile.read(yaml.getBytes(UTF_8)).book();
    }

    private static List<String> problems(String yaml) {
        Refusal refused = catchThrowableOfType(Refusal.class, () -> read(yaml));
        assertThat(refused)
                .as(yaml.length() > 200 ? yaml.substring(0, 200) : yaml)
                .isNotNull();
        return refused.problems();
    }

    private static List<String> ruleProblems(String rule) {
        return problems("version: 1\nrules:\n  - {id: a, kinds: [vending], " + rule + "}\n");
    }

    @Test
    void shipsRulesThatFileWhatWorkersRaise() {
        RuleFile shipped = RuleFile.shipped();
        assertThat(shipped.book().rules())
                .extracting(Rule::id)
                .containsExactly("vending", "dumping", "bin-overflow", "green-parking");
        assertThat(shipped.book().rules()).allSatisfy(rule -> {
            assertThat(rule.least()).isEqualTo(Rule.Least.NOTHING);
            assertThat(rule.then()).isEqualTo(new Rule.Then(Outcome.FILE, false, null, Duration.ofHours(24)));
            assertThat(rule.hold()).isNull();
        });
        assertThat(shipped.book().version()).matches("[0-9a-f]{64}");
    }

    @Test
    void everyProposalOfTheShippedFileIsSound() {
        String all = RuleFile.shipped().content().replace("enabled: false", "enabled: true");
        RuleBook book = read(all);
        assertThat(book.rules()).hasSize(10);
        Rule morning = book.rules().getFirst();
        assertThat(morning.scope().kinds()).containsExactly(Kind.VENDING);
        assertThat(morning.scope().zones()).containsExactly("school-gate");
        assertThat(morning.scope().days()).isEqualTo(Scope.Days.WORKDAYS);
        assertThat(morning.least().dwell()).isEqualTo(Duration.ofMinutes(3));
        assertThat(morning.then().outcome()).isEqualTo(Outcome.REMIND);
        assertThat(morning.then().remindFor()).isEqualTo(Duration.ofMinutes(10));
        assertThat(book.rules().get(2).hold().collectionWithinM()).isEqualTo(50);
    }

    @Test
    void namesEveryProblemAtOnceWithLineAndPath() {
        assertThat(problems("""
                version: 2
                time-zone: Mars/Olympus
                surprise: 1
                rules:
                  - id: a b
                    kinds: [vending, piracy]
                    least: {score: 2, dwell: 5x}
                  - kinds: []
                    then: {do: shoot}
                """))
                .containsExactly(
                        "line 1: version: expected 1, found '2'",
                        "line 2: time-zone: expected an IANA name such as Asia/Shanghai, found 'Mars/Olympus'",
                        "line 5: rules[0].id: expected 1 to 64 letters, digits, '.', '-', '_', found 'a b'",
                        "line 6: rules[0].kinds: expected vending, bin-overflow, dumping, green-parking, found 'piracy'",
                        "line 7: rules[0].least.dwell: expected a span of 1s to 24h, as 90s, 5m or 2h, found '5x'",
                        "line 7: rules[0].least.score: expected a number from 0.0 to 1.0, found '2'",
                        "line 8: rules[1].id: expected 1 to 64 letters, digits, '.', '-', '_', found nothing",
                        "line 8: rules[1].kinds: expected at least one kind, found none",
                        "line 9: rules[1].then.do: expected file, remind or suppress, found 'shoot'",
                        "line 3: surprise: expected only position-uncertainty-m, rules, time-zone, version, found this key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enabled: maybe | enabled: expected true or false, found 'maybe'",
                "where: 7 | where: expected keys with values, found '7'",
                "where: {cameras: cam} | where.cameras: expected a list, found 'cam'",
                "where: {cameras: ['a b']} | where.cameras: expected ids of 1 to 64",
                "where: {grids: ['../x']} | where.grids: expected codes of 1 to 40",
                "where: {city: x} | where.city: expected only cameras, grids, groups, zones",
                "when: {hours: ['daily 25:00-26:00']} | when.hours: expected hours such as",
                "when: {hours: ['daily 08:00-12:00', 'mon 11:00-13:00']} | when.hours: expected hours of which none overlap",
                "when: {days: sundays} | when.days: expected workdays, rest-days or any",
                "when: {from: 2026-02-30} | when.from: expected a day such as 2026-05-15",
                "when: {from: 2026-02-10, to: 2026-02-09} | when.to: expected a day not before from",
                "labels: [[stall]] | labels: expected labels of a model, found a list",
                "least: {notice: 10m, dwell: 5m} | least.notice: expected at most dwell",
                "least: {dwell: 25h} | least.dwell: expected a span of 1s to 24h",
                "least: {observed-share: -1} | least.observed-share: expected a number from 0.0 to 1.0",
                "least: {longest-gap: {a: 1}} | least.longest-gap: expected a span of 1s to 24h, as 90s, 5m or 2h, found keys with values",
                "repeats: {within: 32d} | repeats.within: expected a span of 1s to 744h",
                "repeats: {most-per-day: 2.5} | repeats.most-per-day: expected a whole number from 0 to 10000",
                "permitted: {unsure: shrug} | permitted.unsure: expected file or suppress",
                "permitted: {position-uncertainty-m: 301} | permitted.position-uncertainty-m: expected a number from 0.0 to 300.0",
                "permitted: {green-belts-only: true} | permitted: expected green-belts-only with the kind green-parking alone",
                "hold: {collection-within-m: 50} | hold.hours: expected the hours in which it is held, found nothing",
                "then: {do: remind} | then.remind-for: expected a span such as 10m, found nothing",
                "then: {remind-for: 10m} | then.remind-for: expected nothing but with do: remind",
                "id: b | id: expected this key once, found it twice",
                "do: file | do: expected only",
            })
    void refuses(String rule, String expected) {
        assertThat(ruleProblems(rule))
                .singleElement()
                .asString()
                .startsWith("line 3: rules[0].")
                .contains(expected);
    }

    @Test
    void refusesTwoRulesOfOneName() {
        assertThat(problems("version: 1\nrules:\n  - {id: a, kinds: [vending]}\n  - {id: a, kinds: [dumping]}\n"))
                .containsExactly("line 4: rules[1].id: expected an id of its own, found 'a' a second time");
    }

    @Test
    void isBoundedWhateverItIsGiven() {
        assertThat(problems("")).singleElement().asString().contains("found nothing");
        assertThat(problems("- 1\n")).anyMatch(problem -> problem.contains("expected keys with values, found a list"));
        assertThat(problems("version: 1\nrules: " + "[".repeat(5000)))
                .singleElement()
                .asString()
                .contains("expected YAML");
        assertThat(problems("x: \"" + "a".repeat(RuleFile.MAX_BYTES) + "\""))
                .singleElement()
                .asString()
                .contains("at most 262144 bytes");
        assertThat(problems("version: 1\nrules:\n" + "  - {id: a}\n".repeat(501)))
                .anyMatch(problem -> problem.contains("at most 500 entries, found 501"));
        assertThat(problems("a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n"))
                .singleElement()
                .asString()
                .contains("expected YAML");
        assertThat(problems("a: &a [*a]\n")).singleElement().asString().contains("expected YAML");
        assertThat(problems("version: 1\n---\nversion: 1\n"))
                .singleElement()
                .asString()
                .contains("expected YAML");
        assertThat(problems("x: !!javax.script.ScriptEngineManager [1]\n"))
                .noneMatch(problem -> problem.contains("Exception"));
        assertThat(problems("version: 1\nrules: []\n\"a\\u0007b\": 1\n"))
                .singleElement()
                .asString()
                .doesNotContain("\u0007");
        Refusal binary =
                catchThrowableOfType(Refusal.class, () -> RuleFile.read(new byte[] {(byte) 0xff, (byte) 0xfe}));
        assertThat(binary.problems()).containsExactly("file: expected UTF-8, found something else");
    }

    @Test
    void turnsAwayEveryFileThatWasCutShort() {
        String whole = RuleFile.shipped().content();
        byte[] bytes = whole.getBytes(UTF_8);
        for (int length = 0; length < bytes.length; length += 97) {
            try {
                RuleFile.read(Arrays.copyOf(bytes, length));
            } catch (Refusal refused) {
                assertThat(refused.problems()).isNotEmpty();
            }
        }
    }
}
