package org.streetwarden.api.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OneTimeCodeTest {

    private static final byte[] SECRET = "12345678901234567890".getBytes(UTF_8);

    /** RFC 6238, appendix B, SHA-1; the last six of its eight digits. */
    @Test
    void givesTheCodesOfTheStandard() {
        assertThat(OneTimeCode.at(SECRET, 59 / 30)).isEqualTo("287082");
        assertThat(OneTimeCode.at(SECRET, 1_111_111_109L / 30)).isEqualTo("081804");
        assertThat(OneTimeCode.at(SECRET, 20_000_000_000L / 30)).isEqualTo("353130");
    }

    @Test
    void takesNeighboursAndNothingTwice() {
        Instant now = Instant.ofEpochSecond(59);
        assertThat(OneTimeCode.match(SECRET, "287082", now, 0)).hasValue(1);
        assertThat(OneTimeCode.match(SECRET, "287082", now, 1)).isEmpty();
        assertThat(OneTimeCode.match(SECRET, "287082", now.plusSeconds(30), 0)).hasValue(1);
        assertThat(OneTimeCode.match(SECRET, "287082", now.plusSeconds(60), 0)).isEmpty();
        assertThat(OneTimeCode.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
