package org.streetwarden.filing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;

class StateBoardTest {

    private static final CoverageReport REPORT =
            new CoverageReport("report-1", "worker-1", Samples.AT, Samples.AT.plusSeconds(30), List.of());

    private final MemoryBus bus = new MemoryBus();
    private final StateBoard board = new StateBoard(
            bus,
            new FilingCounters(),
            new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(1), new Random(1)),
            InstantSource.system());

    @Test
    void sendsWhatWaitsBeforeItEnds() {
        board.post(REPORT);
        board.post(Samples.state("cam-1", 7));

        board.close();

        assertThat(bus.records).containsExactly(Samples.state("cam-1", 7), REPORT);
    }

    @Test
    void waitsForNoStreamThatIsAway() {
        bus.awayFor = 1;
        board.post(Samples.state("cam-1", 7));
        board.post(REPORT);

        board.close();

        assertThat(bus.records).isEmpty();
    }
}
