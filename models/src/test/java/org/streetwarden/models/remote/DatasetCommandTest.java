package org.streetwarden.models.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.models.ModelCommand;
import picocli.CommandLine;

/** Fetching a dataset, from an api that has one archive. */
class DatasetCommandTest {

    private static final String PROVENANCE = "{\"schema\":1,\"export\":{\"format\":\"coco\",\"kinds\":[]},\"counts\":"
            + "{\"pictures\":2,\"labels\":3,\"negatives\":1,\"leftOut\":{\"no-detections\":1}},\"samples\":[{\"a\":[1]}],\"leftOut\":[]}";

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private byte[] answer = archive(PROVENANCE);
    private int status = 200;
    private String asked;
    private String who;
    private String why;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked = exchange.getRequestURI().toString();
        who = exchange.getRequestHeaders().getFirst("X-Who");
        why = exchange.getRequestHeaders().getFirst("X-Why");
        exchange.getResponseHeaders().set("X-Dataset-Cases", "3");
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static byte[] archive(String provenance) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("train/1.jpg", "crops/train/1-0.jpg", "val/2.jpg")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(new byte[2000]);
            }
            zip.putNextEntry(new ZipEntry("provenance.json"));
            zip.write(provenance.getBytes(UTF_8));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    private int run(String... arguments) {
        CommandLine line = ModelCommand.line();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(Stream.concat(
                        Stream.of(
                                "dataset",
                                "--api",
                                "http://127.0.0.1:" + server.getAddress().getPort()),
                        Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    @Test
    void bringsTheArchiveByteForByteAndSaysWhatIsInIt() throws IOException {
        Path target = dir.resolve("judged.zip");
        assertThat(run("--format", "coco", "--out", target.toString(), "--who", "王"))
                .isZero();
        assertThat(Files.readAllBytes(target)).isEqualTo(answer);
        assertThat(out.toString()).contains("2 pictures, 3 labels, 1 hard negatives", "left out: 1, no-detections");
        assertThat(who).isEqualTo("%E7%8E%8B");
        assertThat(asked).isEqualTo("/api/v1/dataset?format=coco");
        assertThat(why).isNull();
    }

    @Test
    void asksForWhatIsWantedAndSaysWhyUnmasked() {
        assertThat(run(
                        "--format",
                        "yolo",
                        "--out",
                        dir.resolve("a.zip").toString(),
                        "--kind",
                        "vending",
                        "--group",
                        "north",
                        "--since",
                        "2026-11-21T08:00:00+08:00",
                        "--test",
                        "0",
                        "--unmasked",
                        "复核"))
                .isZero();
        assertThat(asked)
                .isEqualTo("/api/v1/dataset?format=yolo&kind=vending&group=north"
                        + "&since=2026-11-21T08%3A00%3A00%2B08%3A00&test=0&masked=false");
        assertThat(why).isEqualTo("%E5%A4%8D%E6%A0%B8");
    }

    @Test
    void leavesNothingWhereItIsRefusedOrBrokeOff() throws IOException {
        Path target = dir.resolve("judged.zip");
        answer = Arrays.copyOf(answer, 300);
        assertThat(run("--format", "coco", "--out", target.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("broke off");
        status = 400;
        answer = "{\"detail\":\"format: expected one of coco, yolo, cvat, found paper\"}".getBytes(UTF_8);
        assertThat(run("--format", "paper", "--out", target.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("found paper");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void overwritesNothing() throws IOException {
        Path target = Files.writeString(dir.resolve("mine.zip"), "mine");
        assertThat(run("--format", "coco", "--out", target.toString())).isEqualTo(1);
        assertThat(Files.readString(target)).isEqualTo("mine");
        assertThat(asked).isNull();
    }

    @Test
    void tellsOfEveryPictureWhetherItCameOrNot() throws IOException {
        AtomicInteger told = new AtomicInteger();
        JsonNode counts = new DatasetDownload(told::incrementAndGet, 3)
                .receive(new ByteArrayInputStream(answer), dir.resolve("a.zip"));
        assertThat(counts.get("pictures").asInt()).isEqualTo(2);
        assertThat(told).hasValue(3);
    }

    @Test
    void refusesEveryCutThatLosesProvenance() {
        int whole = answer.length;
        for (int length = 0; length < whole - 600; length += 37) {
            byte[] cut = Arrays.copyOf(answer, length);
            assertThatThrownBy(() -> new DatasetDownload(() -> {}, 0)
                            .receive(new ByteArrayInputStream(cut), dir.resolve("a.zip")))
                    .isInstanceOf(RemoteFailure.class);
        }
    }
}
