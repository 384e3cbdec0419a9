package org.streetwarden.api.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.life.StatusMap;

/** What is made of an answer. */
class AttemptTest {

    private static Attempt of(int status, String body) {
        return Attempt.of(new Reply(status, body.getBytes(UTF_8), null, ""), StatusMap.parse("7=ACCEPTED"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 |                                             | DELIVERED | false",
                "204 |                                             | DELIVERED | false",
                "202 | {\"status\":\"不予受理\"}                     | REFUSED   | false",
                "301 |                                             | FAILED    | true",
                "400 | {\"status\":\"立案\"}                         | FAILED    | false",
                "404 | <html>                                      | FAILED    | false",
                "408 | {\"status\":\"不予受理\"}                     | FAILED    | true",
                "409 | {\"platformCaseNo\":\"P-1\"}                  | DELIVERED | false",
                "409 |                                             | FAILED    | false",
                "410 | {\"platformCaseNo\":\"P-1\"}                  | GONE      | false",
                "422 | {\"status\":\"不予受理\"}                     | REFUSED   | false",
                "425 |                                             | FAILED    | true",
                "429 | {\"platformCaseNo\":\"P-1\"}                  | FAILED    | true",
                "500 | {\"status\":\"不予受理\"}                     | FAILED    | true",
            })
    void comesOf(int status, String body, Attempt.Outcome outcome, boolean unwell) {
        Attempt attempt = of(status, body == null ? "" : body);
        assertThat(attempt.outcome()).isEqualTo(outcome);
        assertThat(attempt.unwell()).isEqualTo(unwell);
    }

    @Test
    void readsOnlyWhatIsSound() {
        Attempt sound = of(200, "{\"platformCaseNo\":20261187,\"status\":7,\"else\":[1]}");
        assertThat(sound.platformCaseNo()).isEqualTo("20261187");
        assertThat(sound.said()).isEqualTo(CaseStatus.ACCEPTED);
        for (String body : new String[] {
            "{\"platformCaseNo\":\"" + "9".repeat(65) + "\",\"status\":\"飞\"}",
            "{\"platformCaseNo\":\"a\\u0000b\",\"status\":{}}",
            "{\"platformCaseNo\":\"\\ud800\",\"status\":\" \"}",
            "{\"platformCaseNo\":[\"P\"],\"status\":1.5}",
            "[{\"platformCaseNo\":\"P\"}]",
            "[".repeat(5000),
            "\"P\"",
            "{\"platformCaseNo\":"
        }) {
            Attempt attempt = of(200, body);
            assertThat(attempt.outcome()).as(body).isEqualTo(Attempt.Outcome.DELIVERED);
            assertThat(attempt.platformCaseNo()).as(body).isNull();
            assertThat(attempt.said()).as(body).isNull();
        }
    }
}
