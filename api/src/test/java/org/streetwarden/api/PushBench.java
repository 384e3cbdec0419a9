package org.streetwarden.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseLedger;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.ReviewGate;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.api.push.DeliveryLog;
import org.streetwarden.api.push.FakePlatform;
import org.streetwarden.api.push.FakePlatform.Answer;
import org.streetwarden.api.push.FakePlatform.Call;
import org.streetwarden.api.push.HandOver;
import org.streetwarden.zone.Kind;

/** What tests of the way to a platform have: a real database, a platform, and a clock that they move. */
abstract class PushBench {

    private static final ObjectMapper JSON = new ObjectMapper();
    static final Answer TAKEN = Answer.of(200, "{}");

    static Peers peers;
    static Database database;
    static CaseLedger cases;
    static int lastNumber;
    static int lastTarget;

    static final Hands CLOCK = new Hands(Records.NOON);

    FakePlatform platform;
    HandOver handOver;
    String targetId;

    @BeforeAll
    static void open() throws Exception {
        peers = Peers.start();
        database = database();
        database.migrate();
        cases = new CaseLedger(database, "370126", ReviewGate.ALWAYS, CLOCK);
    }

    static Database database() throws Exception {
        ApiSettings settings = peers.settings();
        return Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
    }

    @AfterAll
    static void close() {
        database.close();
        peers.close();
    }

    @BeforeEach
    void begin() throws Exception {
        platform = new FakePlatform();
        targetId = "city-" + ++lastTarget;
        handOver = handOver(database);
        handOver.look();
    }

    @AfterEach
    void end() {
        handOver.close();
        platform.close();
        List<String> left =
                database.read(handle -> handle.createQuery("SELECT case_no FROM cases WHERE status = 'APPROVED'")
                        .mapTo(String.class)
                        .list());
        left.forEach(caseNo -> move(caseNo, CaseStatus.VOID, "end of a test"));
    }

    HandOver handOver(Database on) {
        return new HandOver(
                on,
                new CaseIndex(on),
                new HandOver.Settings(
                        List.of(platform.target(targetId, FakePlatform.SECRET)),
                        "370126",
                        "https://streetwarden.example",
                        List.of(),
                        StatusMap.parse("")),
                CLOCK,
                new SimpleMeterRegistry());
    }

    static void pass(Duration time) {
        CLOCK.set(CLOCK.instant().plus(time));
    }

    final void round() throws InterruptedException {
        handOver.senders().getFirst().round();
    }

    static String filed() throws Exception {
        int number = ++lastNumber;
        cases.file(Records.incident(number, Kind.VENDING, "cam-" + number, CLOCK.instant(), Map.of()));
        return peers.text("SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'");
    }

    static String approved() throws Exception {
        String caseNo = filed();
        move(caseNo, CaseStatus.APPROVED, "confirmed");
        return caseNo;
    }

    static void move(String caseNo, CaseStatus to, String why) {
        database.write(handle -> {
            CaseLife.Standing standing = CaseLife.lock(handle, caseNo).orElseThrow();
            CaseLife.move(handle, standing, new Move(to, CLOCK.instant(), CLOCK.instant(), "王", CaseLife.MOVED, why));
            return null;
        });
    }

    static String status(String caseNo) throws Exception {
        return peers.text("SELECT status FROM cases WHERE case_no = '" + caseNo + "'");
    }

    static JsonNode json(Call call) {
        return read(call.text());
    }

    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    static String op(Call call) {
        return json(call).at("/data/op").asText();
    }

    final List<DeliveryLog.Row> log() {
        return handOver.log().list(targetId, null, 0, 100);
    }

    final List<String> states() {
        return log().stream().map(row -> row.op() + " " + row.state()).toList();
    }

    final DeliveryLog.TargetRow target() {
        return handOver.log().targets().stream()
                .filter(row -> row.id().equals(targetId))
                .findFirst()
                .orElseThrow();
    }
}
