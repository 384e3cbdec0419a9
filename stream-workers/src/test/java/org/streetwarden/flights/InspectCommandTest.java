package org.streetwarden.flights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.flight.Attitude;
import picocli.CommandLine;

class InspectCommandTest {

    @TempDir
    private Path card;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int inspect(Object... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> line = new ArrayList<>(List.of("inspect"));
        Arrays.stream(words).map(Object::toString).forEach(line::add);
        return new CommandLine(new FlightsCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.toArray(String[]::new));
    }

    /** The only flight's problems. */
    private List<String> problems(Object... words) throws IOException {
        List<Object> line = new ArrayList<>(Arrays.asList(words));
        line.add("--json");
        inspect(line.toArray());
        JsonNode flights = new ObjectMapper().readTree(out.toString()).get("flights");
        assertThat(flights).hasSize(1);
        return flights.get(0).get("problems").findValuesAsText("problem");
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(card.resolve(name), bytes);
    }

    private static String body(int second, boolean gimbal) {
        String text = String.format(
                Locale.ROOT,
                "<font size=\"28\">FrameCnt: %d, DiffTime: 1000ms\n2026-11-21 12:00:%02d.000\n[focal_len: 24.00]"
                        + " [latitude: 36.650%03d] [longitude: 117.000001] [rel_alt: 80.0 abs_alt: 130.0]%s </font>",
                second * 25 + 1,
                second,
                second,
                gimbal ? " [gb_yaw: 10.0 gb_pitch: -60.0 gb_roll: 0.0]" : "");
        return text;
    }

    private Path telemetry(String name, int seconds, boolean gimbal) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < seconds; i++) {
            text.append("%d\n00:00:%02d,000 --> 00:00:%02d,000\n%s\n\n".formatted(i + 1, i, i + 1, body(i, gimbal)));
        }
        return Files.writeString(card.resolve(name), text);
    }

    @Test
    void findsAWholeFlightUsable() throws IOException {
        FlightClip.write(card.resolve("DJI_0001.MP4"), 12, "2026-11-21T04:00:00Z", List.of());
        telemetry("DJI_0001.SRT", 12, true);
        Path tracks = card.resolve("tracks.geojson");

        assertThat(inspect(card, "--geojson", tracks)).isZero();
        assertThat(out.toString())
                .contains("DJI_0001.MP4 + DJI_0001.SRT: 可用 / usable")
                .contains("mjpeg 1920x1080, 0:00:12, 25.00 fps")
                .contains("12 entries, 12 placed, 12 with gimbal")
                .contains("|                        A  ");
        JsonNode track = new ObjectMapper().readTree(Files.readString(tracks)).at("/features/0/geometry");
        assertThat(track.get("type").asText()).isEqualTo("LineString");
        assertThat(track.at("/coordinates/0/0").asDouble()).isEqualTo(117.000001);
    }

    @Test
    void saysWhatFollowsFromMissingAngles() throws IOException {
        FlightClip.write(card.resolve("DJI_0001.MP4"), 12, "", List.of());
        telemetry("dji_0001.srt", 12, false);
        assertThat(inspect(card)).isEqualTo(3);
        assertThat(out.toString()).contains("可用，但有限制 / usable with limits", "± 60 m");
    }

    @Test
    void readsTheTrackInsideTheVideo() throws IOException {
        List<String> texts = IntStream.range(0, 12).mapToObj(i -> body(i, true)).toList();
        FlightClip.write(card.resolve("DJI_0002.MP4"), 12, "", texts);
        assertThat(inspect(card)).isZero();
        assertThat(out.toString()).contains("(in the video); 12 entries, 12 placed, 12 with gimbal");
    }

    @Test
    void pairsByTimeWhereNamesDiffer() throws IOException {
        FlightClip.write(card.resolve("a.mp4"), 12, "2026-11-21T04:00:02Z", List.of());
        FlightClip.write(card.resolve("b.mp4"), 30, "2026-11-21T05:07:00Z", List.of());
        telemetry("x.srt", 12, true);
        inspect(card, "--json");
        JsonNode flights = new ObjectMapper().readTree(out.toString()).get("flights");
        assertThat(flights.get(0).get("files").toString()).isEqualTo("[\"a.mp4\",\"x.srt\"]");
        assertThat(flights.get(0).get("problems").findValuesAsText("problem")).contains("PAIRED_BY_TIME");
        assertThat(flights.get(1).get("problems").findValuesAsText("problem")).contains("NO_TELEMETRY");
    }

    @Test
    void tellsStrangersOfOneNameApart() throws IOException {
        FlightClip.write(card.resolve("DJI_0001.MP4"), 12, "", List.of());
        telemetry("DJI_0001.SRT", 40, true);
        assertThat(problems(card)).contains("WRONG_PAIRING");
    }

    @Test
    void findsHalvesAlone() throws IOException {
        Path srt = telemetry("DJI_0001.SRT", 12, true);
        Path video = FlightClip.write(card.resolve("DJI_0002.MP4"), 3, "", List.of());
        assertThat(problems(srt)).contains("NO_VIDEO");
        assertThat(problems(video)).contains("NO_TELEMETRY");
    }

    @Test
    void findsWhatIsNoVideo() throws IOException {
        assertThat(problems(file("DJI_1.MP4", "%PDF-1.7 …".getBytes(StandardCharsets.UTF_8))))
                .containsExactly("NOT_A_FLIGHT_FILE");
        assertThat(out.toString()).contains("PDF");
        assertThat(problems(file("DJI_2.MP4", new byte[0]))).containsExactly("EMPTY_FILE");
        byte[] whole = Files.readAllBytes(FlightClip.write(card.resolve("w.mp4"), 3, "", List.of()));
        assertThat(problems(file("DJI_3.MP4", Arrays.copyOf(whole, whole.length / 2))))
                .contains("FILE_TORN");
        int index = new String(whole, StandardCharsets.ISO_8859_1).indexOf("moov") - 4;
        assertThat(problems(file("DJI_4.MP4", Arrays.copyOf(whole, index)))).contains("INDEX_MISSING");
        assertThat(problems(file("DJI_5.JPG", new byte[] {-1, -40, -1, -32, 0, 16, 1, 2, 3})))
                .contains("PHOTO_UNREADABLE", "NO_POSITION");
        assertThat(problems(file(
                        "DJI_6.SRT", "1\n00:00:00,000 --> 00:00:01,000\nHello\n".getBytes(StandardCharsets.UTF_8))))
                .contains("DIALECT_UNKNOWN");
    }

    @Test
    void livesThroughNamesOfAllKinds() throws IOException {
        Path control = telemetry("a\u001b[31m\n.SRT", 3, true);
        assertThat(problems(control)).contains("NAME_CLEANED");
        assertThat(out.toString()).doesNotContain("\u001b");
        Path lengthy = telemetry("x".repeat(200) + ".SRT", 3, true);
        assertThat(problems(lengthy)).contains("NAME_CLEANED");
        assertThat(FlightFile.shown("y".repeat(500))).hasSize(80);
        assertThat(inspect(card.resolve("../../nothing.mp4"))).isEqualTo(1);
        assertThat(err.toString()).contains("expected a file or folder, found none");
    }

    /** A JPEG of nothing but the maker's XMP. */
    private Path photo(String name, String attributes) throws IOException {
        String xmp = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF"
                + " xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\""
                + " xmlns:drone-dji=\"http://www.dji.com/drone-dji/1.0/\" " + attributes + "/></rdf:RDF></x:xmpmeta>";
        byte[] bytes = xmp.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer jpeg = ByteBuffer.allocate(bytes.length + 8);
        jpeg.putShort((short) 0xFFD8)
                .putShort((short) 0xFFE1)
                .putShort((short) (bytes.length + 2))
                .put(bytes);
        return file(name, jpeg.putShort((short) 0xFFD9).array());
    }

    @Test
    void readsPhotographsByTheMakersWords() throws IOException {
        String pose = "drone-dji:GpsLatitude=\"+36.650123\" drone-dji:RelativeAltitude=\"+80.10\""
                + " drone-dji:AbsoluteAltitude=\"+130.20\" drone-dji:GimbalYawDegree=\"+45.50\""
                + " drone-dji:GimbalPitchDegree=\"-89.90\" drone-dji:GimbalRollDegree=\"+0.00\" drone-dji:RtkFlag=\"50\"";
        photo("DJI_0001.JPG", pose + " drone-dji:GpsLongtitude=\"+117.000456\"");
        photo(
                "DJI_0002.JPG",
                pose + " drone-dji:GpsLongitude=\"+117.000789\" drone-dji:LRFStatus=\"Normal\""
                        + " drone-dji:LRFTargetLon=\"117.0008\" drone-dji:LRFTargetLat=\"36.6502\""
                        + " drone-dji:LRFTargetDistance=\"81.5\"");
        Photo photo = Photo.read(FlightFile.look(card.resolve("DJI_0002.JPG")));
        assertThat(photo.pose().gimbal()).isEqualTo(new Attitude(45.5, -89.9, 0));
        assertThat(photo.pose().target().distanceM()).isEqualTo(81.5);
        assertThat(photo.pose().target().valid()).isTrue();
        assertThat(problems(card)).containsExactly("LENS_UNKNOWN");
        inspect(card);
        assertThat(out.toString()).contains("2, 2 placed, 2 with gimbal, 2 RTK, 1 with laser");
    }

    @Test
    void suspectsGcj02ByThePlaceOfTakeOff() throws IOException {
        Path srt = telemetry("DJI_0001.SRT", 3, true);
        assertThat(problems(srt, "--take-off", "116.99404,36.64960")).contains("GCJ02_SUSPECTED");
        assertThat(problems(srt, "--take-off", "117.0,36.65")).doesNotContain("GCJ02_SUSPECTED", "TAKE_OFF_ELSEWHERE");
        assertThat(problems(srt, "--take-off", "118,36.65")).contains("TAKE_OFF_ELSEWHERE");
        assertThat(inspect(srt, "--take-off", "here")).isEqualTo(2);
    }
}
