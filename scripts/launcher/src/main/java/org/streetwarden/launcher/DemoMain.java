package org.streetwarden.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.streetwarden.engines.ServerProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code streetwarden demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts everything on this machine: Redis, PostgreSQL and an S3 store, five rendered demo cameras that speak "
                    + "real RTSP, a drone pilot's rendered flight, one worker, the api with its console, and a sample platform. Ctrl-C stops every process it started; "
                    + "a second start goes on with the same data.",
            "What the demo's rules raise after seconds takes minutes by the default rules of a city."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all went well", "1:something did not start, or --check found something missing", "2:usage"})
public final class DemoMain implements Callable<Integer> {

    private static final int DEFAULT_PORT = 8080;
    private static final long STOP_MS = 10_000;

    /** Cameras, a line each. */
    static final String CAMERAS = "STREETWARDEN_CAMERAS";

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder; default: var beside this project.")
    private Path data;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the console on 127.0.0.1; default: " + DEFAULT_PORT + ", with --check any free one.")
    private Integer port;

    @Option(
            names = "--camera",
            paramLabel = "URL_OR_FILE",
            description =
                    "Watches this camera or video file as well, the whole picture as its zone for every kind but vehicles "
                            + "on green belts, which need one drawn; repeatable. scripts/demo hands it on by the "
                            + "environment variable STREETWARDEN_CAMERAS (a line for each), which also serves where not even "
                            + "a shell's history may hold a password.")
    private List<String> asked = List.of();

    @Option(names = "--only-mine", description = "Leaves the demo's own cameras out.")
    private boolean onlyMine;

    @Option(
            names = "--check",
            description =
                    "Headless: waits until every kind has a case whose evidence verifies, the quiet camera was watched "
                            + "for a minute without one, one case has gone from review over the sample platform to its closing while "
                            + "another, said to be handled, was seen to stand on, each thing of the flight has its case, and the sample platform, asked "
                            + "first, had one of its two stalls and not the other; prints one JSON line. Uses a data folder of its own unless --data names an unused one.")
    private boolean check;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "480",
            description = "How long --check waits; default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    public static void main(String[] args) {
        System.exit(new CommandLine(new DemoMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        List<String> cameras = cameras();
        if (check && (onlyMine || !cameras.isEmpty())) {
            err.println(
                    "demo: --check proves the demo's own cameras: expected no --camera and no --only-mine beside it");
            return CommandLine.ExitCode.USAGE;
        }
        if (onlyMine && cameras.isEmpty()) {
            err.println("demo: --only-mine: expected at least one --camera, found none");
            return CommandLine.ExitCode.USAGE;
        }
        try {
            return run(err, cameras);
        } catch (IOException failure) {
            err.println("demo: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private List<String> cameras() {
        String lines = System.getenv().getOrDefault(CAMERAS, "");
        return Stream.concat(asked.stream(), lines.lines().filter(line -> !line.isBlank()))
                .toList();
    }

    private int run(PrintWriter err, List<String> cameras) throws IOException, InterruptedException {
        ModuleProcess ours = ModuleProcess.ofThisProject();
        ModuleProcess modules = check ? ours.brief() : ours;
        DemoCameras watched = new DemoCameras(modules.root().resolve("models/scenes/clips"), !onlyMine, cameras);
        watched.check();
        refuseOldProof();
        int apiPort = apiPort();
        Path folder = data != null ? data : check ? Files.createTempDirectory("streetwarden-check") : root(modules);
        boolean goesOn = Installation.exists(folder);
        try (Rig demo = new Rig(Installation.open(folder), modules, watched, apiPort)) {
            Thread hook = new Thread(() -> closeQuietly(demo), "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            demo.start(part -> err.println("  starting " + part + " …"));
            Thread crew = Thread.ofPlatform().daemon().name("crew").unstarted(new DemoCrew(demo::api, sign(folder)));
            Thread pilot = Thread.ofPlatform().daemon().name("pilot").unstarted(pilot(demo, modules, folder));
            if (watched.handsOver()) {
                crew.start();
                pilot.start();
            }
            Thread model = Thread.ofPlatform().daemon().name("model").start(new DemoModel(demo, modules));
            int status = check ? check(demo, modules, watched) : serve(demo, folder, goesOn);
            crew.interrupt();
            pilot.interrupt();
            stop(model);
            forget(hook);
            return status;
        } finally {
            if (check && data == null) {
                Folders.delete(folder);
            }
        }
    }

    /** @throws IOException where --check would count what an earlier run has left */
    private void refuseOldProof() throws IOException {
        if (check && data != null && Installation.exists(data)) {
            throw new IOException("--data: expected a folder that no demo has used, found %s: --check proves one run"
                    .formatted(data));
        }
    }

    private static DemoPilot pilot(Rig demo, ModuleProcess modules, Path folder) throws IOException {
        Path card = folder.resolve("flight").resolve("card");
        return new DemoPilot(modules, card, demo.url(), demo.keyFile());
    }

    private static Path sign(Path folder) {
        return DemoCameras.sign(folder.resolve("farm").resolve("farm.yaml"));
    }

    private static Path root(ModuleProcess modules) {
        return modules.root().resolve("var");
    }

    /** @throws IOException where the wanted port is taken */
    private int apiPort() throws IOException {
        if (port == null && check) {
            return ServerProcess.freePort();
        }
        int wanted = port == null ? DEFAULT_PORT : port;
        try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException | IllegalArgumentException taken) {
            throw new IOException(
                    "--port: expected a free port on 127.0.0.1, found %d: %s; choose another with --port N"
                            .formatted(wanted, taken.getMessage()),
                    taken);
        }
    }

    /** @param goesOn with what an earlier run has left */
    private int serve(Rig demo, Path folder, boolean goesOn) {
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println("  Streetwarden 演示已启动 (the demo is up): " + demo.url());
        say(out, demo);
        out.println("  首批案件约半分钟后出现 (first cases in about half a minute). Ctrl-C 停止 (stops everything).");
        if (!onlyMine) {
            out.println(
                    "  一架无人机的航拍随后上传并勘察，案件进入同一列表 (a drone's flight is uploaded and surveyed; its cases join the list).");
            out.println("  其中一处摊点示例平台已有上报：审核属实后暂缓推送，由您决定是否同一件 (the sample platform has one of its stalls"
                    + " already: confirm that case, and whether it is the same thing is yours to say).");
            out.println("  审核属实的案件推送给示例平台，约 5 秒后回告“已处置”，随后自动核查；只有后街真被清扫"
                    + " (confirm a case: a sample platform says soon that it is handled, and the camera looks; only the back lane is"
                    + " really swept).");
        }
        out.println("  数据与日志 (data and logs): " + folder);
        if (goesOn) {
            out.println("  沿用其中已有的数据；删除该文件夹即从头开始 (goes on with the data there; delete the folder to begin anew).");
        }
        out.println();
        out.flush();
        demo.supervise();
        return CommandLine.ExitCode.OK;
    }

    /** How to sign in; the demo goes on where no account could be made. */
    private static void say(PrintWriter out, Rig demo) {
        try (DemoAccount account = demo.account()) {
            out.println("  登录，链接一次有效 (sign in, holds once): " + account.link(Duration.ofMinutes(1)));
            out.println(
                    "  以后的用户名 (name later on): " + DemoAccount.NAME + "，密码在 (password in) " + account.passwordFile());
            out.println("  命令行 (commands): export STREETWARDEN_API_KEY_FILE=" + account.keyFile());
        } catch (IOException refused) {
            out.println("  登录账号未建立 (no account to sign in): " + refused.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private int check(Rig demo, ModuleProcess modules, DemoCameras watched) throws IOException, InterruptedException {
        Thread supervisor = Thread.ofPlatform().daemon().name("supervisor").start(demo::supervise);
        try {
            DemoCheck.Outcome outcome = new DemoCheck(demo.api(), modules, watched, DemoCheck.QUIET_WATCH, true)
                    .run(Duration.ofSeconds(timeoutSeconds));
            spec.commandLine().getOut().println(outcome.json());
            return outcome.missing().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        } finally {
            supervisor.interrupt();
        }
    }

    /** Waits for its process to end, so that nothing runs on. */
    private static void stop(Thread thread) throws InterruptedException {
        thread.interrupt();
        thread.join(STOP_MS);
    }

    private static void closeQuietly(Rig demo) {
        try {
            demo.close();
        } catch (IOException late) {
            System.err.println("demo: " + late.getMessage());
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            Thread.currentThread().interrupt();
        }
    }
}
