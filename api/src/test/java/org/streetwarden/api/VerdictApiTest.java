package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.streetwarden.api.verdicts.VerdictReason;

/** Verdicts over HTTP, in a real database. */
class VerdictApiTest {

    private static final String CONFIRMED = "{\"who\":\"王\",\"confirmed\":true,\"note\":\"第一行\\n第二行\"}";

    private static Peers peers;
    private static Api api;
    private static Web web;
    private static int lastNumber;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static String fresh() throws Exception {
        int number = ++lastNumber;
        peers.put(Records.incident(number));
        String query = "SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'";
        Peers.await("filed", () -> peers.text(query) != null);
        return peers.text(query);
    }

    private static JsonNode verdicts(String caseNo) {
        return web.json("/api/v1/cases/" + caseNo + "/verdicts").get("verdicts");
    }

    @Test
    void keepsEveryVerdictAndSaysNothingTwice() throws Exception {
        String caseNo = fresh();
        HttpResponse<byte[]> first = JudgedCases.judge(web, caseNo, CONFIRMED);
        HttpResponse<byte[]> again = JudgedCases.judge(web, caseNo, CONFIRMED);
        HttpResponse<byte[]> other = JudgedCases.judge(
                Web.as(Peers.OTHER_KEY, api.port()), caseNo, "{\"confirmed\":false,\"reason\":\"duplicate\"}");
        HttpResponse<byte[]> back = JudgedCases.judge(web, caseNo, CONFIRMED);
        assertThat(List.of(first.statusCode(), again.statusCode(), other.statusCode(), back.statusCode()))
                .containsExactly(201, 200, 201, 201);
        assertThat(Web.json(again)).isEqualTo(Web.json(first));
        assertThat(verdicts(caseNo)).hasSize(3).last().isEqualTo(Web.json(back));
        assertThat(verdicts(caseNo).get(1).get("reason").asText()).isEqualTo("duplicate");
        assertThat(peers.count("SELECT count(*) FROM events WHERE type = 'case-judged' AND subject = '" + caseNo + "'"))
                .isEqualTo(3);
        assertThat(web.json("/api/v1/cases/" + caseNo).at("/history/2/actor").asText())
                .isEqualTo("李");
    }

    @Test
    void bindsAVerdictToWhatItWasGivenOn() throws Exception {
        String caseNo = fresh();
        JudgedCases.judge(
                web,
                caseNo,
                "{\"who\":\"王\",\"confirmed\":false,\"reason\":\"other-class\",\"otherClass\":\"rubbish\",\"boxes\":"
                        + "[{\"label\":\"bin\",\"left\":0,\"top\":0.25,\"right\":1,\"bottom\":0.5}]}");
        JsonNode verdict = verdicts(caseNo).get(0);
        assertThat(verdict.at("/origin/modelSha256").asText()).isEqualTo("ab".repeat(32));
        assertThat(verdict.at("/origin/cameraId").asText()).isEqualTo("gate-east");
        assertThat(verdict.at("/origin/manifestSha256").asText()).hasSize(64);
        assertThat(verdict.get("otherClass").asText()).isEqualTo("rubbish");
        assertThat(verdict.at("/boxes/0").toString())
                .isEqualTo("{\"label\":\"bin\",\"left\":0.0,\"top\":0.25,\"right\":1.0,\"bottom\":0.5}");
    }

    private static List<String> deal(Web reviewer, String body) {
        HttpResponse<byte[]> answer = reviewer.send(
                "POST", "/api/v1/queue", body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return Web.json(answer).get("cases").findValuesAsText("caseNo");
    }

    @Test
    void dealsEachWaitingCaseToOneReviewerUntilItIsJudged() throws Exception {
        List<String> waiting = List.of(fresh(), fresh(), fresh(), fresh());
        Web other = Web.as(Peers.OTHER_KEY, api.port());
        List<String> mine = deal(web, "{\"wanted\":2}");
        List<String> theirs = deal(other, "{\"wanted\":2}");
        assertThat(mine).hasSize(2).doesNotContainAnyElementsOf(theirs);
        assertThat(theirs).hasSize(2);
        assertThat(deal(other, "{\"held\":[\"%s\"],\"wanted\":2}".formatted(mine.getFirst())))
                .hasSize(2)
                .doesNotContainAnyElementsOf(mine);
        String kept = "{\"held\":[\"%s\",\"%s\"],\"wanted\":2}".formatted(mine.getLast(), mine.getFirst());
        assertThat(deal(web, kept)).containsExactly(mine.getLast(), mine.getFirst());
        JudgedCases.judge(web, mine.getFirst(), CONFIRMED);
        assertThat(deal(web, kept)).startsWith(mine.getLast()).doesNotContain(mine.getFirst());
        HttpResponse<byte[]> late = other.send(
                "POST",
                "/api/v1/cases/" + mine.getFirst() + "/verdicts?unjudged=true",
                "{\"confirmed\":false,\"reason\":\"gone\"}".getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(Web.json(late).get("detail").asText()).contains("judged by 王 already: confirmed");
        peers.sql("UPDATE review_claims SET until = now() - interval '1 s'");
        assertThat(deal(other, "{\"left\":[\"%s\"],\"wanted\":16}".formatted(waiting.getLast())))
                .contains(mine.getLast())
                .doesNotContain(mine.getFirst(), waiting.getLast());
    }

    @Test
    void cannotBeEdited() throws Exception {
        JudgedCases.judge(web, fresh(), CONFIRMED);
        for (String statement : List.of(
                "UPDATE verdicts SET confirmed = false", "DELETE FROM verdicts", "TRUNCATE verdicts, verdict_boxes")) {
            assertThatThrownBy(() -> peers.sql(statement))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("only grows");
        }
    }

    @Test
    void namesEveryProblemAtOnce() throws Exception {
        String caseNo = fresh();
        String body =
                "{\"who\":\"a\\u0000b\",\"confirmed\":false,\"reason\":\"误检\",\"otherClass\":\"../x\",\"surprise\":1,"
                        + "\"note\":\"" + "字".repeat(2001) + "\",\"boxes\":["
                        + "{\"label\":\"bin\",\"left\":-0.1,\"top\":0,\"right\":1.5,\"bottom\":1},"
                        + "{\"label\":\"bin\",\"left\":0.5,\"top\":0,\"right\":0.5,\"bottom\":1},"
                        + "{\"label\":\"a/b\",\"left\":\"NaN\",\"top\":1e999,\"right\":1,\"bottom\":1},7]}";
        HttpResponse<byte[]> refused = JudgedCases.judge(web, caseNo, body);
        assertThat(refused.statusCode()).isEqualTo(422);
        List<String> fields = new ArrayList<>();
        Web.json(refused).get("problems").forEach(problem -> {
            assertThat(problem.asText()).contains("expected", "found");
            fields.add(problem.asText().replaceFirst(": .*", ""));
        });
        assertThat(fields)
                .containsExactlyInAnyOrder(
                        "surprise",
                        "reason",
                        "otherClass",
                        "note",
                        "boxes[0].left",
                        "boxes[0].right",
                        "boxes[1].right",
                        "boxes[2].label",
                        "boxes[2].left",
                        "boxes[2].top",
                        "boxes[3].left",
                        "boxes[3].top",
                        "boxes[3].right",
                        "boxes[3].bottom",
                        "boxes[3].label");
        assertThat(verdicts(caseNo)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"who\":\"a\",\"confirmed\":true,\"reason\":\"gone\"}|422",
                "{\"who\":\"a\",\"confirmed\":false}|422",
                "{\"who\":\"a\",\"confirmed\":false,\"reason\":\"other-class\"}|422",
                "{\"who\":\"a\",\"confirmed\":\"true\"}|422",
                "{\"who\":\"a\",\"confirmed\":true,\"boxes\":{}}|422",
                "{\"who\":\"a\",\"confirmed\":true,\"who\":\"b\"}|400",
                "{\"who\":\"a\",\"confirmed\":NaN}|400",
                "[]|400",
                "[[[[[[1]]]]]]|400",
                "{|400",
            })
    void refuses(String body, int status) throws Exception {
        assertThat(JudgedCases.judge(web, fresh(), body).statusCode()).isEqualTo(status);
    }

    @Test
    void refusesWhatIsNotItsToTake() throws Exception {
        String caseNo = fresh();
        String path = "/api/v1/cases/" + caseNo + "/verdicts";
        assertThat(JudgedCases.judge(web, "VA-370126-20200101-000001", CONFIRMED)
                        .statusCode())
                .isEqualTo(404);
        assertThat(web.get("/api/v1/cases/VA-370126-20200101-000001/verdicts").statusCode())
                .isEqualTo(404);
        assertThat(JudgedCases.judge(web, "..%2f..", CONFIRMED).statusCode()).isEqualTo(404);
        assertThat(web.send(
                                "POST",
                                path,
                                CONFIRMED.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                "Content-Type",
                                "text/plain")
                        .statusCode())
                .isEqualTo(415);
        assertThat(JudgedCases.judge(web, caseNo, " ".repeat(70_000)).statusCode())
                .isEqualTo(413);
        assertThat(verdicts(caseNo)).isEmpty();
    }

    @Test
    void knowsTheReasonsOfTheDatabase() throws Exception {
        StringBuilder known = new StringBuilder();
        for (VerdictReason reason : VerdictReason.values()) {
            known.append("%s %s %s %s;".formatted(reason.id(), reason.chinese(), reason.english(), reason.use()));
        }
        assertThat(known.toString().split(";"))
                .containsExactlyInAnyOrder(peers.text(
                                "SELECT string_agg(concat_ws(' ', code, name_zh, name_en, use), ';') FROM verdict_reasons")
                        .split(";"));
    }
}
