package org.streetwarden.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.streetwarden.fleet.ProcessUsage.Sample;

class ProcessUsageTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void measuresWhatHappenedInBetween() {
        Sample before = new Sample(10 * SECOND, 5 * SECOND, SECOND, 1000, 40);
        Sample now = new Sample(20 * SECOND, 20 * SECOND, 8 * SECOND, 1984, 56);

        assertThat(ProcessUsage.between(before, now, 2))
                .isEqualTo(Map.of(Resource.CPU, 0.75, Resource.INFERENCE, 0.7, Resource.LATE_LOOKS, 0.32));
        assertThat(ProcessUsage.between(now, now, 2)).containsEntry(Resource.LATE_LOOKS, 0.0);
    }

    @Test
    void keepsToTheControlGroupsQuota() {
        assertThat(ProcessUsage.cores(8, "150000 100000\n")).isEqualTo(1.5);
        assertThat(ProcessUsage.cores(8, "1600000 100000\n")).isEqualTo(8);
        assertThat(ProcessUsage.cores(8, "max 100000\n")).isEqualTo(8);
        assertThat(ProcessUsage.cores(8, "")).isEqualTo(8);
    }

    @Test
    void readsResidentMemory() {
        assertThat(ProcessUsage.residentBytes("Name:\tjava\nVmRSS:\t  204800 kB\n"))
                .isEqualTo(200 << 20);
        assertThat(ProcessUsage.residentBytes("")).isPositive();
    }

    @Test
    void measuresThisProcess() {
        ProcessUsage.Work idle = new ProcessUsage.Work() {
            @Override
            public long inferenceNanos() {
                return 0;
            }

            @Override
            public long looks() {
                return 0;
            }

            @Override
            public long lateLooks() {
                return 0;
            }

            @Override
            public int openSessions() {
                return 3;
            }
        };

        Usage usage = new ProcessUsage(idle).get();

        assertThat(usage.shares().get(Resource.MEMORY)).isBetween(0.0, 1.0);
        assertThat(usage.residentBytes()).isGreaterThan(1 << 20);
        assertThat(usage.openSessions()).isEqualTo(3);
        assertThat(usage.coresUsed()).isNotNegative();
    }
}
