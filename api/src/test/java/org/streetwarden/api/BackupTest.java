package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.LogProof;
import org.streetwarden.zone.Kind;

/** {@code streetwarden backup} and {@code restore}, against a real database and a real store. */
class BackupTest {

    private static final byte[] CLIP = "a clip".getBytes(UTF_8);
    private static final byte[] OTHER_CLIP = "another clip".getBytes(UTF_8);

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();
    private Peers peers;

    private int run(String... arguments) {
        said.getBuffer().setLength(0);
        return BackupMain.line(peers.environment())
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(arguments);
    }

    private void file(int number, byte[] clip) throws Exception {
        Map<String, byte[]> evidence = Records.evidence(clip, new byte[] {1, 2, 3});
        for (var part : evidence.entrySet()) {
            peers.store(Records.prefix(number) + part.getKey(), Records.mime(part.getKey()), part.getValue());
        }
        peers.put(Records.incident(number, Kind.VENDING, "cam-" + number, Instant.now(), evidence));
        Peers.await("filed", () -> caseNo(number) != null);
    }

    private String caseNo(int number) throws Exception {
        return peers.text("SELECT case_no FROM cases WHERE incident_id = '" + Records.incidentId(number) + "'");
    }

    private Api start() throws Exception {
        Api api = Api.start(peers.settings(), Clock.systemUTC());
        Web web = new Web(api.port());
        Peers.await("schema", () -> web.get("/readyz").statusCode() == 200);
        return api;
    }

    private Path object(byte[] content) {
        String name = Records.sha256(content);
        return folder.resolve("objects").resolve(name.substring(0, 2)).resolve(name);
    }

    private Map<Path, FileTime> objects() throws IOException {
        Map<Path, FileTime> objects = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve("objects"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                objects.put(file, Files.getLastModifiedTime(file));
            }
        }
        return objects;
    }

    @Test
    void bringsBackWhatWasDestroyedAndProvesIt() throws Exception {
        peers = Peers.start();
        byte[] proof;
        long entries;
        try (Api api = start()) {
            Web web = new Web(api.port());
            file(1, CLIP);
            assertThat(run("backup", "--out", folder.toString()))
                    .as(said.toString())
                    .isZero();
            Map<Path, FileTime> first = objects();
            file(2, OTHER_CLIP);
            JudgedCases.judge(web, caseNo(1), "{\"who\":\"王\",\"confirmed\":true}");
            assertThat(run("backup", "--out", folder.toString())).isZero();
            Path clip = object(CLIP);
            assertThat(objects()).hasSize(first.size() + 1).containsEntry(clip, first.get(clip));
            entries = peers.count("SELECT count(*) FROM log_entries");
            proof = web.get("/api/v1/cases/" + caseNo(1) + "/proof?size=" + entries)
                    .body();
        }
        String destroyed = caseNo(1);
        long sequence = peers.count("SELECT max(id) FROM case_history");
        assertThat(run("restore", folder.toString())).isEqualTo(1);
        assertThat(said.toString()).contains("expected an empty database");

        peers = Peers.start();
        peers.empty();
        assertThat(run("restore", folder.toString())).as(said.toString()).isZero();
        assertThat(said.toString()).contains(entries + " entries of the log");
        try (Api api = start()) {
            Web web = new Web(api.port());
            String path = "/api/v1/cases/" + destroyed;
            assertThat(web.json(path).get("status").asText()).isEqualTo("APPROVED");
            LogProof restored =
                    LogProof.decode(web.get(path + "/proof?size=" + entries).body());
            assertThat(restored.holds()).isTrue();
            assertThat(Checkpoint.of(restored.note())
                            .same(Checkpoint.of(LogProof.decode(proof).note())))
                    .isTrue();
            assertThat(web.get(path + "/evidence/clip.mp4").body()).isEqualTo(CLIP);
            file(3, CLIP);
            assertThat(caseNo(3)).isGreaterThan(caseNo(2));
            assertThat(peers.count("SELECT max(id) FROM case_history")).isEqualTo(sequence + 1);
        }
        assertThat(peers.count("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'"))
                .isZero();
    }

    @Test
    void namesWhatIsMissing() throws Exception {
        peers = Peers.start();
        try (Api api = start()) {
            file(1, CLIP);
            assertThat(api.port()).isPositive();
        }
        assertThat(run("backup", "--out", folder.toString())).isZero();
        Files.delete(object(CLIP));
        peers = Peers.start();
        peers.empty();
        assertThat(run("restore", folder.toString())).isEqualTo(1);
        assertThat(said.toString())
                .contains(
                        Records.prefix(1) + "clip.mp4: its content " + Records.sha256(CLIP) + " is not in the backup",
                        "case " + caseNo(1) + ": " + Records.prefix(1) + "clip.mp4 is missing");
        assertThat(peers.count("SELECT count(*) FROM cases")).isEqualTo(1);

        Path table = snapshot().resolve("tables/cases.copy");
        Files.writeString(
                table, Files.readString(table).replace("VENDING", "DUMPING").replace("vending", "dumping"));
        assertThat(run("restore", folder.toString(), "--replace-everything")).isEqualTo(1);
        assertThat(said.toString()).contains("cases.copy: expected digest");
        assertThat(run("restore", folder.resolve("nowhere").toString())).isEqualTo(1);
    }

    private Path snapshot() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("snapshots"))) {
            List<Path> found = all.toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }
}
