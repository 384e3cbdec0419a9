package org.streetwarden.farm;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avutil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code streetwarden farm}: serves demo cameras until it is interrupted. */
@Command(
        name = "farm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Serves MP4 files as live RTSP cameras, in a loop, until Ctrl-C.",
        footer = {
            "",
            "Behaviours: " + BehaviourText.NAMES + ".",
            "Times: 500ms, 10s, 5m, 1h.",
            "",
            "Example: streetwarden farm --camera gate=gate.mp4 --camera yard=yard.mp4,behaviour=stall:10s,phase=5s",
            "Exit codes: 0 stopped, 1 could not start, 2 wrong usage."
        })
public final class FarmCommand implements Callable<Integer> {

    private static final int URLS_SHOWN = 50;
    private static final int LOOK_EVERY_MS = 500;

    @Option(
            names = "--config",
            paramLabel = "FARM.yaml",
            description = "Cameras and settings; see stream-workers/config/farm.yaml.")
    private Path config;

    @Option(
            names = "--camera",
            paramLabel = "NAME=FILE[,KEY=VALUE]...",
            description = {
                "One camera (repeatable). Keys: user, password, passwordEnv (name of an environment variable: keeps the"
                        + " password out of the process list), behaviour (repeatable), phase, count with {n} in the name,"
                        + " phaseStep."
            })
    private List<String> cameras = List.of();

    @Option(names = "--port", paramLabel = "PORT", description = "TCP port; 0 for a free one. Default: 8554.")
    private Integer port;

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "Address to listen on. Default: 127.0.0.1.")
    private InetAddress bind;

    @Option(names = "--threads", paramLabel = "N", description = "Event loops. Default: 1.")
    private Integer threads;

    @Spec
    private CommandSpec spec;

    private final Map<String, String> environment;
    private final CountDownLatch stop = new CountDownLatch(1);

    public FarmCommand() {
        this(System.getenv());
    }

    FarmCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        // What FFmpeg would print about a bad file, the command says itself.
        avutil.av_log_set_level(avutil.AV_LOG_FATAL);
        List<String> problems = new ArrayList<>();
        try (CameraFarm farm = describe(problems)) {
            farm.start(problems);
            announce(farm);
            Thread hook = new Thread(farm::close, "farm-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            while (!stop.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                farm.lookForSigns();
            }
            Runtime.getRuntime().removeShutdownHook(hook);
            return 0;
        } catch (FarmProblems e) {
            PrintWriter err = spec.commandLine().getErr();
            e.problems().forEach(err::println);
            err.flush();
            return 1;
        }
    }

    /** Ends {@link #call}. Any thread. */
    void stop() {
        stop.countDown();
    }

    private CameraFarm describe(List<String> problems) {
        FarmSettings settings = FarmSettings.defaults().withPort(8554);
        List<CameraEntry> entries = new ArrayList<>();
        if (config != null) {
            FarmConfig read = FarmConfig.read(config, environment, problems);
            settings = read.settings();
            entries.addAll(read.cameras());
        }
        for (String text : cameras) {
            CameraEntry entry = CameraEntry.parse(text, environment);
            problems.addAll(entry.check());
            entries.add(entry);
        }
        CameraFarm farm = new CameraFarm(overridden(settings, problems));
        entries.stream().filter(e -> e.check().isEmpty()).forEach(e -> e.addTo(farm));
        return farm;
    }

    private FarmSettings overridden(FarmSettings settings, List<String> problems) {
        try {
            FarmSettings s = port == null ? settings : settings.withPort(port);
            s = bind == null ? s : s.withBind(bind);
            return threads == null ? s : s.withThreads(threads);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return settings;
        }
    }

    private void announce(CameraFarm farm) {
        PrintWriter out = spec.commandLine().getOut();
        List<String> names = farm.names();
        names.stream().limit(URLS_SHOWN).forEach(n -> out.println(farm.url(n)));
        if (names.size() > URLS_SHOWN) {
            out.println("... and " + (names.size() - URLS_SHOWN) + " more");
        }
        out.println(names.size() + " cameras on port " + farm.port() + "; Ctrl-C stops them");
        out.flush();
    }
}
