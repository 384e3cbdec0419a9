package org.streetwarden.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.Agreement;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.RecordBus;

class ModelReportsTest {

    private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");
    private static final Seat SHADOW = new Seat("market", ModelRole.SHADOW, FakeModel.identity("2"));
    private static final Seat ACTIVE = new Seat("market", ModelRole.ACTIVE, FakeModel.identity("1"));

    private final List<WorkerRecord> sent = new ArrayList<>();
    private final Random random = new Random(7);
    private double awayShare;
    private Instant now = START;
    private final InstantSource clock = () -> now;
    private final Tallies tallies = new Tallies(new SimpleMeterRegistry(), clock);
    private final ModelReports reports = new ModelReports(
            "worker-1", tallies, new Stream(), Duration.ofSeconds(30), backOff(), clock);

    /** Takes a record and may still say that it did not. */
    private final class Stream implements RecordBus {
        @Override
        public void send(WorkerRecord record) throws DeliveryFailure {
            boolean away = random.nextDouble() < awayShare;
            if (!away || random.nextBoolean()) {
                sent.add(record);
            }
            if (away) {
                throw new DeliveryFailure("redis: no answer");
            }
        }

        @Override
        public void close() {}
    }

    private static BackOff backOff() {
        return new BackOff(Duration.ZERO, Duration.ZERO, new Random(1));
    }

    private void look(Seat seat, int pictures) {
        for (int i = 0; i < pictures; i++) {
            tallies.looked(seat, 1_000 + i, List.of(FakeModel.STALL));
        }
    }

    @Test
    void reportsWhatEachModelDidSinceTheLastTime() throws Exception {
        look(ACTIVE, 3);
        tallies.failed(ACTIVE);
        tallies.raised(ACTIVE, 2);
        tallies.compared(SHADOW, Map.of("stall", new Agreement(1, 2, 3)));
        look(SHADOW, 1);
        now = START.plusSeconds(30);
        reports.doWork(true);
        reports.doWork(true);

        assertThat(sent).hasSize(2);
        ModelReport report = of(ModelRole.ACTIVE).getFirst();
        assertThat(report.reportId()).startsWith("worker-1-" + START.toEpochMilli() + "-");
        assertThat(report.from()).isEqualTo(START);
        assertThat(report.to()).isEqualTo(now);
        assertThat(report.looks()).isEqualTo(3);
        assertThat(report.failures()).isEqualTo(1);
        assertThat(report.meanUs()).isEqualTo(1_001);
        assertThat(report.maxUs()).isEqualTo(1_002);
        assertThat(report.raises()).isEqualTo(2);
        assertThat(report.detections()).isEqualTo(Map.of("stall", 3L));
        assertThat(of(ModelRole.SHADOW).getFirst().agreement())
                .isEqualTo(Map.of("stall", new Agreement(1, 2, 3)));
    }

    /** The stream is away half of the time, and half of what it says it did not take it took. */
    @Test
    void countsNothingTwiceAndLeavesNothingOut() throws Exception {
        awayShare = 0.5;
        reports.hold(() -> Set.of(ACTIVE));
        int looks = 0;
        for (int round = 0; round < 200; round++) {
            int more = random.nextInt(5);
            look(ACTIVE, more);
            looks += more;
            now = now.plusMillis(100);
            reports.doWork(true);
        }
        awayShare = 0;
        reports.doWork(true);

        List<ModelReport> distinct = of(ModelRole.ACTIVE).stream().distinct().toList();
        assertThat(distinct).extracting(ModelReport::reportId).doesNotHaveDuplicates();
        assertThat(distinct.size()).as("some were sent twice").isLessThan(of(ModelRole.ACTIVE).size());
        assertThat(distinct.stream().mapToLong(ModelReport::looks).sum()).isEqualTo(looks);
        for (int i = 1; i < distinct.size(); i++) {
            assertThat(distinct.get(i).from()).isEqualTo(distinct.get(i - 1).to());
        }
    }

    @Test
    void sendsEventsFirstAndEachOnce() throws Exception {
        ModelEvent event = new ModelEvent(
                reports.newId(), "worker-1", "market", ModelRole.CANARY, SHADOW.model(),
                ModelEvent.Step.ROLLED_BACK, "failures", now);
        look(ACTIVE, 1);
        reports.post(event);
        reports.post(event);
        reports.doWork(true);
        assertThat(sent).hasSize(2).first().isEqualTo(event);
        reports.post(event);
        reports.doWork(false);
        assertThat(sent).hasSize(3).last().isEqualTo(event);
    }

    @Test
    void saysOnlyWhatTheCodecTakes() throws Exception {
        look(ACTIVE, 2);
        reports.doWork(true);
        assertThat(decoded(sent.getFirst())).isEqualTo(sent.getFirst());
    }

    private static WorkerRecord decoded(WorkerRecord record) throws MalformedRecord {
        return RecordCodec.decode(RecordCodec.encode(record));
    }

    private List<ModelReport> of(ModelRole role) {
        return sent.stream()
                .filter(ModelReport.class::isInstance)
                .map(ModelReport.class::cast)
                .filter(report -> report.role() == role)
                .toList();
    }
}
