package org.streetwarden.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.streetwarden.media.Packets.INFO;
import static org.streetwarden.media.Packets.packet;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClipTest {

    private static List<KeptPacket> every(long distanceUs, long... skipped) {
        return IntStream.range(0, 20)
                .filter(i -> IntStream.range(0, skipped.length).noneMatch(s -> skipped[s] == i))
                .mapToObj(i -> packet(i * distanceUs, i == 0, 10))
                .toList();
    }

    @Test
    void saysWhereNothingWasSeen() {
        assertThat(Clip.of(INFO, every(400_000, 5, 6, 7)).gaps()).containsExactly(new Clip.Gap(1_600_000, 3_200_000));
        assertThat(Clip.of(INFO, every(400_000, 5)).gaps()).isEmpty();
    }

    @Test
    void callsNoGapWhatIsUsualForASlowCamera() {
        assertThat(Clip.of(INFO, every(2_000_000)).gaps()).isEmpty();
        assertThat(Clip.of(INFO, every(2_000_000, 7, 8, 9)).gaps())
                .containsExactly(new Clip.Gap(12_000_000, 20_000_000));
    }

    @Test
    void countsItsBytesAndHidesThemFromWriters() {
        Clip clip = Clip.of(INFO, every(40_000));
        assertThat(clip.sizeBytes()).isEqualTo(200);
        assertThat(clip.packets().getFirst().data().isReadOnly()).isTrue();
    }
}
