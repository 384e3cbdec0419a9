package org.streetwarden.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.evidence.EvidencePack.Asked;
import org.streetwarden.media.Clip;
import org.streetwarden.media.GopRing;
import picocli.CommandLine;

class VerifyCommandTest {

    @TempDir
    Path folder;

    @TempDir
    Path outside;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private EvidencePack pack;

    @BeforeEach
    void write() throws Exception {
        Clip video = SyntheticVideo.h264(0, 30);
        GopRing ring = SampleRaise.ring(video, 30);
        Raise raise = SampleRaise.of(SampleRaise.ID, ring, Footage.of(ring, () -> true));
        pack = EvidencePack.write(
                folder, raise, null, List.of(), Optional.of(ClipFile.of(video)), new Asked(0, 1_200_000));
    }

    @Test
    void saysWholeAndExits0() {
        assertThat(run("verify", folder.toString())).isZero();
        assertThat(out.toString())
                .contains("ok    clip.mp4: matches its digest", "whole (manifest SHA-256 " + pack.manifestSha256());
    }

    @Test
    void namesTheFaultAndExits1() throws Exception {
        Files.delete(folder.resolve("clip.mp4"));
        assertThat(run("verify", folder.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("FAULT clip.mp4: expected a file, found none", "not whole");
    }

    @Test
    void printsOneJsonObject() throws Exception {
        assertThat(run("verify", "--json", folder.toString())).isZero();
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.get("sound").booleanValue()).isTrue();
        assertThat(json.get("parts")).hasSize(2);
        assertThat(json.get("incidentId").textValue()).isEqualTo(SampleRaise.ID);
    }

    @Test
    void saysEachOfSeveralAndEndsWithTheWorst() throws Exception {
        Path broken = Files.createDirectory(outside.resolve("broken"));
        Files.copy(folder.resolve("manifest.json"), broken.resolve("manifest.json"));
        String none = outside.resolve("none").toString();
        assertThat(run("verify", folder.toString(), folder.toString())).isZero();
        assertThat(out.toString()).endsWith("2 packs: 2 whole, 0 not whole, 0 unreadable%n".formatted());
        assertThat(run("verify", folder.toString(), broken.toString())).isEqualTo(1);
        out.getBuffer().setLength(0);
        assertThat(run("verify", none, folder.toString(), broken.toString())).isEqualTo(2);
        assertThat(out.toString().lines())
                .containsSubsequence(
                        none,
                        "FAULT PACK: expected a folder or a ZIP file, found none at " + none,
                        folder.toString(),
                        "ok    clip.mp4: matches its digest",
                        broken.toString(),
                        "FAULT clip.mp4: expected a file, found none",
                        "3 packs: 1 whole, 1 not whole, 1 unreadable");
        assertThat(run("verify", folder.toString(), broken.toString(), "--manifest-sha256", pack.manifestSha256()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--manifest-sha256: expected one PACK, found 2");
    }

    @Test
    void printsAnArrayOfSeveral() throws Exception {
        String none = outside.resolve("none").toString();
        assertThat(run("verify", "--json", folder.toString(), none)).isEqualTo(2);
        JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.isArray()).isTrue();
        assertThat(json.at("/0/sound").booleanValue()).isTrue();
        assertThat(json.at("/1/pack").textValue()).isEqualTo(none);
        assertThat(json.at("/1/sound").booleanValue()).isFalse();
        assertThat(json.at("/1/problem").textValue()).contains("found none at " + none);
    }

    @Test
    void comparesWithTheManifestDigestOfTheCase() {
        assertThat(run("verify", folder.toString(), "--manifest-sha256", pack.manifestSha256()))
                .isZero();
        assertThat(run("verify", folder.toString(), "--manifest-sha256", "00".repeat(32)))
                .isEqualTo(1);
        assertThat(out.toString()).contains("FAULT manifest.json: expected SHA-256 0000");
    }

    @Test
    void exits2OnWrongUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("verify")).isEqualTo(2);
        assertThat(run("verify", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("PACK: expected a folder or a ZIP file, found none at");
        assertThat(run("verify", folder.toString(), "--manifest-sha256", "short"))
                .isEqualTo(2);
    }

    @Test
    void takesAZipFileAndRefusesWhatIsNone() throws Exception {
        Path zip = outside.resolve("pack.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : List.of("manifest.json", "clip.mp4")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(Files.readAllBytes(folder.resolve(name)));
            }
        }
        assertThat(run("verify", zip.toString())).isZero();
        assertThat(out.toString()).contains("proven     every part is byte for byte", "NOT PROVEN who made it");
        Files.writeString(zip, "no ZIP file");
        assertThat(run("verify", zip.toString())).isEqualTo(2);
    }

    @Test
    void believesOnlyTheGivenKey() throws Exception {
        SigningKeys keys = SigningKeys.named("CN=worker-1");
        Clip video = SyntheticVideo.h264(0, 30);
        GopRing ring = SampleRaise.ring(video, 30);
        Raise raise = SampleRaise.of(SampleRaise.ID, ring, Footage.of(ring, () -> true));
        EvidencePack.write(folder, raise, null, List.of(), Optional.empty(), new Asked(0, 1_200_000), keys.key());
        Files.delete(folder.resolve("clip.mp4"));
        Path pem = Files.writeString(outside.resolve("known.pem"), keys.certificate());
        Path other = Files.writeString(
                outside.resolve("other.pem"), SigningKeys.named("CN=worker-1").certificate());
        assertThat(run("verify", folder.toString())).isZero();
        assertThat(out.toString()).contains("NOT PROVEN whose key that is");
        assertThat(run("verify", folder.toString(), "--trust", pem.toString())).isZero();
        assertThat(out.toString()).contains("proven     whose key that is");
        assertThat(run("verify", folder.toString(), "--key", other.toString())).isEqualTo(1);
        assertThat(run("verify", folder.toString(), "--log-key", pem.toString()))
                .isEqualTo(2);
        assertThat(run("verify", folder.toString(), "--tsa-cert", pem.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("NOT PROVEN by when it was there", "it is not time-stamped");
        assertThat(run("verify", folder.toString(), "--growth", pem.toString())).isEqualTo(2);
        assertThat(run(
                        "verify",
                        folder.toString(),
                        "--trust",
                        outside.resolve("none").toString()))
                .isEqualTo(2);
    }

    @Test
    void hasHelpEverywhere() {
        assertThat(run("--help")).isZero();
        assertThat(run("verify", "--help")).isZero();
        assertThat(out.toString()).contains("--json", "Exit codes:", "the pack is whole");
    }

    private int run(String... arguments) {
        return new CommandLine(new EvidenceCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
