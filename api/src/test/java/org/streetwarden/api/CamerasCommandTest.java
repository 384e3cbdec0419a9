package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.remote.CamerasMain;
import org.streetwarden.api.remote.FakeWvp;
import picocli.CommandLine;

/** {@code streetwarden cameras} against a real api and a faked WVP-GB28181-pro. */
class CamerasCommandTest {

    private static final String FIRST = FakeWvp.code(1);

    private static Peers peers;
    private static Api api;
    private static Web web;

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

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

    @BeforeEach
    void empty() throws Exception {
        peers.sql("DELETE FROM directory_entries");
        peers.sql("DELETE FROM camera_imports");
    }

    private int run(String command, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> line = new ArrayList<>(List.of(command, "--api", web.base()));
        line.addAll(List.of(arguments));
        CommandLine cameras = CamerasMain.line().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return cameras.execute(line.toArray(String[]::new));
    }

    private int bring(String catalogue, String... more) {
        List<String> line = new ArrayList<>(
                List.of(catalogue, "--source", "county", "--crs", "gcj02", "--who", "王", "--why", "试用"));
        line.addAll(List.of(more));
        return run("import", line.toArray(String[]::new));
    }

    private long id() throws Exception {
        return peers.count("SELECT max(id) FROM camera_imports");
    }

    @Test
    void bringsAFile() throws Exception {
        Path file = dir.resolve("区县.csv");
        Files.write(file, ("设备编码,名称\n" + FIRST + ",路口\n7,坏\n").getBytes(Charset.forName("GB2312")));
        assertThat(bring(file.toString())).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("1 new", "1 refused", "line 3", "expected a code of 20 digits, found 1")
                .contains("1 cameras lack a purpose", "cameras apply " + id());
        assertThat(run("apply", Long.toString(id()), "--who", "李")).isZero();
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains(FIRST, "路口").doesNotContain("released");
        assertThat(run("show", FIRST)).isZero();
        assertThat(out.toString()).contains("not released: No purpose is stated.", "NEW by 王: 试用");
        assertThat(run("rows", Long.toString(id()), "--outcome", "refused")).isZero();
        assertThat(out.toString()).contains("line 3").doesNotContain(FIRST);
    }

    @Test
    void bringsACatalogue() throws Exception {
        Path token = Files.writeString(dir.resolve("token"), FakeWvp.TOKEN + "\n");
        String[] options = {
            "--token-file",
            token.toString(),
            "--spool",
            dir.resolve("spool").toString(),
            "--apply",
            "--purpose",
            "市容",
            "--sharing-document",
            "7号"
        };
        try (FakeWvp wvp = new FakeWvp(450)) {
            wvp.channels().set(4, FakeWvp.channel(5, FakeWvp.code(5), 1));
            assertThat(bring(wvp.uri().toString(), options)).as(err.toString()).isZero();
            assertThat(out.toString()).contains("applied", "449 new", "1 excluded", "page 1, channel 5");
            wvp.channels().removeLast();
            wvp.channels().set(0, FakeWvp.channel(1, FIRST, 0).replace("路口 1", "改名"));
            assertThat(bring(wvp.uri().toString(), options)).isZero();
            assertThat(out.toString()).contains("1 changed, 1 gone, 447 unchanged", "name: 路口 1 → 改名");
            wvp.state(1000);
            wvp.channels().removeLast();
            assertThat(bring(wvp.uri().toString(), options)).isZero();
            assertThat(out.toString()).contains("0 gone", "the catalogue is not complete");
            assertThat(err.toString()).contains("says 1000 channels and gave 448");
        }
        assertThat(dir.resolve("spool")).isEmptyDirectory();
        assertThat(peers.count("SELECT count(*) FROM directory_entries e WHERE e::text LIKE '%hunter2%'"))
                .isZero();
        assertThat(run("list", "--released", "true", "--limit", "2")).isZero();
        assertThat(out.toString()).contains("more with --after " + FakeWvp.code(2));
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path empty = Files.writeString(dir.resolve("a.csv"), "x\n");
        assertThat(bring(empty.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("expected a column for code");
        assertThat(bring(dir.resolve("nothing.csv").toString())).isEqualTo(1);
        assertThat(run("import", empty.toString(), "--source", "a/b", "--crs", "bd09", "--why", "w"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("source: expected");
        assertThat(run("import", empty.toString(), "--source", "a", "--crs", "bd09", "--why", "w"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("crs: expected wgs84, cgcs2000, gcj02, web-mercator, found bd09");
        assertThat(run("import", empty.toString())).isEqualTo(2);
        assertThat(run("apply", "999999")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no import 999999.");
        assertThat(run("show", "1")).isEqualTo(1);
    }

    @Test
    void refusesRequestsItCannotRead() {
        String path = "/api/v1/cameras/imports?source=a&crs=wgs84";
        assertThat(post(path, "code,name\n", "text/plain").statusCode()).isEqualTo(415);
        assertThat(post(path + "&surprise=1", "code,name\n", "text/csv").statusCode())
                .isEqualTo(400);
        assertThat(post(path + "&complete=maybe", "code,name\n", "text/csv").statusCode())
                .isEqualTo(400);
        assertThat(post(path, "", "text/csv").statusCode()).isEqualTo(422);
        String apply = "/api/v1/cameras/imports/1/apply";
        for (String body : List.of("", "[]", "{\"who\":\"a\",\"allowGone\":1}", "{\"who\":\"a\",\"x\":1}")) {
            assertThat(post(apply, body, "application/json").statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(post("/api/v1/cameras/imports/x/apply", "{\"who\":\"a\"}", "application/json")
                        .statusCode())
                .isEqualTo(404);
    }

    private static HttpResponse<byte[]> post(String path, String body, String type) {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return web.send("POST", path, bytes, "Content-Type", type, "X-Who", "w", "X-Why", "w");
    }
}
