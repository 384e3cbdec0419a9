package org.streetwarden.api.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionRulesTest {

    @Test
    void keepsAsUsualWhatIsNotNamed() {
        RetentionRules rules = RetentionRules.parse("closed-cases=730d, incidents=forever");
        assertThat(rules.daysOf(MaterialClass.CLOSED_CASES)).hasValue(730);
        assertThat(rules.daysOf(MaterialClass.INCIDENTS)).isEmpty();
        assertThat(rules.daysOf(MaterialClass.REJECTED_CASES)).hasValue(90);
        assertThat(RetentionRules.parse("off").days()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "closed-cases=30d,180d to 36500d",
        "closed-cases=36501d,180d to 36500d",
        "closed-cases,found ",
        "audit-log=180d,no class is called audit-log",
        "incidents=8d|incidents=9d,named twice",
        "incidents=-9d,found -9d"
    })
    void refusesWhatCannotBe(String text, String says) {
        assertThatThrownBy(() -> RetentionRules.parse(text.replace('|', ',')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says);
    }
}
