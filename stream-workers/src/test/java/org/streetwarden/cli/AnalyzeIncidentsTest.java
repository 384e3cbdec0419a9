package org.streetwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.evidence.EvidenceVerifier;
import org.streetwarden.evidence.EvidenceVerifier.Report;
import org.streetwarden.source.NoNativeLeaks;

/** The whole road over rendered streets: incidents, their evidence, and none where there is none. */
@ExtendWith(NoNativeLeaks.class)
class AnalyzeIncidentsTest {

    @TempDir
    Path folder;

    @Test
    void raisesTheStallOnceAndSaysTheSameTwice() throws Exception {
        Path zones = Scenes.zones("vending", folder);
        Path out = folder.resolve("evidence");

        Console first = analyze("vending", zones, "--out", out, "--detections");
        Console second = analyze("vending", zones, "--detections");

        assertThat(second.out()).isEqualTo(first.out());
        JsonNode incidents = incidents(first);
        assertThat(incidents).hasSize(1);
        JsonNode stall = incidents.get(0);
        assertThat(stall.path("kind").asText()).isEqualTo("vending");
        assertThat(stall.path("zone").asText()).isEqualTo("no-vending");
        assertThat(stall.path("label").asText()).isEqualTo("stall");
        long firstUs = stall.path("firstUs").asLong();
        assertThat(firstUs).as("the stall comes at 7 s").isBetween(3_000_000L, 14_000_000L);
        assertThat(stall.path("raisedUs").asLong() - firstUs).isGreaterThanOrEqualTo(8_000_000);
        assertWhole(out, stall.path("id").asText());
    }

    @Test
    void raisesNothingOnAQuietStreet() throws Exception {
        Console console = analyze("quiet", Scenes.zones("quiet", folder));

        assertThat(incidents(console)).isEmpty();
        JsonNode seen = new ObjectMapper().readTree(console.out()).path("seen");
        assertThat(seen.has("person")).as("people pass: %s", seen).isTrue();
    }

    @Test
    void takesBackWhatTheVerifierRefusesAndFilesNothing() throws Exception {
        Path zones = Scenes.zones("vending", folder);
        Path verifier = Scenes.verifier("0.6", folder);
        Path out = folder.resolve("evidence");

        Console filing = analyze("vending", zones, "--interval-ms", "2000", "--verifier", verifier, "--out", out);
        Console looking = analyze("vending", zones, "--interval-ms", "2000", "--verifier", verifier);

        assertThat(looking.out()).isEqualTo(filing.out());
        assertThat(incidents(filing)).isEmpty();
        JsonNode refused = new ObjectMapper().readTree(filing.out()).path("refused");
        assertThat(refused)
                .as("its place is left alone for longer than the clip")
                .hasSize(1);
        assertThat(refused.get(0).path("incident").path("label").asText()).isEqualTo("stall");
        assertThat(refused.get(0).path("score").asDouble()).isLessThan(0.6);
        try (Stream<Path> files = Files.walk(out)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void saysInTheEvidenceWhatTheVerifierCallsReal() throws Exception {
        Path out = folder.resolve("evidence");

        Console console = analyze(
                "vending",
                Scenes.zones("vending", folder),
                "--interval-ms",
                "2000",
                "--verifier",
                Scenes.verifier("0.001", folder),
                "--out",
                out);

        assertThat(incidents(console)).hasSize(1);
        assertThat(new ObjectMapper().readTree(console.out()).path("refused")).isEmpty();
        assertThat(Files.readString(manifest(out))).contains("crop-colours", "\"real\"");
    }

    @Test
    void tellsPeopleWhatItFound() throws Exception {
        Console console = Console.analyze(
                Scenes.clip("vending"), "--interval-ms", "2000", "--zones", Scenes.zones("vending", folder));

        assertThat(console.code()).isZero();
        assertThat(console.out())
                .startsWith("vending.mp4: h264, 20 pictures judged")
                .contains("stall", "(vending)");
    }

    private static Console analyze(String clip, Path zones, Object... more) {
        Object[] words = Stream.concat(
                        Stream.<Object>of(Scenes.clip(clip), "--zones", zones, "--json"), Stream.of(more))
                .toArray();
        Console console = Console.analyze(words);
        assertThat(console.err()).isEmpty();
        assertThat(console.code()).isZero();
        return console;
    }

    private static JsonNode incidents(Console console) throws Exception {
        return new ObjectMapper().readTree(console.out()).path("incidents");
    }

    /** Of the only pack. */
    private static Path manifest(Path out) throws Exception {
        List<Path> manifests;
        try (Stream<Path> files = Files.walk(out)) {
            manifests = files.filter(file -> file.endsWith("manifest.json")).toList();
        }
        assertThat(manifests).hasSize(1);
        return manifests.getFirst();
    }

    private static void assertWhole(Path out, String incidentId) throws Exception {
        Path pack = manifest(out).getParent();
        assertThat(pack.getParent().getFileName()).hasToString(incidentId);
        Report report = EvidenceVerifier.verify(pack);
        assertThat(report.findings()).hasSize(8).allMatch(EvidenceVerifier.Finding::sound);
        assertThat(report.incidentId()).isEqualTo(incidentId);
    }
}
