package org.streetwarden.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.api.remote.EvidenceMain;
import org.streetwarden.engines.DemoKey;
import org.streetwarden.engines.StampAuthority;
import org.streetwarden.proof.CanonicalJson;
import org.streetwarden.proof.Checkpoint;
import org.streetwarden.proof.HashAlgorithm;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.ManifestEntry;
import org.streetwarden.proof.MerkleTree;
import org.streetwarden.proof.NoteKey;
import org.streetwarden.proof.SignedNote;
import org.streetwarden.proof.TimeStampAuthorities;
import org.streetwarden.proof.TimeStampToken;
import org.streetwarden.zone.Kind;

/** The log of evidence and acts, its proofs and the export, over HTTP, against real servers. */
class EvidenceLogTest {

    private static final int CASES = 9;
    private static final byte[] CLIP = new byte[70_000];
    private static final byte[] STILL = {1, 2, 3};

    @TempDir
    private static Path folder;

    private static Peers peers;
    private static Api api;
    private static Web web;
    private static StampAuthority authority;
    private static HttpServer stamping;

    @BeforeAll
    static void start() throws Exception {
        peers = Peers.start();
        Map<String, String> environment = peers.environment();
        environment.put("STREETWARDEN_LOG_ORIGIN", "city.example/log");
        environment.put(
                "STREETWARDEN_LOG_KEYSTORE",
                DemoKey.in(folder.resolve("log.p12"), "only-a-test", "log").toString());
        environment.put("STREETWARDEN_LOG_PASSWORD", "only-a-test");
        authority = StampAuthority.of(StampAuthority.Made.well("SHA256withECDSA"));
        stamping = StampAuthority.listen(request -> authority.answer(StampAuthority.read(request), Instant.now()));
        environment.put("STREETWARDEN_TSA_URL", StampAuthority.address(stamping).toString());
        environment.put(
                "STREETWARDEN_TSA_CERT",
                Files.writeString(folder.resolve("tsa.pem"), authority.rootPem())
                        .toString());
        environment.put(
                "STREETWARDEN_CHECKPOINT_ALLOW",
                "127.0.0.1:" + stamping.getAddress().getPort());
        environment.put("STREETWARDEN_CHECKPOINT_EVERY", "1s");
        environment.put(
                "STREETWARDEN_CHECKPOINT_FOLDER",
                Files.createDirectory(folder.resolve("kept")).toString());
        api = Api.start(ApiSettings.from(environment), Clock.systemUTC());
        web = new Web(api.port());
        Map<String, byte[]> evidence = Records.evidence(CLIP, STILL);
        for (var part : evidence.entrySet()) {
            peers.store(Records.prefix(1) + part.getKey(), Records.mime(part.getKey()), part.getValue());
        }
        for (int i = 1; i <= CASES; i++) {
            peers.put(Records.incident(
                    i, Kind.VENDING, "cam", Records.NOON.plusSeconds(i), i == 1 ? evidence : Map.of()));
        }
        Peers.await("all filed", () -> peers.redis().xlen("streetwarden:records") == 0);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        stamping.stop(0);
        peers.close();
    }

    private static String text(String path) {
        HttpResponse<byte[]> answer = web.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new String(answer.body(), UTF_8);
    }

    private static Checkpoint checkpoint() throws Exception {
        SignedNote note = SignedNote.decode(text("/api/v1/log/checkpoint"));
        assertThat(note.signedBy(NoteKey.parse(text("/api/v1/log/key")))).isTrue();
        return Checkpoint.of(note);
    }

    /** The case of the first incident, the only one with evidence in the store. */
    private static String first() {
        JsonNode cases = web.json("/api/v1/cases?limit=200").get("cases");
        return cases.get(cases.size() - 1).get("caseNo").asText();
    }

    private static List<JsonNode> entries(String caseNo) {
        List<JsonNode> entries = new ArrayList<>();
        web.json("/api/v1/log/entries?limit=1000&case=" + caseNo)
                .get("entries")
                .forEach(each -> entries.add(each.get("entry")));
        return entries;
    }

    @Test
    void provesEveryCase() throws Exception {
        NoteKey key = NoteKey.parse(text("/api/v1/log/key"));
        assertThat(key.name()).isEqualTo("city.example/log");
        for (JsonNode each : web.json("/api/v1/cases?limit=200").get("cases")) {
            String caseNo = each.get("caseNo").asText();
            LogProof proof =
                    LogProof.decode(text("/api/v1/cases/" + caseNo + "/proof").getBytes(UTF_8));
            assertThat(proof.holds() && proof.note().signedBy(key)).as(caseNo).isTrue();
            ManifestEntry entry = ManifestEntry.decode(proof.entry());
            assertThat(entry.caseNo()).isEqualTo(caseNo);
            assertThat(entry.manifestSha256())
                    .isEqualTo(web.json("/api/v1/cases/" + caseNo)
                            .at("/evidence/manifest/sha256")
                            .asText());
        }
        assertThat(web.get("/api/v1/cases/VA-000000-20260101-000000/proof").statusCode())
                .isEqualTo(404);
        assertThat(web.get("/api/v1/cases/" + first() + "/proof?size=100000").statusCode())
                .isEqualTo(400);
    }

    @Test
    void provesThatItOnlyGrew() throws Exception {
        Checkpoint before = checkpoint();
        web.get("/api/v1/cases/" + first() + "/evidence/clip.mp4");
        web.get("/api/v1/cases/" + first() + "/evidence/raised.jpg");
        Checkpoint after = checkpoint();
        assertThat(after.size()).isEqualTo(before.size() + 2);
        List<byte[]> hashes = new ArrayList<>();
        web.json("/api/v1/log/consistency?from=%d&to=%d".formatted(before.size(), after.size()))
                .get("hashes")
                .forEach(hash -> hashes.add(Base64.getDecoder().decode(hash.asText())));
        assertThat(MerkleTree.extendsTo(before.root(), before.size(), after.root(), after.size(), hashes))
                .isTrue();
        LogProof kept = LogProof.decode(text("/api/v1/cases/" + first() + "/proof?size=" + before.size())
                .getBytes(UTF_8));
        assertThat(Checkpoint.of(kept.note()).same(before)).isTrue();
    }

    @Test
    void notesWhoReadsEvidenceBeforeItLeaves() {
        String clip = "/api/v1/cases/" + first() + "/evidence/clip.mp4";
        int before = entries(first()).size();
        assertThat(web.send("HEAD", clip).statusCode()).isEqualTo(200);
        assertThat(web.get(clip, "If-None-Match", '"' + Records.sha256(CLIP) + '"')
                        .statusCode())
                .isEqualTo(304);
        assertThat(entries(first())).hasSize(before);
        assertThat(web.get(clip, "X-Who", "%E7%8E%8B").body()).isEqualTo(CLIP);
        assertThat(web.get(clip.replace("clip.mp4", "manifest.json")).statusCode())
                .isEqualTo(200);
        List<JsonNode> entries = entries(first());
        assertThat(entries).hasSize(before + 2);
        JsonNode view = entries.get(before);
        assertThat(view.get("action").asText()).isEqualTo("VIEW");
        assertThat(view.get("who").asText()).isEqualTo("王");
        assertThat(view.get("address").asText()).isEqualTo("127.0.0.1");
        assertThat(view.get("subject").asText()).isEqualTo("clip.mp4");
        assertThat(entries.get(before + 1).get("subject").asText()).isEqualTo("manifest.json");
    }

    @Test
    void notesVerdictsAndDatasets() {
        web.send(
                "POST",
                "/api/v1/cases/" + first() + "/verdicts",
                "{\"who\":\"wang\",\"confirmed\":true}".getBytes(UTF_8),
                "Content-Type",
                "application/json");
        assertThat(entries(first()))
                .anyMatch(entry -> entry.path("action").asText().equals("VERDICT"));
        long before = web.json("/api/v1/log/entries?limit=1000").get("entries").size();
        web.get("/api/v1/dataset?format=coco", "X-Who", "li");
        JsonNode all = web.json("/api/v1/log/entries?limit=1000").get("entries");
        assertThat(all.size()).isGreaterThan((int) before);
        assertThat(all.toString()).contains("DATASET");
    }

    @Test
    void keepsPositionsWithoutGapsUnderManyReaders() throws Exception {
        long before = checkpoint().size();
        List<CompletableFuture<Integer>> readers = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            readers.add(CompletableFuture.supplyAsync(() ->
                    web.get("/api/v1/cases/" + first() + "/evidence/first.jpg").statusCode()));
        }
        for (CompletableFuture<Integer> reader : readers) {
            assertThat(reader.get()).isEqualTo(200);
        }
        Checkpoint after = checkpoint();
        assertThat(after.size()).isEqualTo(before + 24);
        JsonNode all = web.json("/api/v1/log/entries?limit=1000").get("entries");
        Map<String, byte[]> nodes = new TreeMap<>();
        MerkleTree.Nodes read = (level, index) -> nodes.get(level + "/" + index);
        long size = 0;
        for (JsonNode each : all) {
            assertThat(each.get("position").asLong()).isEqualTo(size);
            byte[] body = CanonicalJson.of(each.get("entry").toString().getBytes(UTF_8));
            MerkleTree.append(read, size++, MerkleTree.leafHash(body))
                    .forEach(node -> nodes.put(node.level() + "/" + node.index(), node.hash()));
        }
        assertThat(MerkleTree.root(read, after.size())).isEqualTo(after.root());
    }

    @Test
    void refusesEveryChange() {
        for (String change : List.of(
                "UPDATE log_entries SET who = 'nobody' WHERE type = 'audit'",
                "DELETE FROM log_entries",
                "TRUNCATE log_entries",
                "UPDATE log_nodes SET position = position + 1",
                "DELETE FROM log_nodes WHERE level = 0",
                "TRUNCATE log_nodes")) {
            assertThatThrownBy(() -> peers.sql(change))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("only grows");
        }
    }

    @Test
    void stampsAndShowsItsCheckpointsElsewhere() throws Exception {
        String path = "/api/v1/cases/" + first() + "/time-stamp";
        Peers.await("stamped", () -> web.json(path).get("stamped").asBoolean());
        JsonNode stamp = web.json(path);
        TimeStampToken token = TimeStampToken.decode(
                Base64.getDecoder().decode(stamp.get("token").asText()));
        assertThat(TimeStampAuthorities.parse(authority.rootPem().getBytes(UTF_8))
                        .vouch(token))
                .isEqualTo(stamp.get("authority").asText());
        LogProof proof = LogProof.decode(
                Records.unpacked(web.get("/api/v1/cases/" + first() + "/export", "X-Who", "li", "X-Why", "court")
                                .body())
                        .get("case.tlog-proof"));
        assertThat(token.covers(HashAlgorithm.SHA_256
                        .digest()
                        .digest(proof.note().text().getBytes(UTF_8))))
                .isTrue();
        Path kept = folder.resolve("kept")
                .resolve("%012d.checkpoint".formatted(stamp.get("logSize").asLong()));
        Peers.await("shown elsewhere", () -> Files.exists(kept));
        assertThat(Checkpoint.of(SignedNote.decode(Files.readString(kept))).same(Checkpoint.of(proof.note())))
                .isTrue();
    }

    @Test
    void givesTheTilesThatItsRootIsMadeOf() throws Exception {
        Checkpoint now = checkpoint();
        String width = now.size() % 256 + "";
        byte[] leaves = web.get("/api/v1/log/tile/0/000.p/" + width).body();
        byte[] bundle = web.get("/api/v1/log/tile/entries/000.p/" + width).body();
        Map<String, byte[]> nodes = new TreeMap<>();
        MerkleTree.Nodes read = (level, index) -> nodes.get(level + "/" + index);
        ByteBuffer entries = ByteBuffer.wrap(bundle);
        for (int i = 0; i < now.size(); i++) {
            byte[] entry = new byte[entries.getShort() & 0xffff];
            entries.get(entry);
            byte[] leaf = Arrays.copyOfRange(leaves, 32 * i, 32 * i + 32);
            assertThat(leaf).isEqualTo(MerkleTree.leafHash(entry));
            MerkleTree.append(read, i, leaf).forEach(node -> nodes.put(node.level() + "/" + node.index(), node.hash()));
        }
        assertThat(entries.hasRemaining()).isFalse();
        assertThat(MerkleTree.root(read, now.size())).isEqualTo(now.root());
        for (String none :
                List.of("0/000", "0/x000/000", "0/001.p/1", "1/000", "9/000", "0/0", "0/000.p/256", "entries/000")) {
            assertThat(web.get("/api/v1/log/tile/" + none).statusCode())
                    .as(none)
                    .isEqualTo(404);
        }
    }

    @Test
    void exportsACaseWithItsProofs() throws Exception {
        String path = "/api/v1/cases/" + first() + "/export";
        assertThat(web.get(path).statusCode()).isEqualTo(400);
        HttpResponse<byte[]> answer = web.get(path, "X-Who", "li", "X-Why", "court");
        assertThat(answer.statusCode()).isEqualTo(200);
        Map<String, byte[]> files = Records.unpacked(answer.body());
        assertThat(files.keySet()).contains("manifest.json", "clip.mp4", "case.tlog-proof", "dossier.pdf");
        assertThat(files.get("clip.mp4")).isEqualTo(CLIP);
        LogProof proof = LogProof.decode(files.get("case.tlog-proof"));
        assertThat(proof.holds()).isTrue();
        assertThat(ManifestEntry.decode(proof.entry()).manifestSha256())
                .isEqualTo(Records.sha256(files.get("manifest.json")));
        try (PDDocument dossier = Loader.loadPDF(files.get("dossier.pdf"))) {
            assertThat(new PDFTextStripper().getText(dossier))
                    .contains("案卷", first(), "东门路口", "city.example/log", "未签名", "无法读取", "evidence verify");
        }
        JsonNode act = entries(first()).getLast();
        assertThat(act.get("action").asText()).isEqualTo("EXPORT");
        assertThat(act.get("subject").asText()).isEqualTo("court");
    }

    @Test
    void exportsByTheCommandLine() throws Exception {
        StringWriter said = new StringWriter();
        String[] arguments = {
            "export", first(), "--out", folder.resolve("out").toString(), "--why", "archive", "--api", web.base()
        };
        int status = EvidenceMain.line()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(arguments);
        assertThat(status).as(said.toString()).isZero();
        Path file = folder.resolve("out").resolve(first() + ".zip");
        assertThat(Records.unpacked(Files.readAllBytes(file))).containsKey("case.tlog-proof");
        arguments[1] = "VA-000000-20260101-000000";
        assertThat(EvidenceMain.line().setErr(new PrintWriter(said, true)).execute(arguments))
                .isEqualTo(1);
        assertThat(said.toString()).contains("There is no case");
    }
}
