package org.streetwarden.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.evidence.EvidencePack.Asked;
import org.streetwarden.evidence.EvidenceVerifier.Finding;
import org.streetwarden.evidence.EvidenceVerifier.Report;
import org.streetwarden.filing.Digests;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.media.Clip;
import org.streetwarden.media.GopRing;

class EvidenceVerifierTest {

    @TempDir
    Path folder;

    private EvidencePack pack;

    @BeforeEach
    void write() throws Exception {
        Clip video = SyntheticVideo.h264(0, 12 * 25 + 1);
        GopRing ring = SampleRaise.ring(video, video.packets().size());
        Raise raise = SampleRaise.of(SampleRaise.ID, ring, Footage.of(ring, () -> true));
        pack = EvidencePack.write(
                folder,
                raise,
                null,
                new Stills(new FilingCounters()).of(raise),
                Optional.of(ClipFile.of(video)),
                new Asked(2_000_000, 22_000_000));
    }

    @Test
    void takesAWholePack() throws Exception {
        Report report = EvidenceVerifier.verify(folder);
        assertThat(report.sound()).isTrue();
        assertThat(report.incidentId()).isEqualTo(SampleRaise.ID);
        assertThat(report.manifestSha256()).isEqualTo(pack.manifestSha256());
        assertThat(report.findings()).hasSize(8).allMatch(Finding::sound);
    }

    @Test
    void rejectsEveryFlippedBitOfTheManifest() {
        rejectsEveryFlippedBit(pack.manifest().encode());
        rejectsEveryFlippedBit(old(pack.manifest()).encode());
    }

    private static void rejectsEveryFlippedBit(byte[] bytes) {
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(refused(flipped)).as("bit %d", bit).isTrue();
        }
    }

    @Test
    void rejectsFlippedBitsOfEveryPart() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 400; round++) {
            String name = pack.parts().get(round % pack.parts().size()).name();
            Path file = folder.resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            byte[] flipped = bytes.clone();
            int bit = random.nextInt(bytes.length * 8);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            assertThat(faults()).as("%s bit %d", name, bit).containsExactly(name);
            Files.write(file, bytes);
        }
        assertThat(faults()).isEmpty();
    }

    @Test
    void rejectsATruncatedPart() throws Exception {
        Path clip = folder.resolve("clip.mp4");
        byte[] bytes = Files.readAllBytes(clip);
        Files.write(clip, Arrays.copyOf(bytes, bytes.length - 1));
        assertThat(faults()).containsExactly("clip.mp4");
    }

    @Test
    void rejectsAMissingPart() throws Exception {
        Files.delete(folder.resolve("first.jpg"));
        assertThat(faults()).containsExactly("first.jpg");
    }

    @Test
    void rejectsAnExtraFileOrFolder() throws Exception {
        Files.writeString(folder.resolve("extra.jpg"), "x");
        Files.createDirectory(folder.resolve("more"));
        assertThat(faults()).containsExactly("extra.jpg", "more");
    }

    @Test
    void rejectsARenamedPart() throws Exception {
        Files.move(folder.resolve("first.jpg"), folder.resolve("first.jpeg"));
        assertThat(faults()).containsExactly("first.jpg", "first.jpeg");
    }

    @Test
    void rejectsALinkInPlaceOfAPart() throws Exception {
        Path elsewhere = Files.move(folder.resolve("first.jpg"), folder.resolveSibling("elsewhere-first.jpg"));
        Files.createSymbolicLink(folder.resolve("first.jpg"), elsewhere);
        assertThat(faults()).containsExactly("first.jpg");
        Files.delete(elsewhere);
    }

    @Test
    void readsNothingOutsideTheFolder() {
        for (String name : List.of("../secret", "/etc/passwd", "a/b.jpg", ".hidden", "..", "", "manifest.json")) {
            assertThat(refused(sealed(body().replaceFirst("clip\\.mp4", name))))
                    .as(name)
                    .isTrue();
        }
    }

    @Test
    void acceptsAPackFromBeforeItSaidHowWellItWasWatched() {
        assertThat(refused(sealed(body().replaceFirst("\"watch\":\\{[^}]*\\},", ""))))
                .isFalse();
    }

    @Test
    void rejectsAPackThatMissesWhatItHas() {
        assertThat(pack.manifest().watch().missing()).isEmpty();
        assertThat(refused(sealed(body()))).isFalse();
        assertThat(refused(sealed(body().replace("\"missing\":[]", "\"missing\":[\"first\"]"))))
                .isTrue();
    }

    @Test
    void takesAPackOfTheFirstSchema() throws Exception {
        Files.write(folder.resolve("manifest.json"), old(pack.manifest()).encode());
        Report report = EvidenceVerifier.verify(folder);
        assertThat(report.sound()).isTrue();
        assertThat(report.findings().getFirst().finding()).contains("schema 1");
    }

    /** The same in the form of older packs. */
    private static EvidenceManifest old(EvidenceManifest now) {
        return new EvidenceManifest(
                1,
                now.incidentId(),
                now.kind(),
                now.cameraId(),
                now.cameraName(),
                now.zoneId(),
                now.label(),
                now.model(),
                now.rule(),
                now.zone(),
                now.why(),
                now.basis(),
                now.placer(),
                now.verifier(),
                now.times(),
                now.dwell(),
                now.watch(),
                now.clip(),
                now.maskedClip(),
                now.seen(),
                null,
                null,
                now.parts().stream()
                        .map(part -> new EvidenceManifest.Part(
                                part.name(),
                                part.mime(),
                                part.bytes(),
                                part.sha256(),
                                null,
                                part.parent(),
                                part.at(),
                                part.ptsUs()))
                        .toList());
    }

    /** The pack's manifest in the first schema, without its last member. */
    private String body() {
        String text = new String(old(pack.manifest()).encode(), StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf(",\"digest\"")) + "}";
    }

    private static byte[] sealed(String body) {
        String digest = Digests.sha256(body.getBytes(StandardCharsets.UTF_8));
        return (body.substring(0, body.length() - 1) + ",\"digest\":\"" + digest + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void rejectsOtherThingsThanManifests() throws Exception {
        for (String text :
                List.of("", "null", "[]", "{}", "{\"schema\":1}", "{\"digest\":\"" + "0".repeat(64) + "\"}")) {
            assertThat(refused(text.getBytes(StandardCharsets.UTF_8))).as(text).isTrue();
        }
        Files.write(folder.resolve("manifest.json"), new byte[EvidenceManifest.MAX_BYTES + 1]);
        assertThat(faults()).containsExactly("manifest.json");
        Files.delete(folder.resolve("manifest.json"));
        assertThat(EvidenceVerifier.verify(folder).findings())
                .containsExactly(new Finding("manifest.json", false, "expected a file, found none"));
    }

    private static boolean refused(byte[] manifest) {
        try {
            EvidenceManifest.decode(manifest);
            return false;
        } catch (MalformedManifest refused) {
            return true;
        }
    }

    private List<String> faults() throws IOException {
        return EvidenceVerifier.verify(folder).findings().stream()
                .filter(finding -> !finding.sound())
                .map(Finding::name)
                .toList();
    }
}
