package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseLedger;
import org.streetwarden.api.cases.CaseLife;
import org.streetwarden.api.cases.CaseLife.Move;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.ReviewGate;
import org.streetwarden.api.life.CheckLedger;
import org.streetwarden.api.life.CheckRule;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.api.push.DeliveryLog;
import org.streetwarden.api.push.DeliveryLog.Done;
import org.streetwarden.api.push.FakePlatform;
import org.streetwarden.api.push.FakePlatform.Answer;
import org.streetwarden.api.push.FakePlatform.Call;
import org.streetwarden.api.push.Feed;
import org.streetwarden.api.push.HandOver;
import org.streetwarden.api.push.PushJson;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Kind;

/** Cases on their way to a platform, in a real database and by a clock that the tests move. */
class PushTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Answer DOWN = null;
    private static final Answer TAKEN = Answer.of(200, "{}");

    private static Peers peers;
    private static Database database;
    private static CaseLedger cases;
    private static int lastNumber;
    private static int lastTarget;

    private static final Hands CLOCK = new Hands();

    /** A clock that is moved by hand. */
    private static final class Hands extends Clock {
        private volatile Instant now = Records.NOON;

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
    }

    private FakePlatform platform;
    private HandOver handOver;
    private String targetId;

    @BeforeAll
    static void open() throws Exception {
        peers = Peers.start();
        database = database();
        database.migrate();
        cases = new CaseLedger(database, "370126", ReviewGate.ALWAYS, CLOCK);
    }

    private static Database database() throws Exception {
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

    private HandOver handOver(Database on) {
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

    private static void pass(Duration time) {
        CLOCK.now = CLOCK.now.plus(time);
    }

    private void round() throws InterruptedException {
        handOver.senders().getFirst().round();
    }

    private static String filed() throws Exception {
        int number = ++lastNumber;
        cases.file(Records.incident(number, Kind.VENDING, "cam-" + number, CLOCK.now, Map.of()));
        return peers.text("SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'");
    }

    private static String approved() throws Exception {
        String caseNo = filed();
        move(caseNo, CaseStatus.APPROVED, "confirmed");
        return caseNo;
    }

    private static void move(String caseNo, CaseStatus to, String why) {
        database.write(handle -> {
            CaseLife.Standing standing = CaseLife.lock(handle, caseNo).orElseThrow();
            CaseLife.move(handle, standing, new Move(to, CLOCK.now, CLOCK.now, "王", CaseLife.MOVED, why));
            return null;
        });
    }

    private static String status(String caseNo) throws Exception {
        return peers.text("SELECT status FROM cases WHERE case_no = '" + caseNo + "'");
    }

    private static JsonNode json(Call call) {
        return read(call.text());
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    private static String op(Call call) {
        return json(call).at("/data/op").asText();
    }

    private List<DeliveryLog.Row> log() {
        return handOver.log().list(targetId, null, 0, 100);
    }

    private List<String> states() {
        return log().stream().map(row -> row.op() + " " + row.state()).toList();
    }

    private DeliveryLog.TargetRow target() {
        return handOver.log().targets().stream()
                .filter(row -> row.id().equals(targetId))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void handsACaseOverAndTakesThePlatformsWord() throws Exception {
        String caseNo = approved();
        platform.behave(call -> Answer.of(201, "{\"platformCaseNo\":\"立〔2026〕7号\",\"status\":\"立案\"}"));
        round();
        round();
        Call call = platform.calls().getFirst();
        assertThat(platform.calls()).hasSize(1);
        assertThat(FakePlatform.signed(
                        FakePlatform.SECRET, call.id(), call.timestamp(), call.body(), call.signatures()))
                .isTrue();
        JsonNode event = json(call);
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("id").asText()).isEqualTo(call.id());
        assertThat(event.get("type").asText()).isEqualTo("org.streetwarden.case.create");
        assertThat(event.get("subject").asText()).isEqualTo(caseNo);
        JsonNode data = event.get("data");
        assertThat(data.get("caseNo").asText()).isEqualTo(caseNo);
        assertThat(data.get("kind").asText()).isEqualTo("vending");
        assertThat(data.get("description").asText()).matches("东门路口发现占道经营：2026-.*首次发现，.*仍在，已持续9秒。");
        assertThat(data.at("/review/by").asText()).isEqualTo("王");
        assertThat(List.of(data.has("codes"), data.has("place"))).containsOnly(true);
        assertThat(data.at("/model/version").asText()).isEqualTo("0.1");
        assertThat(data.at("/evidence/manifest/href").asText())
                .isEqualTo("https://streetwarden.example/api/v1/cases/" + caseNo + "/evidence/manifest.json");
        assertThat(data.at("/evidence/manifest/sha256").asText()).hasSize(64);
        assertThat(status(caseNo)).isEqualTo("REGISTERED");
        assertThat(peers.text("SELECT string_agg(actor || '>' || to_status, ' ' ORDER BY h.id) FROM case_history h "
                        + "JOIN cases c ON c.id = h.case_id WHERE to_status IS NOT NULL AND case_no = '" + caseNo
                        + "'"))
                .isEqualTo("王>APPROVED push:%s>PUSHED platform:%s>REGISTERED".formatted(targetId, targetId));
        assertThat(log()).singleElement().satisfies(row -> {
            assertThat(row.state()).isEqualTo("DELIVERED");
            assertThat(row.platformCaseNo()).isEqualTo("立〔2026〕7号");
            assertThat(row.attempts().getFirst().status()).isEqualTo(201);
        });
    }

    @Test
    void tellsInOrderWhatBecomesOfACase() throws Exception {
        String caseNo = approved();
        round();
        int number = lastNumber;
        cases.clear(Records.cleared(number));
        for (CaseStatus step : List.of(CaseStatus.REGISTERED, CaseStatus.HANDLED)) {
            move(caseNo, step, "by telephone");
        }
        CheckLedger checks = new CheckLedger(database, CheckRule.parse(""), CLOCK, () -> {});
        pass(Duration.ofMinutes(20));
        List<Sample> samples = new ArrayList<>();
        for (int minutes = 12; minutes > 0; minutes -= 5) {
            samples.add(new Sample(CLOCK.now.minus(Duration.ofMinutes(minutes)), ViewState.CLEAR, false));
        }
        checks.take(caseNo, "worker-1", samples);
        checks.take(caseNo, "worker-1", List.of(new Sample(CLOCK.now, ViewState.CLEAR, true)));
        move(caseNo, CaseStatus.VOID, "a test");
        cases.clear(Records.cleared(number));
        round();
        assertThat(platform.calls())
                .extracting(PushTest::op)
                .containsExactly("CREATE", "RESOLVE_HINT", "UPDATE", "UPDATE", "RESOLVE_HINT", "UPDATE", "WITHDRAW");
        assertThat(json(platform.calls().get(4)).at("/data/why").asText()).startsWith("GONE: ");
        assertThat(json(platform.calls().get(6)).at("/data/status").asText()).isEqualTo("VOID");
    }

    @Test
    void missesAndDoublesNothingInThreeDaysOfSilence() throws Exception {
        Instant begin = CLOCK.now;
        Set<String> taken = new TreeSet<>();
        List<String> order = new ArrayList<>();
        platform.behave(call -> {
            if (CLOCK.now.isBefore(begin.plus(Duration.ofDays(3)))) {
                return DOWN;
            }
            taken.add(call.id());
            order.add(json(call).get("subject").asText() + " " + op(call));
            return TAKEN;
        });
        List<String> numbers = List.of(approved(), approved(), approved());
        round();
        cases.clear(Records.cleared(lastNumber - 2));
        move(numbers.get(0), CaseStatus.VOID, "a test");
        cases.clear(Records.cleared(lastNumber));
        for (int rounds = 0; CLOCK.now.isBefore(begin.plus(Duration.ofHours(90))) && rounds < 400; rounds++) {
            CLOCK.now = nextDue();
            round();
        }
        assertThat(taken).hasSize(6);
        assertThat(order).hasSize(6).doesNotHaveDuplicates();
        assertThat(order.stream()
                        .filter(each -> each.startsWith(numbers.get(0)))
                        .toList())
                .containsExactly(
                        numbers.get(0) + " CREATE", numbers.get(0) + " RESOLVE_HINT", numbers.get(0) + " WITHDRAW");
        assertThat(states()).hasSize(6).allMatch(each -> each.endsWith(" DELIVERED"));
        assertThat(platform.calls().stream().map(Call::id).distinct()).hasSize(6);
        assertThat(status(numbers.get(1))).isEqualTo("PUSHED");
        assertThat(log().getFirst().attempts()).hasSizeBetween(8, 10);
    }

    /** When the outbox has something to do again. */
    private Instant nextDue() throws Exception {
        long due = peers.count("SELECT coalesce(ceil(extract(epoch FROM greatest("
                + "min(next_at) FILTER (WHERE state = 'WAITING'), max(paused_until))) * 1000), 0)::bigint "
                + "FROM push_targets t LEFT JOIN push_deliveries d USING (target_id) WHERE t.target_id = '"
                + targetId + "' AND NOT EXISTS (SELECT 1 FROM push_deliveries o WHERE o.target_id = d.target_id "
                + "AND o.case_id = d.case_id AND o.platform_event < d.platform_event AND o.state = 'WAITING')");
        return due == 0 ? CLOCK.now.plus(Duration.ofHours(1)) : Instant.ofEpochMilli(due);
    }

    @Test
    void leavesAnUnwellTargetAloneAndAsksItByOne() throws Exception {
        platform.behave(call -> Answer.of(503, ""));
        for (int i = 0; i < 6; i++) {
            approved();
        }
        round();
        assertThat(platform.calls()).hasSize(6);
        pass(Duration.ofSeconds(20));
        round();
        assertThat(platform.calls()).as("paused").hasSize(6);
        pass(Duration.ofMinutes(1));
        round();
        assertThat(platform.calls()).as("one probe").hasSize(7);
        platform.behave(call -> TAKEN);
        pass(Duration.ofMinutes(10));
        round();
        assertThat(platform.calls()).hasSize(13);
        assertThat(target().failures()).isZero();
        assertThat(target().waiting()).isZero();
    }

    @Test
    void waitsAsLongAsItIsAskedButNotForEver() throws Exception {
        platform.behave(call -> new Answer(429, "", Map.of("Retry-After", "3600")));
        approved();
        round();
        pass(Duration.ofMinutes(59));
        round();
        assertThat(platform.calls()).hasSize(1);
        platform.behave(call -> new Answer(503, "", Map.of("Retry-After", "999999999")));
        pass(Duration.ofMinutes(2));
        round();
        platform.behave(call -> TAKEN);
        pass(Duration.ofHours(23));
        round();
        assertThat(platform.calls()).hasSize(2);
        pass(Duration.ofHours(2));
        round();
        assertThat(states()).containsExactly("CREATE DELIVERED");
    }

    @Test
    void servesNoTargetThatIsGoneUntilSomebodySaysSo() throws Exception {
        platform.behave(call -> Answer.of(410, ""));
        approved();
        round();
        approved();
        pass(Duration.ofDays(9));
        round();
        assertThat(platform.calls()).hasSize(1);
        assertThat(target().disabledWhy()).contains("410");
        assertThat(handOver.log().enable("nobody", "李", "back")).isEqualTo(Done.UNKNOWN);
        assertThat(handOver.log().enable(targetId, "李", "back")).isEqualTo(Done.DONE);
        assertThat(handOver.log().enable(targetId, "李", "back")).isEqualTo(Done.NOT_NOW);
        platform.behave(call -> TAKEN);
        round();
        assertThat(states()).containsExactly("CREATE DELIVERED", "CREATE DELIVERED");
        assertThat(peers.count("SELECT count(*) FROM log_entries WHERE action = 'PUSH_ENABLE' AND who = '李'"))
                .isEqualTo(1);
    }

    @Test
    void takesARefusalOnlyByThePlatformsWord() throws Exception {
        String caseNo = approved();
        platform.behave(call -> Answer.of(400, "<html>"));
        round();
        assertThat(status(caseNo)).isEqualTo("APPROVED");
        assertThat(target().failures()).as("it answers").isZero();
        platform.behave(call -> Answer.of(422, "{\"status\":\"不予受理\"}"));
        pass(Duration.ofMinutes(1));
        round();
        assertThat(status(caseNo)).isEqualTo("REFUSED");
        assertThat(states()).containsExactly("CREATE DELIVERED");
        move(caseNo, CaseStatus.APPROVED, "better evidence");
        platform.behave(call -> Answer.of(409, "{\"platformCaseNo\":\"P-9\"}"));
        round();
        assertThat(status(caseNo)).isEqualTo("PUSHED");
        assertThat(peers.text("SELECT platform_case_no FROM cases WHERE case_no = '" + caseNo + "'"))
                .isEqualTo("P-9");
    }

    @Test
    void givesUpAfterTheScheduleAndSendsAgainWhenAsked() throws Exception {
        platform.behave(call -> Answer.of(404, ""));
        String caseNo = approved();
        for (int i = 0; i < 12; i++) {
            round();
            pass(Duration.ofHours(30));
        }
        assertThat(platform.calls()).hasSize(10);
        move(caseNo, CaseStatus.VOID, "a test");
        round();
        assertThat(states()).containsExactly("CREATE DEAD", "WITHDRAW WAITING");
        assertThat(target().dead()).isEqualTo(1);
        platform.behave(call -> TAKEN);
        long id = log().getFirst().id();
        assertThat(handOver.log().replay(id, "李", "the platform was moved")).isEqualTo(Done.DONE);
        assertThat(handOver.log().replay(id, "李", "again")).isEqualTo(Done.NOT_NOW);
        assertThat(handOver.log().replay(Long.MAX_VALUE, "李", "none")).isEqualTo(Done.UNKNOWN);
        assertThat(peers.text("SELECT case_no FROM log_entries WHERE action = 'PUSH_REPLAY'"))
                .isEqualTo(caseNo);
        round();
        assertThat(states()).containsExactly("CREATE DELIVERED", "WITHDRAW DELIVERED");
        assertThat(platform.calls().subList(0, 11))
                .extracting(Call::id)
                .containsOnly(log().getFirst().eventId());
        assertThat(status(caseNo)).isEqualTo("VOID");
    }

    /** As an end between the sending and the writing down. */
    @Test
    void sendsAgainUnderTheSameIdWhatWasNotWrittenDown() throws Exception {
        String caseNo = approved();
        peers.sql("CREATE OR REPLACE FUNCTION broken_push() RETURNS trigger LANGUAGE plpgsql AS "
                + "$$ BEGIN RAISE EXCEPTION 'cut off' USING ERRCODE = 'admin_shutdown'; END $$");
        peers.sql("CREATE TRIGGER broken BEFORE INSERT ON push_attempts FOR EACH ROW EXECUTE FUNCTION broken_push()");
        try {
            assertThatThrownBy(this::round).isInstanceOf(IllegalStateException.class);
        } finally {
            peers.sql("DROP TRIGGER broken ON push_attempts");
        }
        assertThat(status(caseNo)).isEqualTo("APPROVED");
        pass(Duration.ofSeconds(60));
        round();
        assertThat(platform.calls()).as("claimed still").hasSize(1);
        pass(Duration.ofSeconds(60));
        round();
        assertThat(platform.calls())
                .hasSize(2)
                .extracting(Call::id)
                .containsOnly(log().getFirst().eventId());
        assertThat(platform.calls().get(0).body())
                .isEqualTo(platform.calls().get(1).body());
        assertThat(states()).containsExactly("CREATE DELIVERED");
        assertThat(status(caseNo)).isEqualTo("PUSHED");
    }

    @Test
    void sharesTheOutboxWithAnotherApi() throws Exception {
        for (int i = 0; i < 20; i++) {
            approved();
        }
        try (Database second = database();
                HandOver other = handOver(second);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            second.migrate();
            List<Callable<Void>> both = List.of(
                    () -> {
                        round();
                        return null;
                    },
                    () -> {
                        other.senders().getFirst().round();
                        return null;
                    });
            for (var each : threads.invokeAll(both)) {
                each.get();
            }
        }
        assertThat(platform.calls()).hasSize(20).extracting(Call::id).doesNotHaveDuplicates();
        assertThat(states()).hasSize(20).containsOnly("CREATE DELIVERED");
    }

    @Test
    void saysNothingOfWhatWasWithdrawnBeforeTheFirstTry() throws Exception {
        String caseNo = approved();
        move(caseNo, CaseStatus.REJECTED, "no case");
        move(filed(), CaseStatus.REJECTED, "no case");
        round();
        assertThat(platform.calls()).isEmpty();
        assertThat(states()).containsExactly("CREATE SKIPPED");
        move(caseNo, CaseStatus.APPROVED, "a case after all");
        round();
        assertThat(states()).containsExactly("CREATE SKIPPED", "CREATE DELIVERED");
        assertThat(platform.calls()).hasSize(1);
    }

    @Test
    void givesANewTargetWhatStillWaitsAndForgetsOneThatIsNotConfigured() throws Exception {
        String handedOver = approved();
        round();
        String first = targetId;
        targetId = "other-" + lastTarget;
        String waits = approved();
        try (HandOver other = handOver(database)) {
            other.look();
            approved();
            other.senders().getFirst().round();
            assertThat(other.log().list(first, null, 0, 100))
                    .extracting(DeliveryLog.Row::caseNo)
                    .containsExactly(handedOver, waits);
            assertThat(log())
                    .extracting(DeliveryLog.Row::caseNo)
                    .hasSize(2)
                    .contains(waits)
                    .doesNotContain(handedOver);
            round();
            assertThat(platform.calls()).hasSize(3);
        }
    }

    @Test
    void feedsTheSameEventsAndProvesThatNoneIsMissing() throws Exception {
        pass(Duration.ofDays(2));
        long before = peers.count("SELECT coalesce(max(id), 0) FROM platform_events");
        String caseNo = approved();
        round();
        move(caseNo, CaseStatus.VOID, "a test");
        Feed.Page page = handOver.feed().after(before, 1);
        assertThat(page.more()).isTrue();
        assertThat(page.bodies()).containsExactly(platform.calls().getFirst().text());
        Feed.Page rest = handOver.feed().after(page.cursor(), 10);
        assertThat(rest.more()).isFalse();
        assertThat(rest.bodies()).hasSize(1);
        assertThat(handOver.feed().after(rest.cursor(), 10)).isEqualTo(new Feed.Page(List.of(), rest.cursor(), false));
        LocalDate day = CLOCK.now.atZone(ZoneId.of("Asia/Shanghai")).toLocalDate();
        Feed.Day today = handOver.feed().day(day);
        String ids = String.join("\n", new TreeSet<>(List.of(id(page), id(rest)))) + "\n";
        assertThat(today)
                .isEqualTo(new Feed.Day(
                        day,
                        2,
                        Records.sha256(ids.getBytes(StandardCharsets.US_ASCII)),
                        page.cursor() - 1,
                        rest.cursor(),
                        false));
        pass(Duration.ofDays(1));
        assertThat(handOver.feed().day(day).complete()).isTrue();
        assertThat(handOver.feed().day(day.plusDays(9)).count()).isZero();
        assertThatThrownBy(() -> peers.sql("UPDATE platform_events SET why = 'x' WHERE id = " + rest.cursor()))
                .hasMessageContaining("only grows");
        JsonNode described = new YAMLMapper().readTree(getClass().getResourceAsStream("/openapi.yaml"));
        JsonSchema check = new JsonSchema(described);
        assertThat(check.problems(described.at("/components/schemas/FeedPage"), PushJson.page(page)))
                .isEmpty();
        assertThat(check.problems(described.at("/components/schemas/FeedDay"), PushJson.day(today)))
                .isEmpty();
        assertThat(check.problems(described.at("/components/schemas/DeliveryPage"), PushJson.deliveries(log(), 2)))
                .isEmpty();
        assertThat(check.problems(
                        described.at("/components/schemas/PushTargets"),
                        PushJson.targets(handOver.log().targets())))
                .isEmpty();
    }

    private static String id(Feed.Page page) {
        return read(page.bodies().getFirst()).get("id").asText();
    }
}
