package org.streetwarden.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.engines.ServerProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code streetwarden rehearse}. */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        description = {
            "Watches a county's cameras on this machine, on loopback alone: real RTSP endpoints on a patrol, with dead, "
                    + "flapping and turned cameras and scripted incidents among them, while a worker is killed, Redis is "
                    + "restarted and the object store is away.",
            "Prints goals beside figures: coverage, incidents filed exactly once, takeover, cores and memory. Ends every "
                    + "process it started."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every goal was met", "1:a goal was missed, or something did not start", "2:usage"})
public final class RehearseMain implements Callable<Integer> {

    private static final int MOST_CAMERAS = 20_000;
    private static final int MOST_WORKERS = 16;
    private static final Duration LONGEST = Duration.ofHours(24);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--brief",
            hidden = true,
            description = "Its processes compile little: a test's, whose figures mean nothing.")
    private boolean brief;

    @Option(
            names = "--cameras",
            paramLabel = "N",
            defaultValue = "300",
            description = "Cameras, 100 to 20000; default: ${DEFAULT-VALUE}.")
    private int cameras;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Workers that share them, 1 to 16; default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "2",
            description = "How long they are watched, from the moment that all are held; default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Time.class,
            description = "The promise: each camera is seen at least this often (90s, 5m); default: ${DEFAULT-VALUE}.")
    private Duration every;

    @Option(
            names = "--clips",
            paramLabel = "DIR",
            description =
                    "Clips the cameras play, or folders of them (models/scenes/mixed-clips makes some); default: the demo's.")
    private Path clips;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of what is drawn; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data and logs; must be unused. Default: a folder of its own, deleted afterwards.")
    private Path data;

    @Option(
            names = "--flight",
            paramLabel = "DIR",
            description =
                    "A flight's videos and telemetry, uploaded early on: cameras go first, and the report says how long it took.")
    private Path flight;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes everything that was measured as JSON.")
    private Path report;

    /** Reads {@code 90s} or {@code 5m}. */
    static final class Time implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,4})([sm])");

        @Override
        public Duration convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("expected a time like 90s or 5m, found '" + text + "'");
            }
            long amount = Long.parseLong(matcher.group(1));
            return matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMinutes(amount);
        }
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new RehearseMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        List<String> problems = problems();
        if (!problems.isEmpty()) {
            problems.forEach(problem -> err.println("rehearse: " + problem));
            return CommandLine.ExitCode.USAGE;
        }
        try {
            return run(err);
        } catch (IOException failure) {
            err.println("rehearse: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        within(problems, "--cameras", cameras, 100, MOST_CAMERAS);
        within(problems, "--workers", workers, 1, MOST_WORKERS);
        within(problems, "--minutes", minutes, 1, (int) LONGEST.toMinutes());
        if (every.compareTo(Duration.ofMinutes(minutes)) > 0) {
            problems.add("--every: expected at most --minutes, found %s s".formatted(every.toSeconds()));
        }
        if (flight != null && !Files.isDirectory(flight)) {
            problems.add("--flight: expected a folder, found " + flight);
        }
        if (data != null && Installation.exists(data)) {
            problems.add("--data: expected a folder that was not used before, found " + data);
        }
        return problems;
    }

    private static void within(List<String> problems, String option, int value, int least, int most) {
        if (value < least || value > most) {
            problems.add("%s: expected %d to %d, found %d".formatted(option, least, most, value));
        }
    }

    private int run(PrintWriter err) throws IOException, InterruptedException {
        ModuleProcess ours = ModuleProcess.ofThisProject();
        ModuleProcess modules = brief ? ours.brief() : ours;
        RehearsalSize size = new RehearsalSize(cameras, workers, Duration.ofMinutes(minutes), every, seed);
        RehearsalCameras county =
                new RehearsalCameras(clips != null ? clips : modules.root().resolve("models/scenes/clips"), size);
        Path folder = data != null ? data : Files.createTempDirectory("streetwarden-rehearsal");
        try (Rig rig = new Rig(Installation.open(folder), modules, county, ServerProcess.freePort())) {
            Thread hook = new Thread(() -> closeQuietly(rig), "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            RehearsalReport found =
                    new RehearsalReport(county, size, new Rehearsal(rig, size, err, pilot(modules, rig, folder)).run());
            tell(found);
            Runtime.getRuntime().removeShutdownHook(hook);
            boolean met = found.goals().stream().allMatch(RehearsalReport.Goal::met);
            return met ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } finally {
            if (data == null) {
                Folders.delete(folder);
            }
        }
    }

    /** Uploads the flight; null where there is none. */
    private Rehearsal.Pilot pilot(ModuleProcess modules, Rig rig, Path folder) {
        if (flight == null) {
            return null;
        }
        return () ->
                DemoPilot.upload(modules, flight, "rehearsal", rig.url(), rig.keyFile(), folder.resolve("upload.log"));
    }

    private void tell(RehearsalReport found) throws IOException {
        spec.commandLine().getOut().print(found.table());
        spec.commandLine().getOut().flush();
        if (report != null) {
            Files.writeString(report, found.json() + "\n");
        }
    }

    private static void closeQuietly(Rig rig) {
        try {
            rig.close();
        } catch (IOException late) {
            System.err.println("rehearse: " + late.getMessage());
        }
    }
}
