package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.cases.CaseLedger;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.ReviewGate;
import org.streetwarden.api.places.CasePlacer;
import org.streetwarden.api.rules.IncidentIndex;
import org.streetwarden.api.rules.IncidentJudge;
import org.streetwarden.api.rules.Replay;
import org.streetwarden.api.rules.RuleBooks;
import org.streetwarden.api.rules.RuleFile;
import org.streetwarden.api.rules.Tally;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.casefile.WorkerRecord.IncidentFiled;
import org.streetwarden.rule.Outcome;
import org.streetwarden.rule.Reason;
import org.streetwarden.zone.Kind;

/** What becomes of incidents by rules: held, dropped, reminded of, filed once, and the same again when replayed. */
class RuleLedgerTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger(7000);
    private static final String RULES = """
            version: 1
            rules:
              - id: bins-wait
                kinds: [bin-overflow]
                least: {notice: 1m, dwell: 10m}
              - id: warn
                kinds: [vending]
                then: {do: remind, remind-for: 10m}
              - id: sure
                kinds: [dumping]
                least: {score: 0.9}
              - id: seldom
                kinds: [green-parking]
                repeats: {within: 2h}
            """;

    private static Peers peers;
    private static Database database;
    private static RuleBooks books;
    private static Hands clock;
    private static final AtomicBoolean BREAKS = new AtomicBoolean();

    private CaseLedger ledger;
    private IncidentIndex index;

    @BeforeAll
    static void open() throws Exception {
        peers = Peers.start();
        ApiSettings settings = peers.settings();
        database = Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
        database.migrate();
        clock = new Hands(Records.NOON);
        books = new RuleBooks(database, clock);
        apply(RULES);
    }

    private static void apply(String yaml) {
        books.apply(RuleFile.read(yaml.getBytes(UTF_8)), "wang", "trial");
    }

    @BeforeEach
    void assemble() {
        BREAKS.set(false);
        clock.set(Records.NOON);
        CasePlacer placer = new CasePlacer();
        index = new IncidentIndex(database);
        ledger = new CaseLedger(
                database,
                "370126",
                ReviewGate.parse("vending=0.5,bin-overflow=0.5"),
                (handle, caseId, filed, at) -> {
                    if (BREAKS.get()) {
                        throw new IllegalStateException("killed here");
                    }
                    placer.place(handle, caseId, filed, at);
                },
                new IncidentJudge(books, placer.neighbourhood()),
                clock);
    }

    @AfterAll
    static void close() {
        database.close();
        peers.close();
    }

    private static IncidentFiled incident(Kind kind, String camera) {
        return Records.incident(NUMBERS.incrementAndGet(), kind, camera, Records.NOON, Map.of());
    }

    private static IncidentCleared gone(IncidentFiled filed, Duration after) {
        Instant seen = filed.raisedAt().plus(after);
        return new IncidentCleared(filed.incidentId(), seen, seen.plusSeconds(20));
    }

    private IncidentIndex.Row row(IncidentFiled filed) {
        return index.find(filed.incidentId()).orElseThrow();
    }

    private static long cases(IncidentFiled filed) throws Exception {
        return peers.count("SELECT count(*) FROM cases WHERE incident_id = '%s'".formatted(filed.incidentId()));
    }

    private void judgeAt(Duration afterNoon) {
        clock.set(Records.NOON.plus(afterNoon));
        ledger.judgeDue(100);
    }

    @Test
    void filesWhatWasHeldOnceItIsDueAndOnlyOnce() throws Exception {
        IncidentFiled filed = incident(Kind.BIN_OVERFLOW, "held");
        assertThat(ledger.file(filed)).isTrue();
        assertThat(ledger.file(filed)).as("read twice").isFalse();
        assertThat(row(filed).judgement().reason()).isEqualTo(Reason.NOT_YET);
        assertThat(row(filed).dueAt()).isEqualTo(Records.NOON.plusSeconds(51));
        judgeAt(Duration.ofSeconds(50));
        assertThat(row(filed).judgement().reason()).isEqualTo(Reason.NOT_YET);
        judgeAt(Duration.ofSeconds(51));
        assertThat(row(filed).judgement().reason()).isEqualTo(Reason.NOTICED);
        assertThat(cases(filed)).isZero();

        BREAKS.set(true);
        assertThatThrownBy(() -> judgeAt(Duration.ofHours(3))).hasMessage("killed here");
        assertThat(row(filed).judgement().outcome()).as("nothing half done").isEqualTo(Outcome.WAIT);
        assemble();
        judgeAt(Duration.ofHours(3));
        judgeAt(Duration.ofHours(3));
        assertThat(cases(filed)).isEqualTo(1);
        assertThat(row(filed).judgement().outcome()).isEqualTo(Outcome.FILE);
        assertThat(row(filed).caseNo()).startsWith("VA-370126-20261121-");
        assertThat(index.decisions(filed.incidentId()))
                .extracting(IncidentIndex.Decision::asOf)
                .as("as of when it was due, however late it is judged")
                .containsExactly(Records.NOON, Records.NOON.plusSeconds(51), Records.NOON.plusSeconds(591));
        assertThat(ledger.clear(gone(filed, Duration.ofHours(2)))).isTrue();
        assertThat(peers.text("SELECT cleared_at IS NOT NULL FROM cases WHERE incident_id = '%s'"
                        .formatted(filed.incidentId())))
                .isEqualTo("t");
    }

    @Test
    void dropsWhatWentBeforeItWasDue() throws Exception {
        IncidentFiled filed = incident(Kind.BIN_OVERFLOW, "short");
        ledger.file(filed);
        assertThat(ledger.clear(gone(filed, Duration.ofMinutes(5)))).isTrue();
        assertThat(ledger.clear(gone(filed, Duration.ofMinutes(5)))).isFalse();
        judgeAt(Duration.ofHours(1));
        assertThat(cases(filed)).isZero();
        IncidentIndex.Row dropped = row(filed);
        assertThat(dropped.judgement().outcome()).isEqualTo(Outcome.SUPPRESS);
        assertThat(dropped.judgement().reason()).isEqualTo(Reason.SHORT);
        assertThat(dropped.judgement().ruleId()).isEqualTo("bins-wait");
        assertThat(dropped.filed().evidencePrefix()).isEqualTo(filed.evidencePrefix());
        assertThat(ledger.file(filed)).as("it does not come back").isFalse();

        IncidentFiled early = incident(Kind.BIN_OVERFLOW, "early");
        ledger.clear(gone(early, Duration.ofMinutes(2)));
        ledger.file(early);
        assertThat(row(early).judgement().reason()).as("its end came first").isEqualTo(Reason.SHORT);
    }

    @Test
    void filesWhatStoodLongEnoughThoughNobodyLookedInTime() throws Exception {
        IncidentFiled filed = incident(Kind.BIN_OVERFLOW, "late");
        ledger.file(filed);
        clock.set(Records.NOON.plus(Duration.ofHours(1)));
        ledger.clear(gone(filed, Duration.ofMinutes(30)));
        assertThat(cases(filed)).isEqualTo(1);
        assertThat(row(filed).judgement().outcome()).isEqualTo(Outcome.FILE);
        assertThat(row(filed).lastSeenAt()).isEqualTo(Records.NOON.plusSeconds(1800));
        assertThat(peers.count("SELECT count(*) FROM cases WHERE cleared_at IS NOT NULL AND incident_id = '%s'"
                        .formatted(filed.incidentId())))
                .isEqualTo(1);
    }

    @Test
    void remindsFirstThenSendsOnOrEnds() throws Exception {
        IncidentFiled stays = incident(Kind.VENDING, "stays");
        IncidentFiled goes = incident(Kind.VENDING, "goes");
        ledger.file(stays);
        ledger.file(goes);
        assertThat(status(stays)).isEqualTo("REMINDING");
        ledger.clear(gone(goes, Duration.ofMinutes(3)));
        assertThat(status(goes)).isEqualTo("CORRECTED");
        judgeAt(Duration.ofMinutes(9));
        assertThat(status(stays)).isEqualTo("REMINDING");
        judgeAt(Duration.ofMinutes(10));
        judgeAt(Duration.ofMinutes(10));
        assertThat(status(stays)).as("the gate lets it through then").isEqualTo("APPROVED");
        assertThat(status(goes)).isEqualTo("CORRECTED");
        assertThat(peers.text("""
                        SELECT string_agg(concat_ws('>', action, to_status), ' ' ORDER BY h.id) FROM case_history h
                        JOIN cases c ON c.id = h.case_id WHERE c.incident_id = '%s'""".formatted(stays.incidentId())))
                .isEqualTo("FILED REMINDED MOVED>PENDING_REVIEW MOVED>APPROVED");

        IncidentFiled again = Records.inZone(
                Records.incident(
                        NUMBERS.incrementAndGet(), Kind.VENDING, "goes", Records.NOON.plusSeconds(3600), Map.of()),
                goes.zoneId());
        clock.set(Records.NOON.plus(Duration.ofHours(1)));
        ledger.file(again);
        assertThat(status(again)).as("who comes back was reminded already").isEqualTo("APPROVED");
    }

    private static String status(IncidentFiled filed) throws Exception {
        return peers.text("SELECT status FROM cases WHERE incident_id = '%s'".formatted(filed.incidentId()));
    }

    @Test
    void suppressesDuplicatesAndWhatTheModelIsUnsureOf() throws Exception {
        IncidentFiled unsure = incident(Kind.DUMPING, "unsure");
        ledger.file(unsure);
        assertThat(row(unsure).judgement().reason()).isEqualTo(Reason.SCORE);
        assertThat(row(unsure).judgement().steps().getFirst().facts()).containsEntry("asked", "0.9");
        assertThat(ledger.clear(gone(unsure, Duration.ofMinutes(1)))).isTrue();

        IncidentFiled first = incident(Kind.GREEN_PARKING, "twice");
        ledger.file(first);
        peers.sql("""
                INSERT INTO case_history (case_id, at, actor, action, why, from_status, to_status)
                SELECT id, now(), 'wang', 'MOVED', 'trial', status, 'REJECTED' FROM cases WHERE incident_id = '%s'""".formatted(first.incidentId()));
        peers.sql("""
                UPDATE cases SET status = 'REJECTED', moved_by = (SELECT max(h.id) FROM case_history h WHERE h.case_id = cases.id)
                WHERE incident_id = '%s'""".formatted(first.incidentId()));
        IncidentFiled second = Records.inZone(
                Records.incident(
                        NUMBERS.incrementAndGet(), Kind.GREEN_PARKING, "twice", Records.NOON.plusSeconds(60), Map.of()),
                first.zoneId());
        clock.set(Records.NOON.plusSeconds(60));
        ledger.file(second);
        assertThat(row(second).judgement().reason()).isEqualTo(Reason.DUPLICATE);
    }

    @Test
    void comesOutTheSameWhenReplayedAndSaysWhatOthersWouldHaveDone() throws Exception {
        IncidentFiled sure = incident(Kind.DUMPING, "replayed");
        IncidentFiled held = incident(Kind.BIN_OVERFLOW, "replayed");
        IncidentFiled dropped = incident(Kind.BIN_OVERFLOW, "replayed-too");
        List.of(sure, held, dropped).forEach(ledger::file);
        judgeAt(Duration.ofSeconds(51));
        ledger.clear(gone(dropped, Duration.ofMinutes(4)));
        judgeAt(Duration.ofMinutes(30));
        Replay replay = new Replay(database, clock);
        RuleFile inForce = books.standing().file();
        assertThat(peers.count("SELECT count(*) FROM incident_decisions")).isGreaterThan(6);
        Tally same = replay.run(inForce.book(), 1);
        assertThat((long) same.again()).isEqualTo(peers.count("SELECT count(*) FROM incident_decisions"));
        assertThat(same.unlike()).as("every stored decision, made again").isZero();
        assertThat(same.all().changed()).isZero();
        assertThat(same.all().after()).isEqualTo(same.all().before());

        RuleFile strict = RuleFile.read("""
                version: 1
                rules:
                  - {id: no-bins, kinds: [bin-overflow], then: {do: suppress}}
                """.getBytes(UTF_8));
        Tally other = replay.run(strict.book(), 1);
        assertThat(other.kinds().get("bin-overflow").spared()).isPositive();
        assertThat(other.spared())
                .extracting(Replay.Compared::caseNo)
                .contains(row(held).caseNo());
        assertThat(other.made()).extracting(each -> each.filed().incidentId()).contains(sure.incidentId());
        assertThat(other.all().after())
                .isEqualTo(
                        other.all().before() + other.all().made() - other.all().spared());
        assertThat(other.hours().keySet()).containsExactly("12");
        assertThat(other.again()).isZero();
        assertThat(replay.run(inForce.book(), 1).all())
                .as("a try changes nothing")
                .isEqualTo(same.all());
    }
}
