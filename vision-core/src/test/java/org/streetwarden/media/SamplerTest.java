package org.streetwarden.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.streetwarden.media.Packets.packet;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Stories of one letter a second: K key frame, P any other. Outcome: L decoded and looked at, d decoded, . skipped.
 */
class SamplerTest {

    private static final long SECOND_US = 1_000_000;

    private static String outcome(Sampler sampler, String story) {
        return outcome(sampler, story, SECOND_US);
    }

    private static String outcome(Sampler sampler, String story, long distanceUs) {
        StringBuilder outcome = new StringBuilder();
        for (int i = 0; i < story.length(); i++) {
            long ptsUs = i * distanceUs;
            boolean wanted = sampler.wants(packet(ptsUs, story.charAt(i) == 'K', 1));
            outcome.append(!wanted ? '.' : sampler.takes(ptsUs) ? 'L' : 'd');
        }
        return outcome.toString();
    }

    private static Sampler live(int intervalS, int keyLimitS) {
        return Sampler.live(Duration.ofSeconds(intervalS), Duration.ofSeconds(keyLimitS));
    }

    @Test
    void looksAtKeyFramesAtMostEveryInterval() {
        assertThat(outcome(live(2, 5), "KKKKKKKK")).isEqualTo("L.L.L.L.");
        assertThat(outcome(live(5, 5), "KPKPKPKPKPKPKPKP")).isEqualTo("L.....L...L.....");
    }

    @Test
    void decodesEveryPictureWhereKeyFramesAreRare() {
        assertThat(outcome(live(2, 3), "KPPPPPKPPPPPKPP")).isEqualTo("L.....LdLdLdLdL");
    }

    @Test
    void goesBackToKeyFramesWhenTheyComeOftenAgain() {
        assertThat(outcome(live(2, 3), "KPPPPPKPPPPPKPKPKP")).isEqualTo("L.....LdLdLdLdL.L.");
    }

    @Test
    void decodesWithoutAKeyFrameWhereNoneEverComes() {
        assertThat(outcome(live(2, 3), "PPPPPPPP")).isEqualTo("....LdLd");
    }

    @Test
    void decodesAFileFromItsFirstPicture() {
        Sampler sampler = Sampler.thorough(Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(outcome(sampler, "KPPPPPKPKPKP")).isEqualTo("LdLdLdLdL.L.");
    }

    @Test
    void doesNotMissABeatForAKeyFrameThatIsSlightlyEarly() {
        assertThat(outcome(live(2, 5), "KKKK", 1_990_000)).isEqualTo("LLLL");
    }

    @Test
    void keepsTheBeatOverMissedPictures() {
        Sampler sampler = live(1, 5);
        assertThat(sampler.takes(0)).isTrue();
        assertThat(sampler.takes(40_000)).isFalse();
        assertThat(sampler.takes(1_500_000)).isTrue();
        assertThat(sampler.takes(2_000_000)).isTrue();
        assertThat(sampler.takes(60_000_000)).isTrue();
        assertThat(sampler.takes(60_500_000)).isFalse();
    }

    @Test
    void refusesAnIntervalOfNothing() {
        assertThatThrownBy(() -> live(0, 1)).hasMessageContaining("expected 1 ms <= interval <= key limit, found PT0S");
        assertThatThrownBy(() -> live(5, 1)).hasMessageContaining("found PT5S and PT1S");
    }
}
