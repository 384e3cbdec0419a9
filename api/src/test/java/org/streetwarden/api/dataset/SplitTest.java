package org.streetwarden.api.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {

    /** Worked out with Python's hashlib. */
    @ParameterizedTest
    @CsvSource({"gate-east,TRAIN", "cam-a,TRAIN", "cam-b,VAL", "cam-0,VAL", "cam-26,TEST", "cam-36,TEST", "東门,TRAIN"})
    void isWhatAnyoneCanWorkOut(String cameraId, Split split) {
        assertThat(Split.of(cameraId, Split.Shares.USUAL)).isEqualTo(split);
    }

    @Test
    void givesEachSideItsShare() {
        Map<Split, Integer> counts = new EnumMap<>(Split.class);
        IntStream.range(0, 5000)
                .forEach(i -> counts.merge(Split.of("camera " + i, new Split.Shares(20, 10)), 1, Integer::sum));
        assertThat(counts.get(Split.VAL)).isBetween(900, 1100);
        assertThat(counts.get(Split.TEST)).isBetween(425, 575);
    }

    @Test
    void canLeaveASideEmpty() {
        assertThat(IntStream.range(0, 500).mapToObj(i -> Split.of("camera " + i, new Split.Shares(0, 0))))
                .containsOnly(Split.TRAIN);
    }
}
