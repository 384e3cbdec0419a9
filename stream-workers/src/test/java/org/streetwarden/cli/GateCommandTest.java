package org.streetwarden.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.source.NoNativeLeaks;

/** One rendered clip decides about candidates made from the shipped model. */
@ExtendWith(NoNativeLeaks.class)
class GateCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int gate(Path candidate, Object... more) {
        List<String> words = new ArrayList<>(List.of(
                "model",
                "gate",
                candidate.toString(),
                "--out",
                folder.resolve("out").toString()));
        for (Object each : more) {
            words.add(each.toString());
        }
        return Main.line()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }

    /** The clip with a stall, looked at every two seconds. */
    private Path golden() throws IOException {
        Path golden = Files.createDirectories(folder.resolve("golden"));
        Path clip = Scenes.clip("vending");
        Files.writeString(
                golden.resolve("golden.yaml"), """
                name: one-stall
                interval: 2s
                rules:
                  vending: { notice-after: 4s, raise-after: 8s, presence-share: 0.6, grace: 4s, blind-carry: 6s }
                limits: { latency-ratio: 100, latency-ms: 60000 }
                clips:
                  - { video: %s, truth: %s }
                """.formatted(clip, clip.resolveSibling("vending.truth.json")));
        return golden;
    }

    /** The shipped model without its variant, with every threshold replaced. */
    private Path candidate(String threshold) throws IOException {
        return candidate("\"threshold\": [0-9.]+", "\"threshold\": " + threshold);
    }

    private Path candidate(String from, String to) throws IOException {
        Path candidate = Files.createDirectories(folder.resolve("candidate"));
        Files.copy(Scenes.model().resolve("model.onnx"), candidate.resolve("model.onnx"));
        Files.copy(Scenes.model().resolve("card.md"), candidate.resolve("card.md"));
        Files.writeString(candidate.resolve("manifest.json"), Scenes.manifest().replaceAll(from, to));
        return candidate;
    }

    private JsonNode report() throws IOException {
        return JSON.readTree(folder.resolve("out/gate.json").toFile());
    }

    private List<String> refusals() throws IOException {
        return StreamSupport.stream(report().path("checks").spliterator(), false)
                .filter(check -> !check.path("passed").asBoolean())
                .map(check -> check.path("name").asText())
                .toList();
    }

    @Test
    void passesAModelAgainstItselfAndSaysTheSameTwice() throws Exception {
        assertThat(gate(Scenes.model(), "--against", Scenes.model(), "--golden", golden()))
                .as(() -> out + "" + err)
                .isZero();
        JsonNode first = report();
        assertThat(gate(Scenes.model(), "--against", Scenes.model(), "--golden", golden()))
                .isZero();

        assertThat(first.path("passed").asBoolean()).isTrue();
        assertThat(first.path("schema").asInt()).isEqualTo(1);
        assertThat(first.path("candidate")).isEqualTo(first.path("baseline"));
        assertThat(first.path("candidate").path("sha256").asText()).hasSize(64);
        assertThat(first.path("golden").path("name").asText()).isEqualTo("one-stall");
        assertThat(withoutTimes(report())).isEqualTo(withoutTimes(first));
        assertThat(withoutTimes(first)).anyMatch(line -> line.contains("missed incidents vending"));
    }

    private static List<String> withoutTimes(JsonNode report) {
        return StreamSupport.stream(report.path("checks").spliterator(), false)
                .map(JsonNode::toString)
                .filter(line -> !line.contains("latency"))
                .toList();
    }

    @Test
    void refusesAModelThatFindsLess() throws Exception {
        assertThat(gate(candidate("0.999"), "--against", Scenes.model(), "--golden", golden()))
                .isEqualTo(GateCommand.REFUSED);

        assertThat(refusals()).contains("recall person", "recall stall", "missed incidents vending");
        assertThat(out.toString()).contains("refused  recall stall: found ", "refused street-nano");
        assertThat(Files.readString(folder.resolve("out/gate.html")))
                .contains("拒绝 refused", "漏检", "the other found it", "data:image/jpeg;base64,", "not raised: vending")
                .doesNotContain("<script");
    }

    @Test
    void refusesAModelOneOfWhoseVariantsFindsLess() throws Exception {
        Path candidate = candidate(
                "\"input\"", """
                "variants": {"int8": {"file": "small.onnx", "sha256": "%s", "thresholds": {"stall": 0.999}}}, "input"\
                """.formatted(ModelPackage.sha256(Scenes.model().resolve("model.onnx"))));
        Files.copy(Scenes.model().resolve("model.onnx"), candidate.resolve("small.onnx"));
        assertThat(gate(candidate, "--against", Scenes.model(), "--golden", golden()))
                .isEqualTo(GateCommand.REFUSED);

        assertThat(refusals()).containsExactlyInAnyOrder("recall stall as int8", "missed incidents vending as int8");
    }

    @Test
    void refusesAModelThatSeesThingsEverywhere() throws Exception {
        assertThat(gate(candidate("0.02"), "--against", Scenes.model(), "--golden", golden()))
                .isEqualTo(GateCommand.REFUSED);

        assertThat(refusals()).contains("false boxes person", "false boxes vehicle");
        assertThat(Files.readString(folder.resolve("out/gate.html"))).contains("误检", "the other draws none");
    }

    @Test
    void missesWhatTheVerifierTakesBackAndNamesIt() throws Exception {
        assertThat(gate(Scenes.model(), "--golden", golden(), "--verifier", Scenes.verifier("0.6", folder)))
                .isEqualTo(GateCommand.REFUSED);

        assertThat(refusals()).contains("missed incidents vending");
        assertThat(report().path("verifier").path("name").asText()).isEqualTo("crop-colours");
        assertThat(report().path("verifier").path("sha256").asText()).hasSize(64);
        assertThat(gate(Scenes.model(), "--golden", golden(), "--verifier", folder))
                .isEqualTo(GateCommand.UNUSABLE);
    }

    @Test
    void refusesAModelThatIsBrokenOrAnswersNonsense() throws Exception {
        Path candidate = candidate("\"std\": \\[\\s*1", "\"std\": [ 1e-38");
        assertThat(gate(candidate, "--golden", golden())).isEqualTo(GateCommand.REFUSED);
        assertThat(refusals()).containsAnyOf("opens", "runs").hasSize(1);

        Files.writeString(candidate.resolve("model.onnx"), "no model");
        assertThat(gate(candidate, "--golden", golden())).isEqualTo(GateCommand.REFUSED);
        assertThat(refusals()).containsExactly("opens");
        assertThat(report().path("checks").get(0).path("why").asText()).contains("expected SHA-256");
    }

    @Test
    void tellsWrongUseFromRefusal() throws Exception {
        Path golden = golden();
        assertThat(gate(Scenes.model(), "--golden", folder.resolve("none"))).isEqualTo(GateCommand.UNUSABLE);
        assertThat(gate(Scenes.model(), "--against", folder, "--golden", golden))
                .isEqualTo(GateCommand.UNUSABLE);
        assertThat(gate(Scenes.model(), "--golden", golden, "--threads", "0")).isEqualTo(GateCommand.UNUSABLE);
        assertThat(err.toString()).contains("golden.yaml: expected", "the model compared against: ");
    }
}
