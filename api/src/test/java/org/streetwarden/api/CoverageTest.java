package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.coverage.CameraSight;
import org.streetwarden.api.coverage.CoverageIndex;
import org.streetwarden.api.coverage.CoverageLedger;
import org.streetwarden.api.coverage.CoveragePromise;
import org.streetwarden.api.coverage.CoverageWatch;
import org.streetwarden.api.coverage.CoverageWindow;
import org.streetwarden.api.coverage.Sight;
import org.streetwarden.api.coverage.Standing;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.casefile.WorkerRecord.CameraCoverage;
import org.streetwarden.casefile.WorkerRecord.CoverageReport;

/** What workers report becomes sights, windows and alerts, in a real PostgreSQL under a clock that the test moves. */
class CoverageTest {

    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final CoveragePromise PROMISE = new CoveragePromise(EVERY, 0.9);

    private static Peers peers;
    private static Database database;

    private Instant now = Records.NOON;
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };
    private final CoverageLedger ledger = new CoverageLedger(database, PROMISE, clock);
    private final CoverageIndex index = new CoverageIndex(database, PROMISE, clock);
    private int told;
    private final CoverageWatch watch =
            new CoverageWatch(database, index, PROMISE, clock, () -> told++, new SimpleMeterRegistry());

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        Map<String, String> values = peers.environment();
        database = Database.open(
                values.get("STREETWARDEN_DB_URL"),
                values.get("STREETWARDEN_DB_USER"),
                values.get("STREETWARDEN_DB_PASSWORD"));
        database.migrate();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() throws Exception {
        peers.sql("TRUNCATE coverage_reports, camera_coverage, camera_days, coverage_windows, events");
        peers.sql("UPDATE coverage_promise SET below = false, since = NULL, kept = 0");
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj("cam-%04d"::formatted).toList();
    }

    /** Every minute until {@code to}: these are seen, those are blind for a reason. */
    private void report(Duration stretch, List<String> seen, List<String> blind, BlindReason reason) {
        Instant end = now.plus(stretch);
        while (now.isBefore(end)) {
            now = now.plusSeconds(60);
            List<CameraCoverage> cameras = new ArrayList<>();
            seen.forEach(id -> cameras.add(Records.coverage(id, now.minusSeconds(3), BlindReason.NONE)));
            blind.forEach(id -> cameras.add(Records.coverage(id, null, reason)));
            assertThat(ledger.add(new CoverageReport("r-" + now, "w", now.minusSeconds(60), now, cameras)))
                    .isTrue();
            watch.look();
        }
    }

    private List<String> events() throws Exception {
        String all = peers.text("SELECT string_agg(type, ',' ORDER BY id) FROM events");
        return all == null ? List.of() : List.of(all.split(","));
    }

    private Map<Sight, Integer> counts() {
        return index.standing().counts();
    }

    @Test
    void countsAReportOnceHoweverOftenItComes() {
        CoverageReport report = Records.coverage("cam", now, now.minusSeconds(5), BlindReason.NONE);
        assertThat(ledger.add(report)).isTrue();
        assertThat(ledger.add(report)).isFalse();
        CameraSight camera = index.camera("cam", Scope.EVERYTHING).orElseThrow();
        assertThat(camera.visits()).isEqualTo(1);
        assertThat(camera.lastSeenAt()).isEqualTo(now.minusSeconds(5));
        assertThat(camera.sight()).isEqualTo(Sight.SEEN);
        assertThat(index.days("cam")
                        .getFirst()
                        .windows()
                        .chars()
                        .filter(bit -> bit == '1')
                        .count())
                .isEqualTo(1);
        assertThat(index.days("cam").getFirst().windows()).hasSize(288);
    }

    @Test
    void keepsTheNewestWordWhicheverComesFirst() {
        ledger.add(Records.coverage("cam", now, now.minusSeconds(5), BlindReason.NONE));
        ledger.add(Records.coverage("cam", now.minusSeconds(60), null, BlindReason.DEAD));
        CameraSight camera = index.camera("cam", Scope.EVERYTHING).orElseThrow();
        assertThat(camera.sight()).isEqualTo(Sight.SEEN);
        assertThat(camera.reportedAt()).isEqualTo(now);
        assertThat(camera.firstReportedAt()).isEqualTo(now.minusSeconds(60));
        assertThat(camera.visits()).isEqualTo(2);
    }

    @Test
    void believesNoTimeThatIsNotYetAndNoReportThatIsTooOld() {
        assertThat(ledger.add(Records.coverage("cam", now.plus(Duration.ofDays(2)), null, BlindReason.NONE)))
                .isFalse();
        assertThat(ledger.add(Records.coverage("cam", now.minus(Duration.ofDays(2)), null, BlindReason.NONE)))
                .isFalse();
        ledger.add(Records.coverage("cam", now, now.plusSeconds(900), BlindReason.NONE));
        assertThat(index.camera("cam", Scope.EVERYTHING).orElseThrow().lastSeenAt())
                .isEqualTo(now);
    }

    @Test
    void saysWhyACameraIsNotSeen() {
        List<String> ids = ids(6);
        report(Duration.ofMinutes(1), ids, List.of(), BlindReason.NONE);
        now = now.plus(Duration.ofMinutes(10));
        BlindReason[] reasons = {
            BlindReason.DEAD,
            BlindReason.REFUSED,
            BlindReason.VIEW_INVALID,
            BlindReason.NO_SESSION,
            BlindReason.OVERLOADED
        };
        for (int i = 0; i < reasons.length; i++) {
            ledger.add(Records.coverage(ids.get(i), now, null, reasons[i]));
        }
        ledger.add(Records.coverage("late", now, now.minus(Duration.ofHours(1)), BlindReason.NONE));
        ledger.add(Records.coverage("new", now, null, BlindReason.DEAD));
        peerlessFirstReport("late");
        assertThat(counts())
                .containsAllEntriesOf(Map.of(
                        Sight.DEAD, 1,
                        Sight.REFUSED, 1,
                        Sight.VIEW_INVALID, 1,
                        Sight.NO_SESSION, 1,
                        Sight.OVERLOADED, 1,
                        Sight.UNREPORTED, 1,
                        Sight.LATE, 1,
                        Sight.NEW, 1,
                        Sight.SEEN, 0));
        Standing standing = index.standing();
        assertThat(standing.living()).isEqualTo(4);
        assertThat(index.cameras(List.of(Sight.UNREPORTED, Sight.DEAD), "", 10, Scope.EVERYTHING)
                        .cameras())
                .extracting(CameraSight::cameraId)
                .containsExactly(ids.get(0), ids.get(5));
    }

    /** As if it had been reported for an hour. */
    private static void peerlessFirstReport(String id) {
        database.write(handle -> handle.createUpdate(
                        "UPDATE camera_coverage SET first_reported_at = reported_at - interval '1 hour' WHERE camera_id = ?")
                .bind(0, id)
                .execute());
    }

    @Test
    void pagesById() {
        report(Duration.ofSeconds(30), ids(5), List.of(), BlindReason.NONE);
        CoverageIndex.Page first = index.cameras(List.of(), "", 2, Scope.EVERYTHING);
        assertThat(first.next()).hasValue("cam-0001");
        CoverageIndex.Page last = index.cameras(List.of(), "cam-0003", 2, Scope.EVERYTHING);
        assertThat(last.cameras()).hasSize(1);
        assertThat(last.next()).isEmpty();
    }

    @Test
    void tellsOnceThatThePromiseIsBrokenAndOnceThatItIsKept() throws Exception {
        List<String> most = ids(17);
        List<String> rest = ids(20).subList(17, 20);
        report(Duration.ofMinutes(16), ids(20), List.of(), BlindReason.NONE);
        assertThat(events()).isEmpty();
        report(Duration.ofMinutes(17), most, rest, BlindReason.OVERLOADED);
        assertThat(events()).containsExactly("coverage-below");
        assertThat(watch.last().orElseThrow().below()).isTrue();
        report(Duration.ofMinutes(7), ids(20), List.of(), BlindReason.NONE);
        assertThat(events()).as("one good window is not enough").containsExactly("coverage-below");
        report(Duration.ofMinutes(10), ids(20), List.of(), BlindReason.NONE);
        assertThat(events()).containsExactly("coverage-below", "coverage-kept");
        assertThat(told).isEqualTo(2);
    }

    @Test
    void keepsThePromiseToTheLivingOnly() throws Exception {
        List<String> dead = ids(20).subList(10, 20);
        report(Duration.ofMinutes(21), ids(10), dead, BlindReason.DEAD);
        assertThat(events()).isEmpty();
        CoverageWindow window = index.windows(Records.NOON.plus(EVERY)).getFirst();
        assertThat(window).isEqualTo(new CoverageWindow(Records.NOON.plus(EVERY), EVERY, 20, 10, 10));
        assertThat(index.standing().reach()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void breaksThePromiseWhenAWorkerDiesAndNobodyTakesOver() throws Exception {
        report(Duration.ofMinutes(11), ids(20), List.of(), BlindReason.NONE);
        report(Duration.ofMinutes(16), ids(10), List.of(), BlindReason.NONE);
        assertThat(events()).containsExactly("coverage-below");
        assertThat(counts().get(Sight.UNREPORTED)).isEqualTo(10);
    }

    @Test
    void raisesAnEarlierWindowWhenItsReportComesLate() {
        report(Duration.ofMinutes(16), ids(10), List.of("slow"), BlindReason.OVERLOADED);
        Instant then = Records.NOON.plusSeconds(400);
        assertThat(index.windows(Records.NOON.plus(EVERY)).getFirst().seen()).isEqualTo(10);
        ledger.add(Records.coverage("slow", then.plusSeconds(10), then, BlindReason.NONE));
        report(Duration.ofMinutes(5), ids(10), List.of("slow"), BlindReason.OVERLOADED);
        assertThat(index.windows(Records.NOON.plus(EVERY)).getFirst().seen()).isEqualTo(11);
    }

    @Test
    void forgetsWhatNobodyReportsForADay() throws Exception {
        report(Duration.ofSeconds(30), ids(3), List.of(), BlindReason.NONE);
        now = now.plus(Duration.ofDays(40));
        report(Duration.ofSeconds(30), ids(2), List.of(), BlindReason.NONE);
        assertThat(peers.count("SELECT count(*) FROM camera_coverage")).isEqualTo(2);
        assertThat(peers.count("SELECT count(*) FROM camera_days")).isEqualTo(2);
        assertThat(peers.count("SELECT count(*) FROM coverage_windows")).isEqualTo(1);
        assertThat(peers.count("SELECT count(*) FROM coverage_reports")).isEqualTo(1);
    }
}
