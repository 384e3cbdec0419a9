package org.streetwarden.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.remote.PlacesMain;

/** {@code streetwarden places} against a real api. */
class PlacesCommandTest {

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

    private int run(String command, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> line = new ArrayList<>(List.of(command, "--api", web.base()));
        line.addAll(List.of(arguments));
        return PlacesMain.line()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(line.toArray(String[]::new));
    }

    private int bring(String content, String... more) throws Exception {
        Path file = Files.writeString(dir.resolve("表.csv"), content);
        List<String> line = new ArrayList<>(
                List.of("codes-local", file.toString(), "--source", "城管〔2026〕7号", "--who", "王", "--why", "试用"));
        line.addAll(List.of(more));
        return run("import", line.toArray(String[]::new));
    }

    @Test
    void bringsShowsAndApplies() throws Exception {
        assertThat(bring("code,name\n1,甲\n2,乙\n")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("codes-local: draft, 2 rows", "2 new", "nothing is changed yet: places apply ");
        String id = peers.text("SELECT max(id)::text FROM place_imports");
        assertThat(run("apply", id, "--who", "李")).isZero();
        assertThat(out.toString()).contains("version 1", "城管〔2026〕7号");
        assertThat(bring("code,name\n1,丙\n3,丁\n", "--apply")).isZero();
        assertThat(out.toString()).contains("version 2", "gone     2", "changed  1", "name: 甲 → 丙", "new      3");
        assertThat(run("show")).isZero();
        assertThat(out.toString()).contains("codes-local: version 2");
        assertThat(run("show", "codes-local", "--version-number", "1", "--limit", "1"))
                .isZero();
        assertThat(out.toString()).contains("name=甲", "more with --after '1'").doesNotContain("乙");

        assertThat(bring("code,name\n1,\n=x,y\n")).isEqualTo(1);
        assertThat(err.toString()).contains("line 2: name: expected something", "line 3: code: expected plain text");
        assertThat(run("show", "nothing")).isEqualTo(1);
        assertThat(err.toString()).contains("unit-grids");
    }
}
