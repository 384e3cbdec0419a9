package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Consumer;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.cases.CaseLedger;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.ReviewGate;
import org.streetwarden.api.coverage.CoverageLedger;
import org.streetwarden.api.coverage.CoveragePromise;
import org.streetwarden.api.flights.FlightNews;
import org.streetwarden.api.intake.Intake;
import org.streetwarden.api.intake.RecordStream;
import org.streetwarden.api.intake.RedisRecordStream;
import org.streetwarden.api.life.AskedChecks;
import org.streetwarden.api.life.CheckRule;
import org.streetwarden.api.models.ModelNews;
import org.streetwarden.api.models.ModelSteps;
import org.streetwarden.api.sites.SiteRegister;
import org.streetwarden.casefile.RecordCodec;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;

/** Intake against a real Redis and a real PostgreSQL. */
class IntakeTest {

    private static Peers peers;

    private final Clock clock = Clock.fixed(Instant.parse("2026-11-20T16:00:01Z"), ZoneOffset.UTC);
    private Database database;
    private Intake intake;

    @BeforeAll
    static void startPeers() throws Exception {
        peers = Peers.start();
    }

    @AfterAll
    static void stopPeers() throws Exception {
        peers.close();
    }

    @BeforeEach
    void openDatabase() throws Exception {
        peers.clear();
        ApiSettings settings = peers.settings();
        database = Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
    }

    @AfterEach
    void close() {
        if (intake != null) {
            intake.close();
        }
        database.close();
    }

    private RecordStream stream(String consumer) throws Exception {
        return new RedisRecordStream(peers.settings().redisUrl(), consumer, Duration.ofMillis(1));
    }

    private Intake intake(RecordStream stream, MeterRegistry metrics) {
        CaseLedger ledger = new CaseLedger(database, "370126", ReviewGate.ALWAYS, clock);
        ModelNews news = new ModelNews(database, new ModelSteps(database, clock, () -> {}), clock, metrics);
        CoverageLedger coverage = new CoverageLedger(database, new CoveragePromise(Duration.ofMinutes(5), 1), clock);
        AskedChecks checks = new AskedChecks(database, CheckRule.parse(""), null, Clock.systemUTC(), () -> {});
        FlightNews flights = new FlightNews(database, clock);
        SiteRegister sites = new SiteRegister(database, clock);
        return new Intake(stream, database, ledger, news, coverage, checks, flights, sites, () -> {}, metrics);
    }

    private void startIntake(RecordStream stream) {
        intake = intake(stream, new SimpleMeterRegistry());
        intake.start();
    }

    private static void awaitEmptyStream() throws Exception {
        Peers.await("stream read to its end", () -> peers.redis().xlen(WorkerRecord.STREAM) == 0);
    }

    @Test
    void filesEachIncidentOnceWithItsPartsHistoryAndEvent() throws Exception {
        WorkerRecord record = Records.incident(
                1, org.streetwarden.zone.Kind.DUMPING, "cam", Records.NOON, Records.evidence(new byte[9], new byte[3]));
        for (int i = 0; i < 5; i++) {
            peers.put(record);
        }
        peers.put(Records.incident(2));
        startIntake(stream("a"));
        awaitEmptyStream();
        assertThat(peers.text("SELECT string_agg(case_no, ' ' ORDER BY id) FROM cases"))
                .isEqualTo("VA-370126-20261121-000001 VA-370126-20261121-000002");
        assertThat(peers.count("SELECT count(*) FROM case_evidence")).isEqualTo(7);
        assertThat(peers.text("SELECT string_agg(action, ' ') FROM case_history"))
                .isEqualTo("FILED FILED");
        assertThat(peers.count("SELECT count(*) FROM events WHERE type = 'case-filed'"))
                .isEqualTo(2);
        assertThat(peers.redis()
                        .xpending(WorkerRecord.STREAM, WorkerRecord.GROUP)
                        .getCount())
                .isZero();
    }

    @Test
    void keepsEveryFactOfAnIncident() throws Exception {
        peers.put(Records.incident(7));
        startIntake(stream("a"));
        awaitEmptyStream();
        assertThat(peers.text("""
                        SELECT concat_ws('|', kind, camera_id, camera_name, zone_id, label, score, box_left, box_bottom,
                            experimental, present_ms, observed_ms, longest_gap_ms, model_version, rule_version,
                            zone_version, worker_id, evidence_prefix, raised_at AT TIME ZONE 'UTC') FROM cases"""))
                .isEqualTo("vending|gate-east|东门路口|zone-7|stall|0.87|0.2|0.8|f|9000|8000|1000|0.1|0123456789ab|"
                        + "ba9876543210|worker-1|" + Records.prefix(7) + "|2026-11-21 04:00:07");
    }

    @Test
    void clearsACaseOnceWhicheverComesFirst() throws Exception {
        peers.put(Records.cleared(1));
        peers.put(Records.incident(1));
        peers.put(Records.cleared(1));
        peers.put(Records.incident(2));
        peers.put(Records.cleared(2));
        peers.put(Records.cleared(2));
        startIntake(stream("a"));
        awaitEmptyStream();
        assertThat(peers.count("SELECT count(*) FROM cases WHERE cleared_at = raised_at + interval '50 s'"))
                .isEqualTo(2);
        assertThat(peers.count("SELECT count(*) FROM case_history WHERE action = 'CLEARED'"))
                .isEqualTo(2);
        assertThat(peers.count("SELECT count(*) FROM events WHERE type = 'case-cleared'"))
                .isEqualTo(2);
        assertThat(peers.count("SELECT count(*) FROM early_clearings")).isZero();
    }

    @Test
    void keepsTheNewestReportOfACameraAndTellsOnlyChanges() throws Exception {
        peers.put(Records.camera("cam", State.WATCHING, Records.NOON));
        peers.put(Records.camera("cam", State.WATCHING, Records.NOON.plusSeconds(30)));
        peers.put(Records.camera("cam", State.RETRYING, Records.NOON.plusSeconds(60)));
        peers.put(Records.camera("cam", State.STOPPED, Records.NOON.plusSeconds(5)));
        startIntake(stream("a"));
        awaitEmptyStream();
        assertThat(peers.text("SELECT state || ' ' || (changed_at - '2026-11-21T04:00:00Z') FROM cameras"))
                .isEqualTo("RETRYING 00:01:00");
        assertThat(peers.count("SELECT count(*) FROM events WHERE type = 'camera-changed'"))
                .isEqualTo(2);
    }

    @Test
    void putsWhatCannotBecomeACaseAsideAndGoesOn() throws Exception {
        peers.redis().xadd(WorkerRecord.STREAM, Map.of("v", "99", "type", "incident"));
        peers.redis().xadd(WorkerRecord.STREAM, Map.of("not", "a record\u0000 at all \uD83D\uDE00"));
        peers.redis().xadd(WorkerRecord.STREAM, changed("why", "nul \u0000 inside"));
        peers.redis().xadd(WorkerRecord.STREAM, changed("label", "bell \u0007 inside"));
        peers.redis().xadd(WorkerRecord.STREAM, changed("cameraName", "noncharacter \uFDD0 inside"));
        peers.redis().xadd(WorkerRecord.STREAM, changed("raisedAt", "+999999-01-01T00:00:00Z"));
        peers.redis().xadd(WorkerRecord.STREAM, changed("parts", "manifest.json|text/html|1|" + "ab".repeat(32)));
        peers.redis().xadd(WorkerRecord.STREAM, changed("evidencePrefix", "../../etc/"));
        peers.put(Records.incident(1));
        startIntake(stream("a"));
        awaitEmptyStream();
        assertThat(peers.count("SELECT count(*) FROM cases")).isEqualTo(1);
        assertThat(peers.text("SELECT string_agg(reason, E'\\n' ORDER BY stream_id) FROM rejected_records"))
                .contains("v: expected version 1, found 99")
                .contains("why: expected text without NUL")
                .contains("label: expected printable text")
                .contains("cameraName: expected printable text")
                .contains("raisedAt: expected an ISO-8601 time from")
                .contains("parts: expected distinct names other than manifest.json")
                .contains("evidencePrefix: expected a key prefix");
        assertThat(peers.count("SELECT count(*) FROM rejected_records")).isEqualTo(8);
    }

    private static Map<String, String> changed(String field, String value) {
        Map<String, String> fields = new HashMap<>(RecordCodec.encode(Records.incident(99)));
        fields.put(field, value);
        return fields;
    }

    @Test
    void losesAndDoublesNothingWhenItEndsBetweenCommitAndAcknowledgement() throws Exception {
        for (int i = 1; i <= 20; i++) {
            peers.put(Records.incident(i));
        }
        peers.put(Records.camera(
                "gate-east", WorkerRecord.CameraState.State.WATCHING, Records.NOON)); // so that they go one by one
        DyingStream dying = new DyingStream(stream("a"), 7);
        startIntake(dying);
        dying.died.await();
        intake.close();
        assertThat(peers.count("SELECT count(*) FROM cases")).isEqualTo(7);
        assertThat(peers.redis().xlen(WorkerRecord.STREAM)).isEqualTo(15);
        startIntake(stream("a"));
        awaitEmptyStream();
        assertThat(peers.count("SELECT count(*) FROM cases")).isEqualTo(20);
        assertThat(peers.count("SELECT last_seq FROM case_numbers")).isEqualTo(20);
        assertThat(peers.count("SELECT count(*) FROM events")).isEqualTo(21);
    }

    @Test
    void deathBetweenCommitAndFinishOfSeveralLosesAndDoublesNothing() throws Exception {
        for (int i = 1; i <= 20; i++) {
            peers.put(Records.incident(i));
        }
        DyingStream dying = new DyingStream(stream("a"), 1);
        startIntake(dying);
        dying.died.await();
        intake.close();
        assertThat(peers.count("SELECT count(*) FROM cases")).isEqualTo(20);
        assertThat(peers.redis().xlen(WorkerRecord.STREAM)).isEqualTo(20);
        startIntake(stream("a"));
        awaitEmptyStream();
        assertThat(peers.count("SELECT count(*) FROM cases")).isEqualTo(20);
        assertThat(peers.count("SELECT last_seq FROM case_numbers")).isEqualTo(20);
        assertThat(peers.count("SELECT count(*) FROM events")).isEqualTo(20);
        assertThat(peers.count("SELECT count(*) FROM log_entries")).isEqualTo(20);
    }

    @Test
    void takesOverWhatADeadConsumerLeft() throws Exception {
        peers.put(Records.incident(1));
        peers.redis().xgroupCreate(StreamOffset.from(WorkerRecord.STREAM, "0"), WorkerRecord.GROUP);
        @SuppressWarnings("unchecked") // generic varargs of one known type
        List<?> taken = peers.redis()
                .xreadgroup(Consumer.from(WorkerRecord.GROUP, "dead"), StreamOffset.lastConsumed(WorkerRecord.STREAM));
        assertThat(taken).hasSize(1);
        startIntake(stream("alive"));
        awaitEmptyStream();
        assertThat(peers.count("SELECT count(*) FROM cases")).isEqualTo(1);
    }

    @Test
    void waitsForServersThatWereKilledAndLosesNothing() throws Exception {
        startIntake(stream("a"));
        peers.put(Records.incident(1));
        awaitEmptyStream();
        peers.postgresEngine().kill();
        peers.put(Records.incident(2));
        peers.redisEngine().kill();
        peers.restartRedis();
        peers.put(Records.incident(3));
        peers.restartPostgres();
        awaitEmptyStream();
        assertThat(peers.count("SELECT count(*) FROM cases")).isEqualTo(3);
        assertThat(peers.count("SELECT count(*) FROM rejected_records")).isZero();
    }

    @Test
    void waitsWhileTheDatabaseIsNotAsItShouldBe() throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        intake = intake(stream("a"), registry);
        intake.start();
        peers.put(Records.incident(1));
        awaitEmptyStream();
        peers.sql("ALTER TABLE case_history RENAME TO elsewhere");
        peers.put(Records.incident(2));
        Peers.await(
                "tried in vain",
                () -> registry.counter("streetwarden.intake.retries").count() >= 2);
        peers.sql("ALTER TABLE elsewhere RENAME TO case_history");
        awaitEmptyStream();
        assertThat(peers.count("SELECT count(*) FROM cases")).isEqualTo(2);
        assertThat(peers.count("SELECT count(*) FROM rejected_records")).isZero();
    }

    @Test
    void makesStreamAndGroupAnewWhereTheyWereLost() throws Exception {
        startIntake(stream("a"));
        peers.put(Records.incident(1));
        awaitEmptyStream();
        peers.redis().flushall();
        peers.put(Records.incident(2));
        awaitEmptyStream();
        assertThat(peers.count("SELECT count(*) FROM cases")).isEqualTo(2);
    }

    @Test
    void filesOnceWhereTwoApisReadTheSameRecords() throws Exception {
        for (int i = 1; i <= 50; i++) {
            peers.put(Records.incident(i % 25 + 1));
            peers.put(Records.cleared(i % 25 + 1));
        }
        try (Intake second = intake(stream("b"), new SimpleMeterRegistry())) {
            second.start();
            startIntake(stream("a"));
            awaitEmptyStream();
        }
        assertThat(peers.count("SELECT count(*) FROM cases WHERE cleared_at IS NOT NULL"))
                .isEqualTo(25);
        assertThat(peers.count("SELECT last_seq FROM case_numbers")).isEqualTo(25);
        assertThat(peers.count("SELECT count(*) FROM events")).isEqualTo(50);
    }

    /** Ends for good, as a killed process would, where it should acknowledge. */
    private static final class DyingStream implements RecordStream {

        private final RecordStream stream;
        private final CountDownLatch died = new CountDownLatch(1);
        private int finishesLeft;

        DyingStream(RecordStream stream, int commits) {
            this.stream = stream;
            this.finishesLeft = commits - 1;
        }

        @Override
        public void open() {
            if (died.getCount() == 0) {
                throw new IllegalStateException("dead");
            }
            stream.open();
        }

        @Override
        public List<Entry> readOwnPending() {
            return stream.readOwnPending();
        }

        @Override
        public List<Entry> claimAbandoned() {
            return stream.claimAbandoned();
        }

        @Override
        public List<Entry> readNew() {
            return stream.readNew();
        }

        @Override
        public void finish(List<String> entryIds) {
            if (finishesLeft-- == 0) {
                died.countDown();
                throw new IllegalStateException("dead");
            }
            stream.finish(entryIds);
        }

        @Override
        public long length() {
            return stream.length();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
