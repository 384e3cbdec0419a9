package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.AskedLook;
import org.streetwarden.casefile.AskedLookCodec;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.engines.DemoKey;
import org.streetwarden.incident.Presence.Finding;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.Seal;
import org.streetwarden.scene.ViewState;
import org.streetwarden.zone.Kind;

/** The road of a check over real Redis, PostgreSQL and S3; the worker is played. */
class AskedChecksTest {

    private static final String CHECKS =
            "vending=3x1s/1h/1h, dumping=3x1s/3s/1h, bin-overflow=2x1s/2s/1s, green-parking=off";

    @TempDir
    private static Path folder;

    private static Peers peers;
    private static Map<String, String> environment;
    private static Api api;
    private static Web web;
    private static int lastNumber;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        environment = peers.environment();
        environment.put("STREETWARDEN_CHECKS", CHECKS);
        environment.put(
                "STREETWARDEN_LOG_KEYSTORE",
                DemoKey.in(folder.resolve("log.p12"), "only-a-test", "log").toString());
        environment.put("STREETWARDEN_LOG_PASSWORD", "only-a-test");
        open();
    }

    private static void open() throws Exception {
        api = Api.start(ApiSettings.from(environment), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static String handled(Kind kind) throws Exception {
        int number = ++lastNumber;
        peers.put(Records.incident(number, kind, "cam-" + number, Instant.now().minusSeconds(60), Map.of()));
        String query = "SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'";
        Peers.await("filed", () -> peers.text(query) != null);
        String caseNo = peers.text(query);
        JudgedCases.judge(web, caseNo, "{\"who\":\"王\",\"confirmed\":true}");
        step(caseNo, "push");
        callBack(caseNo, "处置");
        return caseNo;
    }

    private static void step(String caseNo, String action) {
        String order = "{\"action\":\"%s\",\"who\":\"李\",\"why\":\"试\"}".formatted(action);
        assertThat(post("/api/v1/cases/" + caseNo + "/steps", order).statusCode())
                .isEqualTo(200);
    }

    private static void callBack(String caseNo, String status) {
        String said = "{\"caseNo\":\"%s\",\"status\":\"%s\",\"at\":\"%s\"}".formatted(caseNo, status, Instant.now());
        assertThat(post("/api/v1/callbacks/status", said).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<byte[]> post(String path, String json) {
        return web.send("POST", path, json.getBytes(UTF_8), "Content-Type", "application/json");
    }

    private static String status(String caseNo) {
        return web.json("/api/v1/cases/" + caseNo).get("status").asText();
    }

    private static JsonNode checks(String caseNo) {
        return web.json("/api/v1/cases/" + caseNo + "/checks");
    }

    /** What is asked for at the camera that was filed last. */
    private static AskedLook asked(int number) throws Exception {
        String cameraId = "cam-" + lastNumber;
        List<AskedLook> found = new ArrayList<>();
        Peers.await("look " + number + " asked for at " + cameraId, () -> {
            for (Map.Entry<String, String> each :
                    peers.redis().hgetall(AskedLook.KEY).entrySet()) {
                AskedLook look = AskedLookCodec.decode(each.getKey(), each.getValue());
                if (look.cameraId().equals(cameraId) && look.number() == number) {
                    found.add(look);
                }
            }
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private static LookTaken answer(AskedLook asked, Instant at, ViewState view, Finding finding) throws Exception {
        boolean pictured = view != null;
        String key = "looks/%s/%d-w1.jpg".formatted(asked.checkId(), asked.number());
        byte[] picture = picture(asked.number());
        if (pictured) {
            peers.store(key, "image/jpeg", picture);
        }
        return new LookTaken(
                asked.checkId(),
                asked.number(),
                asked.cameraId(),
                "w1",
                at,
                -300_000,
                view,
                finding,
                finding == Finding.THERE ? 0.9 : 0,
                finding == Finding.UNTOLD ? "it is too dark to see anything" : "",
                pictured ? new ModelIdentity("street", "0.1", "ab".repeat(32)) : null,
                pictured ? key : "",
                pictured ? new EvidencePart("look.jpg", "image/jpeg", picture.length, Records.sha256(picture)) : null);
    }

    private static byte[] picture(int number) throws IOException {
        return JudgedCases.still(number);
    }

    private static void see(int number, ViewState view, Finding finding) throws Exception {
        AskedLook asked = asked(number);
        Peers.await("its time", () -> Instant.now().isAfter(asked.notBefore()));
        peers.put(answer(asked, Instant.now(), view, finding));
    }

    private static JsonNode judged(String caseNo) throws Exception {
        Peers.await("judged", () -> !checks(caseNo).get("checks").isEmpty());
        return checks(caseNo).get("checks").get(0);
    }

    @Test
    void findsItGoneOnceThroughRepeatsLostRedisAndAnotherApi() throws Exception {
        String caseNo = handled(Kind.VENDING);
        AskedLook first = asked(1);
        assertThat(status(caseNo)).isEqualTo("HANDLED");
        LookTaken look = answer(first, Instant.now(), ViewState.CLEAR, Finding.GONE);
        peers.put(look);
        peers.put(look);
        peers.put(answer(first, Instant.now(), ViewState.CLEAR, Finding.THERE));
        AskedLook second = asked(2);
        assertThat(second.notBefore()).isAfterOrEqualTo(look.at().plusMillis(999));
        assertThat(status(caseNo)).isEqualTo("VERIFYING");
        assertThat(checks(caseNo).get("open").get("samples")).hasSize(1);

        peers.redis().flushall();
        asked(2);
        api.close();
        peers.redis().del(AskedLook.KEY);
        open();
        see(2, ViewState.DARK, Finding.UNTOLD);
        see(3, null, Finding.UNTOLD);
        see(4, ViewState.CLEAR, Finding.GONE);
        see(5, ViewState.CLEAR, Finding.GONE);
        JsonNode check = judged(caseNo);
        assertThat(check.get("proposal").asText()).as(check.toString()).isEqualTo("GONE");
        assertThat(check.get("samples")).hasSize(5);
        assertThat(check.get("who").asText()).isEqualTo("worker:w1");
        assertThat(checks(caseNo).has("open")).isFalse();
        assertThat(status(caseNo)).as("it closes nothing").isEqualTo("VERIFYING");
        assertThat(peers.count("SELECT count(*) FROM platform_events WHERE op = 'RESOLVE_HINT'"))
                .isEqualTo(1);
        provesWhatItRestsOn(caseNo, check);
        goesOutWithTheCase(caseNo, check);
        step(caseNo, "close");
        assertThat(status(caseNo)).isEqualTo("CLOSED");
    }

    private static void provesWhatItRestsOn(String caseNo, JsonNode check) throws Exception {
        JsonNode picture = check.get("samples").get(0).get("picture");
        HttpResponse<byte[]> shown = web.get(picture.get("href").asText());
        assertThat(shown.body()).isEqualTo(picture(1));
        HttpResponse<byte[]> masked = web.get(picture.get("href").asText() + "?view=masked");
        assertThat(masked.headers().firstValue("X-Evidence-View")).contains("masked");
        assertThat(JudgedCases.variation(JudgedCases.decoded(shown.body()), 0.75, 0.0, 0.78, 0.05))
                .isGreaterThan(6);
        assertThat(JudgedCases.variation(JudgedCases.decoded(masked.body()), 0.75, 0.0, 0.78, 0.05))
                .isLessThan(6);
        assertThat(shown.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(check.get("samples").get(2).has("picture")).isFalse();
        byte[] manifest = web.get(check.get("manifest").get("href").asText()).body();
        String digest = check.get("manifest").get("sha256").asText();
        assertThat(Records.sha256(manifest)).isEqualTo(digest);
        String filed = peers.text("SELECT manifest_sha256 FROM cases WHERE case_no = '" + caseNo + "'");
        assertThat(new String(manifest, UTF_8))
                .contains("\"manifestSha256\":\"" + filed + '"')
                .contains(picture.get("sha256").asText())
                .contains("\"clockOffsetUs\":-300000");
        assertThat(peers.text(
                        "SELECT convert_from(body, 'UTF8') FROM log_entries WHERE action = 'CHECK' AND case_no = '"
                                + caseNo + "'"))
                .contains(digest, filed);
        assertThat(peers.count("SELECT count(*) FROM log_entries WHERE action = 'VIEW' AND case_no = '" + caseNo + "'"))
                .isPositive();
        assertThat(web.get("/api/v1/cases/" + caseNo + "/checks/99/manifest.json")
                        .statusCode())
                .isEqualTo(404);
        assertThat(web.get("/api/v1/cases/" + caseNo + "/checks/x/looks/1").statusCode())
                .isEqualTo(404);
    }

    private static void goesOutWithTheCase(String caseNo, JsonNode check) throws Exception {
        peers.store(Records.prefix(lastNumber) + "manifest.json", "application/json", "{}".getBytes(UTF_8));
        byte[] archive =
                web.get("/api/v1/cases/" + caseNo + "/export", "X-Why", "court").body();
        Map<String, byte[]> files = Records.unpacked(archive);
        String id = "check-" + check.get("manifest").get("href").asText().split("/", -1)[6];
        assertThat(Records.sha256(files.get(id + ".json")))
                .isEqualTo(check.get("manifest").get("sha256").asText());
        assertThat(files.get(id + "-look-1.jpg")).isEqualTo(picture(1));
        assertThat(files).containsKey(id + "-look-5.jpg").doesNotContainKey(id + "-look-3.jpg");
        assertThat(Seal.decode(files.get(id + ".seal.json")).holds(files.get(id + ".json")))
                .isTrue();
        LogProof proof = LogProof.decode(files.get(id + ".tlog-proof"));
        assertThat(proof.holds()).isTrue();
        assertThat(new String(proof.entry(), UTF_8))
                .contains("manifest of the check " + Records.sha256(files.get(id + ".json")) + ",");
        try (PDDocument dossier = Loader.loadPDF(files.get("dossier.pdf"))) {
            assertThat(new PDFTextStripper().getText(dossier))
                    .contains("处置核查", "Gone: may be closed", id + "-look-5.jpg", "处置后 After");
        }
    }

    @Test
    void saysThatItIsStillThereAtTheFirstClearViewOfIt() throws Exception {
        String caseNo = handled(Kind.VENDING);
        see(1, ViewState.CLEAR, Finding.THERE);
        assertThat(judged(caseNo).get("proposal").asText()).isEqualTo("STILL");
        assertThat(status(caseNo)).isEqualTo("VERIFYING");
        step(caseNo, "rework");
        callBack(caseNo, "处置");
        assertThat(asked(1).checkId()).as("handled again, checked again").isNotNull();
        callBack(caseNo, "结案");
        Peers.await(
                "nobody asks any more",
                () -> !peers.redis().hgetall(AskedLook.KEY).values().toString().contains("cam-" + lastNumber + "|"));
        assertThat(checks(caseNo).get("checks")).hasSize(1);
    }

    /** A camera that never answers, one that sends nothing, and one that shows another place. */
    @Test
    void isUnsureWhereNoCameraShowsThePlace() throws Exception {
        String silent = handled(Kind.DUMPING);
        JsonNode nobody = judged(silent);
        assertThat(nobody.get("proposal").asText()).isEqualTo("UNSURE");
        assertThat(nobody.get("why").asText()).startsWith("No worker looked before");
        String turned = handled(Kind.DUMPING);
        see(1, null, Finding.UNTOLD);
        see(2, ViewState.TURNED, Finding.UNTOLD);
        assertThat(judged(turned).get("proposal").asText()).isEqualTo("UNSURE");
        assertThat(judged(turned).get("why").asText()).contains("0 of 3").contains("1 × LOST, 1 × TURNED");
        assertThat(status(turned)).isEqualTo("VERIFYING");
    }

    @Test
    void asksAgainWhileItIsNotGone() throws Exception {
        String caseNo = handled(Kind.BIN_OVERFLOW);
        Peers.await("a second check", () -> checks(caseNo).get("checks").size() >= 2);
        assertThat(peers.text(
                        "SELECT string_agg(because, ' ' ORDER BY a.id) FROM asked_checks a JOIN cases c ON c.id = a.case_id"
                                + " WHERE c.case_no = '" + caseNo
                                + "' AND a.id <= (SELECT max(asked_id) FROM case_checks)"))
                .startsWith("HANDLED SCHEDULE");
        step(caseNo, "close");
    }

    @Test
    void asksNobodyWhereThatIsOff() throws Exception {
        handled(Kind.GREEN_PARKING);
        int green = lastNumber;
        handled(Kind.VENDING);
        asked(1);
        assertThat(peers.redis().hgetall(AskedLook.KEY).values().toString()).doesNotContain("cam-" + green + "|");
    }
}
