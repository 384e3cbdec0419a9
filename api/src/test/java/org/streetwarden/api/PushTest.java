package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.life.CheckLedger;
import org.streetwarden.api.life.CheckRule;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.api.push.DeliveryLog;
import org.streetwarden.api.push.FakePlatform;
import org.streetwarden.api.push.FakePlatform.Answer;
import org.streetwarden.api.push.FakePlatform.Call;
import org.streetwarden.api.push.Feed;
import org.streetwarden.api.push.HandOver;
import org.streetwarden.api.push.PushJson;
import org.streetwarden.scene.ViewState;

/** Cases on their way to a platform that is well. */
class PushTest extends PushBench {

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
            samples.add(new Sample(CLOCK.instant().minus(Duration.ofMinutes(minutes)), ViewState.CLEAR, false));
        }
        checks.take(caseNo, "worker-1", samples);
        checks.take(caseNo, "worker-1", List.of(new Sample(CLOCK.instant(), ViewState.CLEAR, true)));
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
        LocalDate day = CLOCK.instant().atZone(ZoneId.of("Asia/Shanghai")).toLocalDate();
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
