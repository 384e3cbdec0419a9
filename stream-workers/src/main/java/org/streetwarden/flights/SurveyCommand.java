package org.streetwarden.flights;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.streetwarden.config.FlightsConfig;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.AircraftCamera;
import org.streetwarden.flight.GroundLook;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.rollout.LoadedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code streetwarden flights survey}: the road of a flight over local files. */
@Command(
        name = "survey",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at a flight's videos and photographs and says what stands where on the ground, and how sure that is. "
                    + "Needs no server. Deterministic: two runs give the same JSON, byte for byte."
        },
        footer = {"", "Exit codes: 0 surveyed, 1 the files or the model cannot be used, 2 wrong usage."})
final class SurveyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Videos with their telemetry (.SRT), photographs, or folders as the aircraft writes them.")
    private List<Path> files;

    @Option(names = "--model", paramLabel = "DIR", description = "Model package; default: the shipped aerial one.")
    private Path model;

    @Option(
            names = "--interval-ms",
            defaultValue = "500",
            description = "Time between two pictures that are looked at; default: ${DEFAULT-VALUE}.")
    private int intervalMs;

    @Option(
            names = "--camera",
            paramLabel = "MODEL",
            defaultValue = "UNKNOWN",
            description = "Camera where the files don't say: ${COMPLETION-CANDIDATES}.")
    private AircraftCamera camera;

    @Option(
            names = "--ground-unsure-m",
            defaultValue = "3",
            description = "How unlevel the ground is, or how far the elevation model is off, one standard deviation; "
                    + "default: ${DEFAULT-VALUE} m.")
    private double groundUnsureM;

    @Option(
            names = "--elevation",
            paramLabel = "FILE",
            description = "An SRTM tile (N36E117.hgt), an ESRI ASCII grid in degrees (.asc), or a folder of such; "
                    + "without it the ground counts as level.")
    private Path elevation;

    @Option(
            names = "--take-off",
            paramLabel = "LON,LAT",
            converter = InspectCommand.Place.class,
            description = "Where it took off, WGS-84 degrees, for --elevation; default: where its files say, "
                    + "else their first place.")
    private LonLat takeOff;

    @Option(names = "--threads", defaultValue = "2", description = "Of one inference; default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--geojson",
            paramLabel = "FILE",
            description = "Writes track, ground seen and findings as GeoJSON.")
    private Path geoJson;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (intervalMs < 1 || FlightSurvey.STRETCH_US % (intervalMs * 1000L) != 0) {
            err.println("flights survey: --interval-ms: expected a divisor of 30000, found " + intervalMs);
            return ExitCode.USAGE;
        }
        if (!(groundUnsureM >= 0 && groundUnsureM <= 1000)) {
            err.println("flights survey: --ground-unsure-m: expected 0 to 1000, found " + groundUnsureM);
            return ExitCode.USAGE;
        }
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("streetwarden-survey");
            survey(scratch);
            return ExitCode.OK;
        } catch (IOException | StreamFailure | DetectorFailure failure) {
            err.println("flights survey: " + FlightFile.clean(String.valueOf(failure.getMessage())));
            return ExitCode.SOFTWARE;
        } finally {
            delete(scratch);
        }
    }

    private void survey(Path scratch) throws IOException, StreamFailure, DetectorFailure, InterruptedException {
        FlightParts parts = FlightParts.of(files, scratch);
        FlightGround ground = FlightGround.of(elevation, parts, takeOff, groundUnsureM);
        FlightSurvey.Settings settings = new FlightSurvey.Settings(intervalMs * 1000L, camera, ground.terrain());
        try (LoadedModel looking = LoadedModel.open(packageFolder(), "onnxruntime", threads, "")) {
            long began = System.nanoTime();
            FlightSurvey survey = new FlightSurvey(
                    parts,
                    settings,
                    picture -> looking.detector().detect(List.of(picture)).getFirst(),
                    new Progress(parts, terminal(), began),
                    SurveyMemory.none(""));
            SurveyMemory memory = survey.run();
            Duration spent = Duration.ofNanos(System.nanoTime() - began);
            List<FlightFinding> findings = FlightFinding.of(memory.sites(), parts.digests());
            if (geoJson != null) {
                Files.writeString(geoJson, SurveyGeoJson.text(parts, memory, findings));
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(SurveyJson.text(parts, ground, looking.identity(), memory, findings));
            } else {
                SurveyText.print(out, parts, ground, memory, findings, spent);
            }
        }
    }

    private Path packageFolder() {
        return model == null ? FlightsConfig.NONE.packageFolder() : model;
    }

    private PrintWriter terminal() {
        return "1".equals(System.getenv("STREETWARDEN_TERMINAL"))
                ? spec.commandLine().getErr()
                : null;
    }

    private static void delete(Path scratch) {
        if (scratch == null) {
            return;
        }
        try (Stream<Path> paths = Files.walk(scratch)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException left) {
            // a temporary folder: the machine cleans it up
        }
    }

    /** A line on a terminal, now and then. */
    private record Progress(FlightParts parts, PrintWriter terminal, long beganNanos) implements FlightSurvey.Watcher {

        @Override
        public void looked(long atUs, List<GroundLook> placed) {
            if (terminal == null) {
                return;
            }
            double share = Math.min(1, (double) parts.doneUs(atUs) / Math.max(1, parts.totalUs()));
            double seconds = (System.nanoTime() - beganNanos) / 1e9;
            terminal.print(String.format(
                    Locale.ROOT,
                    "\r%3.0f %%  %.1f times real time  %.0f s left   ",
                    share * 100,
                    parts.doneUs(atUs) / 1e6 / Math.max(1e-3, seconds),
                    share > 0 ? seconds * (1 - share) / share : 0));
            terminal.flush();
        }

        @Override
        public void reached(SurveyMemory memory) {
            // nothing to keep: it starts from the beginning
        }
    }
}
