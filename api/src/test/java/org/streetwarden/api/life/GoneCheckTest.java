package org.streetwarden.api.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.api.life.GoneCheck.Shot;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.incident.Presence.Finding;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Kind;

class GoneCheckTest {

    private static final Instant HANDLED = Instant.parse("2026-11-21T04:00:00Z");

    /** Samples are written as minute, view and +, where the thing was seen, or ?, where it could not be told; now is minute 60. */
    @ParameterizedTest
    @CsvSource({
        "5 CLEAR;10 CLEAR;15 CLEAR, GONE",
        "15 CLEAR;5 CLEAR;10 CLEAR, GONE",
        "5 CLEAR;10 DARK+;15 CLEAR;20 CLEAR, GONE",
        "5 CLEAR;7 CLEAR;9 CLEAR;11 CLEAR, UNSURE",
        "5 CLEAR;10 CLEAR, UNSURE",
        "5 CLEAR;10 CLEAR;15 TURNED, UNSURE",
        "5 DARK;10 DARK;15 DARK, UNSURE",
        "5 UNKNOWN;10 COVERED;15 FROZEN, UNSURE",
        "0 CLEAR;5 CLEAR;10 CLEAR, UNSURE",
        "-9 CLEAR+;5 CLEAR;10 CLEAR;15 CLEAR, GONE",
        "50 CLEAR;55 CLEAR;61 CLEAR, UNSURE",
        "5 CLEAR;10 CLEAR;15 CLEAR;20 CLEAR+, STILL",
        "5 CLEAR;10 LOST;15 CLEAR, UNSURE",
        "5 CLEAR;10 CLEAR?;15 CLEAR, UNSURE",
        "'', UNSURE",
    })
    void proposes(String written, GoneCheck.Proposal expected) {
        List<Sample> samples = new ArrayList<>();
        for (String each : written.isEmpty() ? new String[0] : written.split(";", -1)) {
            String[] words = each.split(" ", -1);
            String view = words[1].replaceAll("[+?]", "");
            Finding finding = words[1].endsWith("+") ? Finding.THERE : Finding.GONE;
            samples.add(new Sample(
                    HANDLED.plusSeconds(60L * Integer.parseInt(words[0])),
                    view.equals(GoneCheck.LOST) ? null : ViewState.valueOf(view),
                    words[1].endsWith("?") ? Finding.UNTOLD : finding,
                    "",
                    null));
        }
        GoneCheck check = GoneCheck.of(samples, "worker-1", HANDLED, HANDLED.plusSeconds(3600), CheckRule.USUAL);
        assertThat(check.proposal()).as(check.why()).isEqualTo(expected);
    }

    @Test
    void saysWhatTheSilentLooksWere() {
        List<Sample> samples = List.of(
                sample(5, null, Finding.UNTOLD, "camera cam: no answer"),
                sample(10, ViewState.DARK, Finding.UNTOLD, "it is too dark to see anything"),
                sample(15, ViewState.CLEAR, Finding.UNTOLD, "somebody stands before the place"),
                sample(20, ViewState.DARK, Finding.UNTOLD, "it is too dark to see anything"));
        GoneCheck check = GoneCheck.of(samples, "worker:w", HANDLED, HANDLED.plusSeconds(3600), CheckRule.USUAL);
        assertThat(check.proposal()).isEqualTo(GoneCheck.Proposal.UNSURE);
        assertThat(check.why())
                .isEqualTo("0 of 3 clear views without it, at least 5 min apart, since it was handled; without a word: "
                        + "2 × DARK, 1 × LOST, 1 × somebody stands before the place.");
    }

    @Test
    void takesAPictureThatComesAgainForNoSecondView() {
        List<Sample> samples = List.of(shown(5, "a"), shown(10, "a"), shown(15, "a"), shown(20, "b"));
        GoneCheck check = GoneCheck.of(samples, "worker:w", HANDLED, HANDLED.plusSeconds(3600), CheckRule.USUAL);
        assertThat(check.proposal()).isEqualTo(GoneCheck.Proposal.UNSURE);
        assertThat(check.why()).startsWith("2 of 3 clear views").endsWith("2 × the same picture again.");
    }

    private static Sample shown(int minute, String sha256) {
        EvidencePart picture = new EvidencePart("look.jpg", "image/jpeg", 1, sha256);
        Shot shot = new Shot(1, "w", 0, 0, null, "looks/1/1.jpg", picture);
        return new Sample(HANDLED.plusSeconds(60L * minute), ViewState.CLEAR, Finding.GONE, "", shot);
    }

    private static Sample sample(int minute, ViewState view, Finding finding, String detail) {
        return new Sample(HANDLED.plusSeconds(60L * minute), view, finding, detail, null);
    }

    @ParameterizedTest
    @CsvSource({
        "vending=3x5m, vending is neither off nor",
        "vending=30x1s/1h/1h, expected 1 to 20 looks",
        "vending=3x1h/2h/1h, that fit into PT2H",
        "vending=0x5m/1h/1h, neither off nor",
        "tree=off, no kind is called tree",
        "'dumping=off,dumping=off', named twice",
    })
    void refusesRulesThatCannotBeKept(String text, String complaint) {
        assertThatThrownBy(() -> CheckRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void readsRulesByKind() {
        Map<Kind, CheckRule> rules = CheckRule.parse("vending=5x150s/1h/6h, dumping=off");
        assertThat(rules.get(Kind.VENDING))
                .isEqualTo(new CheckRule(true, 5, Duration.ofSeconds(150), Duration.ofHours(1), Duration.ofHours(6)));
        assertThat(rules.get(Kind.DUMPING).asked()).isFalse();
        assertThat(rules.get(Kind.BIN_OVERFLOW)).isEqualTo(CheckRule.USUAL);
    }
}
