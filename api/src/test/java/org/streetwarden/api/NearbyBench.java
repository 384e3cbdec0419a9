package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.adapters.Stills;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseLedger;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.ReviewGate;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.api.push.DeliveryLog;
import org.streetwarden.api.push.FakePlatform;
import org.streetwarden.api.push.FakePlatform.Answer;
import org.streetwarden.api.push.FakePlatform.Call;
import org.streetwarden.api.push.HandOver;
import org.streetwarden.api.push.NearbyLedger.Decided;
import org.streetwarden.api.push.NearbyLedger.Decision;
import org.streetwarden.api.push.Target;
import org.streetwarden.api.push.TargetFile;
import org.streetwarden.zone.Kind;

/** A platform that is asked for its open cases nearby, and cases that are to be pushed to it, in a real database. */
abstract class NearbyBench {

    static final Path SHIPPED = Path.of(System.getProperty("streetwarden.root"), "scripts/deploy/adapters");
    static final String NONE = "{\"cases\":[]}";

    static Peers peers;
    static Database database;
    private static CaseLedger cases;
    private static int last;

    @TempDir
    Path dir;

    FakePlatform platform;
    HandOver handOver;
    String target;
    final Hands clock = new Hands(Records.NOON);

    @BeforeAll
    static void open() throws Exception {
        peers = Peers.start();
        ApiSettings settings = peers.settings();
        database = Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
        database.migrate();
        cases = new CaseLedger(database, "370126", ReviewGate.ALWAYS, Clock.fixed(Records.NOON, ZoneOffset.UTC));
    }

    @AfterAll
    static void close() {
        database.close();
        peers.close();
    }

    @BeforeEach
    void begin() throws IOException {
        platform = new FakePlatform();
    }

    @AfterEach
    void end() {
        handOver.close();
        platform.close();
        database.read(handle -> handle.createQuery("SELECT case_no FROM cases WHERE status = 'APPROVED'")
                        .mapTo(String.class)
                        .list())
                .forEach(caseNo -> move(caseNo, CaseStatus.VOID));
    }

    /** One target, by a file as a city writes it. */
    void target(String more) throws IOException {
        target = "n-" + ++last;
        for (String shipped : List.of("egova-like.yaml", "rest.yaml")) {
            Files.writeString(dir.resolve(shipped), Files.readString(SHIPPED.resolve(shipped)));
        }
        Files.writeString(dir.resolve("targets.json"), """
                {"targets": [{"id": "%s", "url": "http://127.0.0.1:%2$d/in?key=1", "plainHttp": true,
                "allow": ["127.0.0.1:%2$d"], %3$s}]}""".formatted(target, platform.port(), more));
        List<String> problems = new ArrayList<>();
        List<Target> targets =
                TargetFile.read(dir.resolve("targets.json"), Map.of("S", FakePlatform.SECRET), problems::add);
        assertThat(problems).isEmpty();
        handOver = new HandOver(
                database,
                new CaseIndex(database),
                new HandOver.Settings(targets, "370126", "https://sw.example", List.of(), StatusMap.parse("")),
                Stills.NONE,
                clock,
                new SimpleMeterRegistry());
        handOver.look();
    }

    void webhooks(String nearby) throws IOException {
        target("\"secrets\": [\"env:S\"], \"nearby\": " + nearby);
    }

    void round() throws InterruptedException {
        handOver.senders().getFirst().round();
    }

    void later(Duration time) throws InterruptedException {
        clock.set(clock.instant().plus(time));
        round();
    }

    static String approved() throws Exception {
        int number = ++last;
        cases.file(Records.incident(number, Kind.VENDING, "cam-" + number, Records.NOON, Map.of()));
        String caseNo =
                peers.text("SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'");
        long id = peers.count("SELECT id FROM cases WHERE case_no = '" + caseNo + "'");
        peers.sql("DELETE FROM case_places WHERE case_id = " + id);
        peers.sql("INSERT INTO case_places (case_id, longitude, latitude, declared_crs, uncertainty_m) VALUES (" + id
                + ", 114.4129, 30.3415, 'wgs84', 4.2)");
        peers.sql("INSERT INTO case_codes VALUES (" + id + ", 1, 'gbt47678', 1, '37012609006', '占道经营')");
        move(caseNo, CaseStatus.APPROVED);
        return caseNo;
    }

    static void move(String caseNo, CaseStatus to) {
        database.write(handle -> {
            CaseLife.move(
                    handle,
                    CaseLife.lock(handle, caseNo).orElseThrow(),
                    new CaseLife.Move(to, Records.NOON, Records.NOON, "li", CaseLife.MOVED, "a test"));
            return null;
        });
    }

    static String status(String caseNo) throws Exception {
        return peers.text(
                "SELECT status || coalesce(' ' || platform_case_no, '') FROM cases WHERE case_no = '" + caseNo + "'");
    }

    List<DeliveryLog.Row> log(String caseNo) {
        return handOver.log().list(target, null, 0, 100).stream()
                .filter(row -> row.caseNo().equals(caseNo))
                .toList();
    }

    String said(String caseNo) {
        return log(caseNo).getFirst().attempts().getLast().detail();
    }

    List<Call> questions() {
        return platform.calls().stream().filter(NearbyBench::asks).toList();
    }

    List<Call> pushes() {
        return platform.calls().stream().filter(call -> !asks(call)).toList();
    }

    static boolean asks(Call call) {
        return call.path().startsWith("/in/nearby")
                || call.path().startsWith("/in/openCases")
                || call.path().startsWith("/in/search");
    }

    void answers(String nearby) {
        platform.behave(call -> Answer.of(200, asks(call) ? nearby : "{\"platformCaseNo\":\"P-" + last + "\"}"));
    }

    static String near(String number, String more) {
        return "{\"platformCaseNo\":\"%s\",\"longitude\":114.41295,\"latitude\":30.3415%s}".formatted(number, more);
    }

    Decided decide(String caseNo, String joined) {
        return handOver.nearby().decide(caseNo, new Decision(target, joined, "王", null, "看过了"));
    }
}
