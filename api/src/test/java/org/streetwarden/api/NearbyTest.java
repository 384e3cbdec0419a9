package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.streetwarden.api.cases.CaseFilter;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.CaseStep;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.life.Callback;
import org.streetwarden.api.life.CallbackLedger;
import org.streetwarden.api.life.CaseSteps;
import org.streetwarden.api.life.StatusMap;
import org.streetwarden.api.life.StepOrder;
import org.streetwarden.api.push.DeliveryLog;
import org.streetwarden.api.push.FakePlatform;
import org.streetwarden.api.push.FakePlatform.Answer;
import org.streetwarden.api.push.FakePlatform.Call;
import org.streetwarden.api.push.NearbyLedger;
import org.streetwarden.api.push.NearbyLedger.Decided;
import org.streetwarden.api.push.PushJson;
import org.streetwarden.api.push.TargetFile;

/** Cases whose platform is asked for its open cases nearby before it is pushed to. */
class NearbyTest extends NearbyBench {

    @Test
    void asksAsThePlatformWantsAndPushesWhereNothingIsNear() throws Exception {
        target("\"adapter\": \"egova-like.yaml\", \"nearby\": {}");
        platform.behave(call -> Answer.of(
                200,
                asks(call)
                        ? "{\"resultCode\":0,\"data\":null}"
                        : "{\"resultCode\":\"0\",\"data\":{\"taskNum\":\"T1\"}}"));
        String caseNo = approved();
        round();
        assertThat(questions()).hasSize(1);
        assertThat(questions().getFirst().path())
                .startsWith("/in/openCases?key=1&eventSubTypeCode=37012609006&coordinateX=12736")
                .contains("&radius=20&", "&beginTime=2026-10-");
        assertThat(status(caseNo)).isEqualTo("PUSHED T1");
        assertThat(said(caseNo)).startsWith("Asked first: it has no open case within 20 m. It answered 200");
        assertThat(handOver.nearby().of(caseNo)).isEmpty();
    }

    @Test
    void holdsWhatMayBeTheSameAndNothingElse() throws Exception {
        target("\"adapter\": \"egova-like.yaml\", \"nearby\": {\"radiusM\": 30}");
        String form =
                "{\"taskNum\":\"%s\",\"eventSubTypeCode\":\"%s\",\"coordinateX\":%s,\"coordinateY\":\"3547519.05\","
                        + "\"state\":\"%s\",\"createTime\":\"2026-11-21 09:30:00\",\"eventSrcName\":\"监督员上报\",\"outSysCode\":\"%s\"}";
        String caseNo = approved();
        String code = "37012609006";
        platform.behave(call -> Answer.of(
                200,
                "{\"resultCode\":\"0\",\"data\":["
                        + String.join(
                                ",",
                                form.formatted("N-far", code, "12736481.64", "1", ""),
                                form.formatted("N-2", code, "12736391.64", "1", ""),
                                form.formatted("N-ended", code, "12736381.64", "结案", ""),
                                form.formatted("N-other", "37012606042", "12736381.64", "1", ""),
                                form.formatted("N-own", code, "12736381.64", "1", caseNo),
                                form.formatted("N-nowhere", code, "\"\"", "1", ""))
                        + "]}"));
        round();
        assertThat(status(caseNo)).isEqualTo("APPROVED");
        assertThat(said(caseNo)).isEqualTo("Held: it has 2 open cases within 35 m.");
        assertThat(log(caseNo).getFirst().state()).isEqualTo("HELD");
        ObjectNode shown = PushJson.nearby(handOver.nearby().of(caseNo));
        assertThat(shown.findValuesAsText("platformCaseNo")).containsExactly("N-2", "N-nowhere");
        JsonNode first = shown.at("/answers/0/found/0");
        assertThat(first.get("distanceM").asDouble()).isBetween(5.0, 25.0);
        assertThat(first.get("at").asText()).isEqualTo("2026-11-21T01:30:00Z");
        assertThat(first.get("source").asText()).isEqualTo("监督员上报");
        JsonNode described = new YAMLMapper().readTree(getClass().getResourceAsStream("/openapi.yaml"));
        assertThat(new JsonSchema(described).problems(described.at("/components/schemas/NearbyAnswers"), shown))
                .isEmpty();
        assertThat(pushes()).isEmpty();
        assertThat(heldCases()).containsExactly(caseNo);
        assertThat(handOver.log().targets().stream()
                        .filter(row -> row.id().equals(target))
                        .findFirst()
                        .orElseThrow()
                        .held())
                .isEqualTo(1);
        later(Duration.ofDays(3));
        assertThat(questions()).as("nobody asks while a person thinks").hasSize(1);
    }

    private static List<String> heldCases() {
        CaseFilter held =
                new CaseFilter(List.of(), List.of(), List.of(), List.of(), null, null, null, true, Scope.EVERYTHING);
        return new CaseIndex(database)
                .list(held, null, 10).cases().stream()
                        .map(each -> each.caseNo())
                        .toList();
    }

    @Test
    void joinsTheSameThingAndHearsWhatComesOfIt() throws Exception {
        webhooks("{}");
        answers("{\"cases\":[" + near("N-7", "") + "]}");
        String one = approved();
        String two = approved();
        round();
        assertThat(decide(one, "N-8")).isEqualTo(Decided.NOT_NAMED);
        assertThat(decide(one, "N-7")).isEqualTo(Decided.DONE);
        assertThat(decide(one, "N-7")).isEqualTo(Decided.NOT_HELD);
        assertThat(decide("VA-370126-20200101-000001", "N-7")).isEqualTo(Decided.UNKNOWN);
        assertThat(status(one)).isEqualTo("PUSHED N-7");
        assertThat(log(one).getFirst().state()).isEqualTo("SKIPPED");
        assertThat(decide(two, "N-7")).isEqualTo(Decided.DONE);
        assertThat(peers.count("SELECT count(*) FROM log_entries WHERE action = 'PUSH_JOIN'"))
                .isEqualTo(2);
        var callbacks = new CallbackLedger(database, StatusMap.parse(""), clock, () -> {});
        Callback closing =
                new Callback(null, "N-7", "结案", Records.NOON.plusSeconds(9), "d-1", null, null, null, null, List.of());
        assertThat(callbacks.take(closing).orElseThrow().caseNo()).isEqualTo(one);
        assertThat(List.of(status(one), status(two))).containsOnly("CLOSED N-7");
        String three = approved();
        round();
        assertThat(log(three).getFirst().state())
                .as("what was joined is not ours")
                .isEqualTo("HELD");
        assertThat(pushes()).isEmpty();
    }

    @Test
    void pushesAnotherThingOnceAPersonSaysSo() throws Exception {
        webhooks("{}");
        answers("{\"cases\":[" + near("N-1", ",\"caseNo\":null,\"status\":\"立案\"") + "]}");
        String caseNo = approved();
        round();
        assertThat(status(caseNo)).isEqualTo("APPROVED");
        assertThat(decide(caseNo, null)).isEqualTo(Decided.DONE);
        round();
        assertThat(status(caseNo)).startsWith("PUSHED P-");
        assertThat(questions()).hasSize(1);
        assertThat(pushes()).hasSize(1);
        Call question = questions().getFirst();
        assertThat(question.path()).isEqualTo("/in/nearby?key=1");
        assertThat(FakePlatform.signed(
                        FakePlatform.SECRET,
                        question.id(),
                        question.timestamp(),
                        question.body(),
                        question.signatures()))
                .isTrue();
        JsonNode asked = new ObjectMapper().readTree(question.body());
        JsonNode described = new YAMLMapper().readTree(getClass().getResourceAsStream("/openapi.yaml"));
        assertThat(new JsonSchema(described).problems(described.at("/components/schemas/NearbyQuestion"), asked))
                .isEmpty();
        assertThat(asked.get("radiusM").asInt()).isEqualTo(20);
        NearbyLedger.Row row = handOver.nearby().of(caseNo).getFirst();
        assertThat(row.held()).isFalse();
        assertThat(row.decision().who()).isEqualTo("王");
    }

    @Test
    void asksAgainWhereAPersonWantsIt() throws Exception {
        webhooks("{}");
        answers("{\"cases\":[" + near("N-1", "") + "]}");
        String caseNo = approved();
        round();
        var steps = new CaseSteps(database, clock, () -> {});
        StepOrder byHand = new StepOrder("push", null, "王", "电话上报", null);
        assertThatThrownBy(() -> steps.take(caseNo, byHand))
                .hasMessageContaining("delivery " + log(caseNo).getFirst().id() + " to " + target)
                .hasMessageContaining("join, push or ask");
        assertThat(possible(caseNo)).doesNotContain("push").isNotEmpty();
        platform.behave(call -> Answer.of(500, "{}"));
        assertThat(askAgain(caseNo)).isEqualTo(Decided.DONE);
        assertThat(possible(caseNo)).contains("push");
        assertThat(askAgain(caseNo)).isEqualTo(Decided.NOT_HELD);
        round();
        later(Duration.ofSeconds(6));
        later(Duration.ofMinutes(6));
        assertThat(said(caseNo)).endsWith("Held, as it named open cases before.");
        NearbyLedger.Row row = handOver.nearby().of(caseNo).getFirst();
        assertThat(row.held()).isTrue();
        assertThat(row.askedAt()).isEqualTo(Records.NOON);
        assertThat(row.found().findValuesAsText("platformCaseNo")).containsExactly("N-1");
        answers(NONE);
        assertThat(askAgain(caseNo)).isEqualTo(Decided.DONE);
        later(Duration.ofMinutes(6));
        assertThat(status(caseNo)).startsWith("PUSHED P-");
        assertThat(pushes()).hasSize(1);
        assertThat(askAgain("VA-370126-20200101-000001")).isEqualTo(Decided.UNKNOWN);
        assertThat(peers.text("SELECT string_agg(action, ' ' ORDER BY id) FROM case_history WHERE"
                        + " case_id = (SELECT id FROM cases WHERE case_no = '" + caseNo + "')"))
                .isEqualTo("FILED MOVED HELD ASKED_AGAIN HELD ASKED_AGAIN MOVED");
    }

    private List<String> possible(String caseNo) {
        return new CaseIndex(database)
                .find(caseNo).orElseThrow().life().steps().stream()
                        .map(CaseStep::action)
                        .toList();
    }

    private Decided askAgain(String caseNo) {
        return handOver.nearby().askAgain(caseNo, target, "王", "过了一天");
    }

    /** What a kill between question, push and their being written down leaves behind: a claim that is given up for lost. */
    @Test
    void doublesNothingThatWasBrokenOff() throws Exception {
        webhooks("{}");
        answers(NONE);
        String caseNo = approved();
        round();
        lose(caseNo);
        later(Duration.ofMinutes(2));
        assertThat(questions()).as("its answer is good for an hour").hasSize(1);
        lose(caseNo);
        answers("{\"cases\":[" + near("N-new", ",\"caseNo\":\"" + caseNo + "\"") + "]}");
        later(Duration.ofHours(2));
        assertThat(questions()).as("then it is asked again, and meets itself").hasSize(2);
        assertThat(pushes())
                .hasSize(3)
                .extracting(Call::id)
                .containsOnly(pushes().getFirst().id());
        assertThat(status(caseNo)).startsWith("PUSHED");
    }

    private static void lose(String caseNo) throws Exception {
        peers.sql("UPDATE push_deliveries SET state = 'WAITING', delivered_at = NULL, next_at = tried_at"
                + " WHERE case_id = (SELECT id FROM cases WHERE case_no = '" + caseNo + "')");
    }

    @Test
    void withdrawsWhatIsHeldWithoutAWord() throws Exception {
        webhooks("{}");
        answers("{\"cases\":[" + near("N-1", "") + "]}");
        String caseNo = approved();
        round();
        move(caseNo, CaseStatus.VOID);
        round();
        assertThat(log(caseNo)).extracting(DeliveryLog.Row::state).containsOnly("SKIPPED");
        assertThat(pushes()).isEmpty();
        assertThat(decide(caseNo, null)).isEqualTo(Decided.NOT_HELD);
    }

    /** The verdict comes while the platform thinks. */
    @Test
    void holdsNothingThatEndedMeanwhile() throws Exception {
        webhooks("{}");
        String caseNo = approved();
        platform.behave(call -> {
            move(caseNo, CaseStatus.VOID);
            return Answer.of(200, "{\"cases\":[" + near("N-1", "") + "]}");
        });
        round();
        round();
        assertThat(log(caseNo)).hasSize(2).extracting(DeliveryLog.Row::state).containsOnly("SKIPPED");
        assertThat(pushes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"500", "silent", "too-long"})
    void pushesAfterThreeQuestionsInVain(String how) throws Exception {
        webhooks("{}");
        platform.behave(call -> asks(call) ? wrong(how) : Answer.of(200, "{\"platformCaseNo\":\"P\"}"));
        String caseNo = approved();
        round();
        assertThat(said(caseNo)).startsWith("Asked first in vain: ");
        assertThat(log(caseNo).getFirst().state()).isEqualTo("WAITING");
        later(Duration.ofSeconds(6));
        assertThat(pushes()).isEmpty();
        later(Duration.ofMinutes(6));
        assertThat(status(caseNo)).isEqualTo("PUSHED P");
        assertThat(said(caseNo)).startsWith("Asked first in vain: ").contains("It answered 200 with its number P");
        assertThat(questions()).hasSize(3);
    }

    private static Answer wrong(String how) {
        return switch (how) {
            case "500" -> Answer.of(500, "{}");
            case "silent" -> null;
            default -> Answer.of(200, "{\"cases\":[],\"x\":\"" + "x".repeat(70_000) + "\"}");
        };
    }

    @Test
    void holdsWithoutAnAnswerWhereTheCityWantsThat() throws Exception {
        target("\"adapter\": \"rest.yaml\", \"nearby\": {\"ifUnanswered\": \"hold\", \"days\": 7}");
        platform.behave(call -> Answer.of(503, "{}"));
        String caseNo = approved();
        round();
        String other = approved();
        later(Duration.ofSeconds(6));
        later(Duration.ofMinutes(6));
        assertThat(new String(questions().getFirst().body(), UTF_8))
                .contains("\"category\":\"street-vending\"", "\"metres\":20", "\"openedAfter\":17");
        assertThat(log(caseNo).getFirst().state()).isEqualTo("HELD");
        assertThat(log(other).getFirst().state()).isEqualTo("WAITING");
        assertThat(handOver.nearby().of(caseNo).getFirst().unanswered()).isEqualTo("it answered 503");
        assertThat(decide(caseNo, "by telephone 7")).isEqualTo(Decided.DONE);
        assertThat(status(caseNo)).isEqualTo("PUSHED by telephone 7");
        assertThat(pushes()).isEmpty();
    }

    @Test
    void pushesUnaskedWhatHasNoPlace() throws Exception {
        webhooks("{}");
        answers(NONE);
        String caseNo = approved();
        peers.sql("UPDATE case_places SET longitude = NULL, latitude = NULL, declared_crs = NULL, uncertainty_m = NULL"
                + " WHERE case_id = (SELECT id FROM cases WHERE case_no = '" + caseNo + "')");
        round();
        assertThat(questions()).isEmpty();
        assertThat(said(caseNo)).startsWith("Not asked first, because the case has no place. It answered 200");
    }

    @Test
    void showsTheQuestionWithoutAskingIt() throws Exception {
        target("\"adapter\": \"rest.yaml\", \"nearby\": {}");
        String caseNo = approved();
        ObjectNode shown = handOver.tryOut().of(target, caseNo, "NEARBY").orElseThrow();
        assertThat(shown.at("/body/near/metres").asInt()).isEqualTo(20);
        assertThat(shown.get("to").asText()).endsWith("/search");
        assertThat(platform.calls()).isEmpty();
    }

    @Test
    void refusesATargetThatCannotBeAsked() throws Exception {
        webhooks("{}");
        String none = Files.readString(SHIPPED.resolve("file-drop.yaml"));
        Files.writeString(dir.resolve("none.yaml"), none);
        Files.writeString(
                dir.resolve("bad.yaml"),
                none + "nearby: {fields: [{to: a, value: b}], found: {x: /x, sameAs: c}, path: nowhere}\n");
        Files.writeString(dir.resolve("bad.json"), """
                {"targets": [{"id": "a", "url": "https://x.example/", "adapter": "none.yaml", "nearby": {}},
                  {"id": "b", "url": "https://x.example/", "adapter": "bad.yaml", "nearby": {"radiusM": 0, "near": 1}}]}""");
        List<String> problems = new ArrayList<>();
        TargetFile.read(dir.resolve("bad.json"), Map.of(), problems::add);
        assertThat(problems)
                .anyMatch(each -> each.contains("targets[0].nearby: expected an adapter that says how to ask"))
                .anyMatch(each -> each.contains("nearby.path: expected a path"))
                .anyMatch(each -> each.contains("nearby.found.caseNo: expected a JSON pointer, found nothing"))
                .anyMatch(each -> each.contains("nearby.found.sameAs: expected a field of the question"))
                .anyMatch(each -> each.contains("targets[1].nearby.radiusM: expected a whole number from 1 to 300"))
                .anyMatch(each -> each.contains("nearby: expected only days, ifUnanswered, radiusM, found near"));
    }
}
