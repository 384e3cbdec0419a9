package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.streetwarden.zone.Kind;

/** Pictures as they are shown to those who may not know who is in them, over HTTP, against real servers. */
class MaskedEvidenceTest {

    private static final String NOBODY = "[{\"label\":\"stall\",\"score\":0.9,\"box\":[0.2,0.3,0.5,0.8]}]";
    private static final double FLAT = 6;

    private static Peers peers;
    private static Api api;
    private static Web web;
    private static String withPerson;
    private static String blind;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        api = Api.start(peers.settings(), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        JudgedCases.importModel(peers, "stall", "person", "vehicle");
        withPerson = JudgedCases.file(peers, 1, "cam-a", JudgedCases.STALL_PERSON_CAR);
        blind = JudgedCases.file(peers, 2, "cam-b", NOBODY);
        peers.sql("UPDATE cases SET model_sha256 = '" + "cd".repeat(32) + "' WHERE case_no = '" + blind + "'");
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static HttpResponse<byte[]> view(String caseNo, String part) {
        return web.get("/api/v1/cases/" + caseNo + "/evidence/" + part);
    }

    private static JsonNode lastAct(String caseNo) {
        return web.json("/api/v1/log/entries?limit=1000&case=" + caseNo)
                .get("entries")
                .findValues("entry")
                .getLast();
    }

    private static byte[] copy(String caseNo) {
        HttpResponse<byte[]> answer = view(caseNo, "raised.jpg?view=masked");
        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Evidence-View")).contains("masked");
        assertThat(answer.headers().firstValue("ETag")).contains('"' + Records.sha256(answer.body()) + '"');
        return answer.body();
    }

    @Test
    void showsTheSubjectAndNobodyElse() throws Exception {
        BufferedImage before =
                JudgedCases.decoded(view(withPerson, "raised.jpg").body());
        BufferedImage after = JudgedCases.decoded(copy(withPerson));
        assertThat(JudgedCases.variation(before, 0.75, 0.0, 0.78, 0.05)).isGreaterThan(FLAT);
        assertThat(JudgedCases.variation(after, 0.75, 0.0, 0.78, 0.05)).isLessThan(FLAT);
        assertThat(JudgedCases.variation(after, 0.25, 0.7, 0.3, 0.78)).isGreaterThan(FLAT);
        assertThat(lastAct(withPerson).get("action").asText()).isEqualTo("VIEW_MASKED");
        assertThat(copy(withPerson)).isEqualTo(copy(withPerson));
    }

    @Test
    void showsNothingUntilTheModelIsKnownToLookForPersons() throws Exception {
        assertThat(JudgedCases.variation(JudgedCases.decoded(copy(blind)), 0.32, 0.52, 0.34, 0.55))
                .isLessThan(FLAT);
        peers.sql("UPDATE cases SET model_sha256 = '" + "ab".repeat(32) + "' WHERE case_no = '" + blind + "'");
        assertThat(JudgedCases.variation(JudgedCases.decoded(copy(blind)), 0.32, 0.52, 0.34, 0.55))
                .isGreaterThan(FLAT);
    }

    /** Of ground 320 m wide pixels are half a metre, of 1.5 m two millimetres. */
    @Test
    void showsFromTheAirWhatIsTooSmallToTellAnybody() throws Exception {
        String footprint = "{\"flight\":{\"footprint\":[[117,36.001],[117.00%s,36.001],[117.00%s,36],[117,36]],"
                + "\"earlierFootprints\":{\"first\":[[117,36.001],[117.00355,36.001],[117.00355,36],[117,36]]}}}";
        String high = JudgedCases.fileWith(peers, 14, "cam-h", footprint.replace("%s", "355"));
        String low = JudgedCases.fileWith(
                peers, 15, "cam-l", footprint.replace("%s", "00167"), "first.jpg", "threshold.jpg");
        assertThat(JudgedCases.variation(JudgedCases.decoded(copy(high)), 0.75, 0.0, 0.78, 0.05))
                .isGreaterThan(FLAT);
        assertThat(JudgedCases.variation(JudgedCases.decoded(copy(low)), 0.755, 0.01, 0.765, 0.02))
                .isLessThan(FLAT);
        byte[] first = view(low, "first.jpg?view=masked").body();
        byte[] unknown = view(low, "threshold.jpg?view=masked").body();
        assertThat(JudgedCases.variation(JudgedCases.decoded(first), 0.755, 0.01, 0.765, 0.02))
                .isGreaterThan(FLAT);
        assertThat(JudgedCases.variation(JudgedCases.decoded(unknown), 0.755, 0.01, 0.765, 0.02))
                .isLessThan(FLAT);
    }

    @Test
    void givesTheOriginalOnlyForAReason() {
        assertThat(view(withPerson, "raised.jpg?view=original").statusCode()).isEqualTo(400);
        assertThat(view(withPerson, "raised.jpg?view=other").statusCode()).isEqualTo(400);
        byte[] filed = view(withPerson, "raised.jpg").body();
        assertThat(view(withPerson, "raised.jpg?view=original&why=%E5%A4%8D%E6%A0%B8")
                        .body())
                .isEqualTo(filed);
        assertThat(lastAct(withPerson).get("action").asText()).isEqualTo("UNMASK");
        assertThat(lastAct(withPerson).get("subject").asText()).isEqualTo("raised.jpg: 复核");
    }

    @Test
    void makesTheCopyAnewWhereTheKeptOneWasChanged() throws Exception {
        byte[] copy = copy(withPerson);
        peers.store(
                "masked/mosaic-1/" + Records.prefix(1) + "raised.jpg",
                "image/jpeg",
                view(withPerson, "raised.jpg").body());
        assertThat(copy(withPerson)).isEqualTo(copy);
    }

    @Test
    void showsNothingOfADamagedPicture() throws Exception {
        String damaged = JudgedCases.file(peers, 3, "cam-c", NOBODY);
        peers.store(Records.prefix(3) + "raised.jpg", "image/jpeg", JudgedCases.still(999));
        HttpResponse<byte[]> answer = view(damaged, "raised.jpg?view=masked");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(new String(answer.body(), UTF_8)).contains("No masked copy of raised.jpg");
    }

    private static String filedWithClip(int number, String manifest, String... clips) throws Exception {
        Map<String, byte[]> evidence = new LinkedHashMap<>();
        for (String clip : clips) {
            evidence.put(clip, ("bytes of " + clip).getBytes(UTF_8));
        }
        evidence.put("manifest.json", manifest.getBytes(UTF_8));
        for (var part : evidence.entrySet()) {
            peers.store(Records.prefix(number) + part.getKey(), Records.mime(part.getKey()), part.getValue());
        }
        String camera = "cam-" + number;
        peers.put(Records.incident(number, Kind.DUMPING, camera, Records.NOON.plusSeconds(number), evidence));
        String query = "SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'";
        Peers.await("filed", () -> peers.text(query) != null);
        return peers.text(query);
    }

    @Test
    void showsTheMaskedClipForTheClip() throws Exception {
        String caseNo = filedWithClip(4, "{\"schema\":1}", "clip.mp4", "clip-masked.mp4");
        HttpResponse<byte[]> whole = view(caseNo, "clip.mp4?view=masked");
        assertThat(new String(whole.body(), UTF_8)).isEqualTo("bytes of clip-masked.mp4");
        assertThat(whole.headers().firstValue("X-Evidence-View")).contains("masked");
        assertThat(whole.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(whole.headers().firstValue("ETag")).contains('"' + Records.sha256(whole.body()) + '"');
        assertThat(lastAct(caseNo).get("action").asText()).isEqualTo("VIEW_MASKED");
        assertThat(lastAct(caseNo).get("subject").asText()).isEqualTo("clip-masked.mp4");
        HttpResponse<byte[]> part =
                web.send("GET", "/api/v1/cases/" + caseNo + "/evidence/clip.mp4?view=masked", "Range", "bytes=0-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(new String(part.body(), UTF_8)).isEqualTo("bytes");
        assertThat(new String(view(caseNo, "clip.mp4").body(), UTF_8)).isEqualTo("bytes of clip.mp4");
        JudgedCases.judge(web, caseNo, "{\"who\":\"wang\",\"confirmed\":true}");
        JsonNode parts = handed(caseNo);
        assertThat(parts).hasSize(1);
        assertThat(parts.at("/0/href").asText()).endsWith("/clip.mp4?view=masked");
        assertThat(parts.at("/0/masked").asBoolean()).isTrue();
        assertThat(parts.at("/0/sha256").asText()).isEqualTo(Records.sha256(whole.body()));
        assertThat(parts.at("/0/parentSha256").asText())
                .isEqualTo(Records.sha256(view(caseNo, "clip.mp4").body()));
        assertThat(parts.at("/0/withheld").isMissingNode()).isTrue();
    }

    /** The parts of a case's evidence as platforms get them. */
    private static JsonNode handed(String caseNo) throws Exception {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        Peers.await("in the feed", () -> {
            for (JsonNode event : web.json("/api/v1/feed").get("events")) {
                parts.put(event.at("/data/caseNo").asText(), event.at("/data/evidence/parts"));
            }
            return parts.containsKey(caseNo);
        });
        return parts.get(caseNo);
    }

    @Test
    void saysWhyThereIsNoMaskedClip() throws Exception {
        String told =
                filedWithClip(5, "{\"maskedClip\":{\"missing\":\"it was not made in time\"},\"schema\":1}", "clip.mp4");
        HttpResponse<byte[]> refused = view(told, "clip.mp4?view=masked");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(new String(refused.body(), UTF_8)).contains("clip.mp4 can be shown: it was not made in time.");
        String old = filedWithClip(6, "{\"schema\":1}", "clip.mp4");
        assertThat(view(old, "clip.mp4?view=masked").statusCode()).isEqualTo(403);
    }

    @Test
    void handsPlatformsOnlyMaskedReferences() throws Exception {
        JudgedCases.judge(web, withPerson, "{\"who\":\"wang\",\"confirmed\":true}");
        handed(withPerson).forEach(part -> {
            boolean picture = part.get("mime").asText().equals("image/jpeg");
            assertThat(part.path("href").asText()).matches(picture ? ".*\\?view=masked" : "|.*\\.json");
            assertThat(part.get("masked").asBoolean()).isEqualTo(picture);
        });
    }
}
