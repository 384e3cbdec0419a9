package org.streetwarden.api;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.streetwarden.api.Flights.Pile;
import org.streetwarden.api.flights.UploadBounds;
import org.streetwarden.casefile.FlightRecord.FlightInspected;
import org.streetwarden.casefile.FlightRecord.FlightProgress;

/** A pilot's way through the console: from files to what was found. */
class FlightPageTest extends ConsoleBench {

    private static final int PART = UploadBounds.PART_BYTES;
    private static final String INSPECTION = """
            {"flights":[{"files":["DJI_0001.MP4","DJI_0001.SRT"],"verdict":"WITH_LIMITS",
            "video":{"codec":"h264","width":1920,"height":1080,"durationUs":63000000,"maker":"DJI"},
            "telemetry":{"dialect":"BRACKETS","entries":1890,"lengthM":420,"first":[117.298,36.799],"last":[117.302,36.801]},
            "problems":[{"problem":"NO_GIMBAL","weight":"LIMITS","times":1,"detail":"",
            "zh":"没有云台角度：目标只能定位到飞行器附近（±60 米或更差）。","en":"there are no gimbal angles: near the aircraft only."}]}]}""";
    private static final String TRACK = """
            {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"role":"track","name":"a"},
            "geometry":{"type":"LineString","coordinates":[[117.298,36.799],[117.302,36.801]]}},
            {"type":"Feature","properties":{"role":"seen","name":""},"geometry":{"type":"MultiPolygon","coordinates":
            [[[[117.298,36.799],[117.302,36.799],[117.302,36.801],[117.298,36.801],[117.298,36.799]]]]}}]}""";

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Path file(String name, byte[] content) throws Exception {
        return Files.write(dir.resolve(name), content);
    }

    @Test
    void bringsAFlightOverACutConnectionToItsReport() throws Exception {
        byte[] video = bytes(PART + 600_000, 1);
        Path[] chosen = {file("DJI_0001.MP4", video), file("DJI_0001.SRT", "1\n".getBytes(UTF_8))};
        try (CutRoad road = new CutRoad(api.port(), PART + 200_000)) {
            page.navigate("http://127.0.0.1:" + road.port() + "/flights");
            assertThat(page.locator(".to-flights")).hasAttribute("aria-current", "page");
            page.locator(".pick-files").setInputFiles(chosen);
            Locator sent = page.locator(".upload-done .upload-state");
            assertThat(sent).hasCount(2);
            assertThat(sent.first()).hasText("已完成 · 逐段校验（SHA-256）一致");
            assertThat(road.cuts()).isEqualTo(1);
            // what a browser says of a cut: no answer, none to be had, or of half a piece that its bytes changed
            complaints.removeIf(text -> Stream.of("net::ERR_", "503", "460").anyMatch(text::contains));
            JsonNode flight =
                    new Web(api.port()).json("/api/v1/flights").get("flights").get(0);
            String flightId = flight.get("flightId").asText();
            assertThat(flight.get("name").asText()).isEqualTo("DJI_0001");
            assertThat(peers.read("flights/" + flightId + "/0001-DJI_0001.MP4")).isEqualTo(video);
            survey(flightId);
            page.locator("[data-flight-id='" + flightId + "']").click();
            showsWhatCameOf(flightId);
        }
    }

    private static void survey(String flightId) throws Exception {
        Instant now = Instant.now();
        peers.put(new FlightInspected(flightId, flightId + "-inspect", INSPECTION, true, now));
        peers.store("flights/" + flightId + "/track.geojson", "application/geo+json", TRACK.getBytes(UTF_8));
        peers.put(new FlightProgress(flightId, "w-1", 63_000, 63_000, 120, 2, 0, now));
        Flights.fly(
                peers,
                flightId,
                now,
                new boolean[] {true, true},
                Pile.dumped(951, -100, 0, 40),
                Pile.dumped(952, 60, 30, 12));
    }

    private void showsWhatCameOf(String flightId) throws Exception {
        assertThat(page.locator(".case-tags .tag")).hasText("已完成");
        assertThat(page.locator(".problem-limits")).containsText("没有云台角度");
        assertThat(page.locator(".flight-map .track")).hasCount(1);
        assertThat(page.locator(".flight-map .seen")).hasCount(1);
        assertThat(page.locator(".flight-map .footprint")).hasCount(2);
        assertThat(page.locator(".flight-findings li")).hasCount(2);
        Locator link = page.locator(".flight-findings a").first();
        String caseNo = link.textContent();
        assertThat(link).hasAttribute("href", "/cases/" + caseNo);
        Web web = new Web(api.port());
        String path = "/api/v1/flights/" + flightId;
        assertThat(new String(web.get(path + "/findings.kml").body(), UTF_8))
                .contains("<LineString>", "<Polygon>", "<name>" + caseNo + "</name>");
        byte[] paper = web.get(path + "/report.pdf").body();
        assertThat(new String(paper, 0, 5, UTF_8)).isEqualTo("%PDF-");
        assertThat(peers.count("SELECT count(*) FROM log_entries WHERE case_no = '" + caseNo
                        + "' AND action = 'VIEW_MASKED' AND convert_from(body, 'UTF8') LIKE '%report.pdf of " + flightId
                        + "%'"))
                .isEqualTo(1);
        page.locator(".language").click();
        assertThat(page.locator(".problem-limits")).containsText("there are no gimbal angles");
    }

    /** As after a reload: the browser knows nothing, the server has a part. */
    @Test
    void goesOnWhereTheServerHasAPart() throws Exception {
        byte[] content = bytes(3000, 2);
        Web web = new Web(api.port());
        String body = "{\"name\":\"half\",\"files\":[{\"name\":\"half.jpg\",\"bytes\":3000}]}";
        String flightId = Web.json(
                        web.send("POST", "/api/v1/flights", body.getBytes(UTF_8), "Content-Type", "application/json"))
                .get("flightId")
                .asText();
        String upload = web.send(
                        "POST",
                        "/api/v1/uploads",
                        "Tus-Resumable",
                        "1.0.0",
                        "Upload-Length",
                        "3000",
                        "Upload-Metadata",
                        "flight " + base64(flightId) + ",filename " + base64("half.jpg"))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(web.send(
                                "PATCH",
                                upload,
                                Arrays.copyOf(content, 1000),
                                "Tus-Resumable",
                                "1.0.0",
                                "Content-Type",
                                "application/offset+octet-stream",
                                "Upload-Offset",
                                "0")
                        .statusCode())
                .isEqualTo(204);
        open("/flights/" + flightId);
        page.locator(".pick-files").setInputFiles(file("half.jpg", content));
        assertThat(page.locator(".case-tags .tag")).hasText("检查中");
        assertThat(web.json("/api/v1/flights/" + flightId).at("/files/0/upload").asText())
                .isEqualTo(upload);
        assertThat(peers.read("flights/" + flightId + "/0001-half.jpg")).isEqualTo(content);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
