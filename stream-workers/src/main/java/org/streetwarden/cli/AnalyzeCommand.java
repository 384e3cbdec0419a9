package org.streetwarden.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.streetwarden.cli.Analysis.Found;
import org.streetwarden.config.ConfigFile;
import org.streetwarden.config.ConfigFile.ZoneFile;
import org.streetwarden.config.ConfigProblems;
import org.streetwarden.decode.Decoder;
import org.streetwarden.decode.SampledDecoder;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.Verifier;
import org.streetwarden.evidence.Footage;
import org.streetwarden.incident.CameraJudge;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.models.pixels.LumaShrinker;
import org.streetwarden.pipeline.CameraDesk;
import org.streetwarden.pipeline.CameraPipeline;
import org.streetwarden.pipeline.Desks;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.SourceSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden analyze}: the road of a camera over a file, on one thread. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description =
                "Runs the same road over a video file: what is seen, which incidents are raised, and their evidence. "
                        + "Deterministic: two runs give the same JSON, byte for byte.",
        footer = {"", "Exit codes: 0 analysed, 1 the video, model or zones cannot be used, 2 wrong usage."})
final class AnalyzeCommand implements Callable<Integer> {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();
    private static final String CAMERA = "file";
    private static final int RING_BYTES = 64 << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "VIDEO", description = "Any file FFmpeg's demuxers read: MP4, AVI, MKV, TS …")
    private Path video;

    @Option(
            names = "--zones",
            paramLabel = "FILE",
            description =
                    "YAML with zones: and rules: as in worker.yaml; default: the whole picture for every kind but green-parking.")
    private Path zoneFile;

    @Option(names = "--model", paramLabel = "DIR", description = "Model package; default: the shipped one.")
    private Path model;

    @Option(names = "--engine", defaultValue = "onnxruntime", description = "onnxruntime (default) or djl.")
    private String engine;

    @Option(
            names = "--interval-ms",
            defaultValue = "1000",
            description = "Media time between two looks; default: ${DEFAULT-VALUE}.")
    private int intervalMs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Writes each incident's evidence pack below this folder.")
    private Path out;

    @Mixin
    private VerifierOption verifierOption;

    @Option(names = "--json", description = "Prints the analysis as JSON.")
    private boolean json;

    @Option(names = "--detections", description = "With --json: lists every look's detections too.")
    private boolean detections;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (intervalMs < 1 || intervalMs > 60_000) {
            err.println("analyze: --interval-ms: expected 1 to 60000, found " + intervalMs);
            return ExitCode.USAGE;
        }
        if (!engine.equals("onnxruntime") && !engine.equals("djl")) {
            err.println("analyze: --engine: expected onnxruntime or djl, found " + engine);
            return ExitCode.USAGE;
        }
        try {
            print(analyse());
            return ExitCode.OK;
        } catch (ConfigProblems problems) {
            problems.problems().forEach(err::println);
        } catch (StreamFailure | DetectorFailure | IOException | IllegalArgumentException failure) {
            err.println("analyze: " + failure.getMessage());
        }
        return ExitCode.SOFTWARE;
    }

    private Analysis analyse()
            throws StreamFailure, DetectorFailure, ConfigProblems, IOException, InterruptedException {
        ZoneFile zones = zoneFile == null ? ZoneFile.wholePicture() : new ConfigFile(zoneFile, System::getenv).zones();
        CameraUrl url = CameraUrl.of(video);
        SourceSettings settings = SourceSettings.DEFAULT.withFileStart(0, Instant.EPOCH);
        try (FfmpegSource source = FfmpegSource.open(url, settings)) {
            try (LoadedModel looking = LoadedModel.open(packageFolder(), engine, 1, "");
                    Verifier verifier = verifierOption.open()) {
                Docket docket = new Docket(verifier);
                try (EvidenceFolder evidence = out == null ? null : EvidenceFolder.open(out, docket.secondLook())) {
                    return run(source, looking, zones, docket, evidence);
                }
            }
        }
    }

    private Path packageFolder() {
        String root = System.getProperty("streetwarden.root", ".");
        return model == null ? Path.of(root, "models", "zoo", "street-nano-0.4") : model;
    }

    private Analysis run(
            FfmpegSource source, LoadedModel looking, ZoneFile zones, Docket docket, EvidenceFolder evidence)
            throws StreamFailure, DetectorFailure, IOException, InterruptedException {
        CameraJudge judge = Desks.judge(CAMERA, zones.zones(), zones.rules(), zones.scene());
        String name = String.valueOf(video.getFileName());
        CameraDesk desk = evidence == null ? docket.desk(name, judge) : docket.desk(name, judge, evidence::raise);
        GopRing ring = new GopRing(source.info(), RING_BYTES);
        desk.watch(ring, Footage.of(ring, () -> false));
        LumaShrinker shrinker = zones.scene() == null ? null : new LumaShrinker();
        ProgressBar bar = new ProgressBar(terminal(), source.durationUs(), System.nanoTime());
        Analyst analyst = new Analyst(looking, desk, shrinker, docket, detections, mediaUs -> {
            bar.at(mediaUs, System.nanoTime());
            if (evidence != null) {
                evidence.cutDue();
            }
        });
        Sampler sampler = Sampler.thorough(Duration.ofMillis(intervalMs), Duration.ofMillis(intervalMs));
        try (SampledDecoder decoder = new SampledDecoder(sampler, new Decoder(source.info()))) {
            new CameraPipeline(source, ring, decoder, analyst::look).run();
        } finally {
            bar.done();
            if (shrinker != null) {
                shrinker.close();
            }
        }
        if (evidence != null) {
            evidence.finish();
        }
        return analyst.result(video, source.info().codec());
    }

    /** Where progress is drawn: standard error, if the launcher found that a person looks at it. */
    private PrintWriter terminal() {
        return "1".equals(System.getenv("STREETWARDEN_TERMINAL"))
                ? spec.commandLine().getErr()
                : null;
    }

    private void print(Analysis analysis) throws JsonProcessingException {
        PrintWriter to = spec.commandLine().getOut();
        if (json) {
            to.println(JSON.writeValueAsString(analysis));
            return;
        }
        to.printf("%s: %s, %d pictures judged%n", analysis.video(), analysis.codec(), analysis.looks());
        analysis.seen()
                .forEach((label, seen) -> to.printf(
                        "  %-14s in %d pictures, at most %d at once%n", label, seen.inLooks(), seen.mostAtOnce()));
        for (Found found : analysis.incidents()) {
            to.printf("  incident %s (%s): %s%n", found.id(), found.kind(), found.why());
        }
        if (analysis.refused() != null) {
            analysis.refused()
                    .forEach(refused -> to.printf(
                            "  refused by the verifier, which gives it %.2f: %s%n",
                            refused.score(), refused.incident().why()));
        }
        if (analysis.incidents().isEmpty()) {
            to.println("  no incident");
        } else if (out != null) {
            to.println("  evidence below " + out);
        }
    }
}
