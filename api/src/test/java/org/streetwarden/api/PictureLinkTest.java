package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Links to masked pictures, as events carry them: they open what they name, and nothing else. */
class PictureLinkTest {

    private static Peers peers;
    private static Api api;
    private static Web web;
    private static String caseNo;
    private static String other;
    private static String link;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        Map<String, String> environment = peers.environment();
        environment.put("STREETWARDEN_PUBLIC_URL", "https://sw.example");
        api = Api.start(ApiSettings.from(environment), Clock.systemUTC());
        web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        JudgedCases.importModel(peers, "stall", "person", "vehicle");
        caseNo = JudgedCases.file(peers, 1, "cam-1", JudgedCases.STALL_PERSON_CAR);
        other = JudgedCases.file(peers, 2, "cam-2", null);
        for (String each : new String[] {caseNo, other}) {
            JudgedCases.judge(web, each, "{\"who\":\"wang\",\"confirmed\":true}");
        }
        JsonNode event = web.json("/api/v1/feed").at("/events/0/data");
        assertThat(event.get("caseNo").asText()).isEqualTo(caseNo);
        JsonNode picture = event.at("/evidence/picture");
        assertThat(picture.get("masked").asBoolean()).isTrue();
        assertThat(picture.get("href").asText()).startsWith("https://sw.example/api/v1/pictures/");
        link = picture.get("href").asText().substring("https://sw.example".length());
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        peers.close();
    }

    private static HttpResponse<byte[]> get(String path) {
        return Web.stranger(api.port()).get(path);
    }

    @Test
    void showsTheMaskedPictureToAStrangerAndSaysSoInTheLog() throws Exception {
        HttpResponse<byte[]> shown = get(link);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("cross-origin-resource-policy")).hasValue("cross-origin");
        assertThat(shown.headers().firstValue("content-type")).hasValue("image/jpeg");
        double hidden = JudgedCases.variation(JudgedCases.decoded(shown.body()), 0.61, 0.25, 0.69, 0.55);
        assertThat(hidden).isLessThan(3);
        assertThat(peers.count("SELECT count(*) FROM log_entries WHERE action = 'VIEW' AND who = 'link' AND case_no = '"
                        + caseNo + "'"))
                .isPositive();
    }

    @Test
    void opensNothingElse() throws Exception {
        long views = peers.count("SELECT count(*) FROM log_entries WHERE case_no = '" + other + "' AND who = 'link'");
        char last = link.charAt(link.length() - 1);
        for (String forged : new String[] {
            link.replace(caseNo, other),
            link.replaceAll("until=[0-9]+", "until=99999999999"),
            link.substring(0, link.length() - 2) + (last == 'A' ? "BB" : "AA"),
            link.replaceAll("&mac=.*", ""),
            "/api/v1/pictures/" + caseNo
        }) {
            assertThat(get(forged).statusCode()).as(forged).isEqualTo(404);
        }
        assertThat(peers.count("SELECT count(*) FROM log_entries WHERE case_no = '" + other + "' AND who = 'link'"))
                .isEqualTo(views);
    }

    @Test
    void showsAllOfItCoarseWhereTheManifestDoesNotSayWhatWasSeen() throws Exception {
        String blind = web.json("/api/v1/feed")
                .at("/events/1/data/evidence/picture/href")
                .asText();
        HttpResponse<byte[]> answer = get(blind.substring("https://sw.example".length()));
        assertThat(answer.statusCode()).isEqualTo(200);
        BufferedImage picture = JudgedCases.decoded(answer.body());
        double block = Math.max(16, Math.ceil(picture.getWidth() / 32.0));
        assertThat(JudgedCases.variation(picture, 0, 0, block / picture.getWidth(), block / picture.getHeight()))
                .isLessThan(3);
    }
}
