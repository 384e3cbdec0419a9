package org.streetwarden.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.engines.ServerProcess;
import picocli.CommandLine;

class DemoMainTest {

    private static final String PASSWORD = "sesame-street-77";

    private static final int CAMERAS_SAW = 4;

    /** As many things as stand on the rendered site. */
    private static final int FLIGHT_SAW = 12;

    @TempDir
    Path dir;

    @Test
    void checksItselfThenGoesOnWithTheSameDataAndLeavesNothingRunning() throws Exception {
        Path out = dir.resolve("check.out");
        Process check = demo(out, "--check", "--data", dir.resolve("data").toString());
        assertThat(check.waitFor(9, TimeUnit.MINUTES)).isTrue();
        assertThat(check.exitValue()).as(Files.readString(out)).isZero();
        JsonNode result = new ObjectMapper().readTree(Files.readAllLines(out).getLast());
        assertThat(result.path("evidenceVerified").asInt()).isEqualTo(CAMERAS_SAW + FLIGHT_SAW);
        assertThat(result.path("falseCases").asInt()).isZero();
        assertThat(result.path("quietWatchedSeconds").asInt()).isGreaterThanOrEqualTo(60);
        assertThat(result.path("cases").size()).isEqualTo(4);
        assertThat(runningOn(dir)).isEmpty();

        int port = ServerProcess.freePort();
        Path log = dir.resolve("again.out");
        Process again = watching(
                "rtsp://warden:" + PASSWORD + "@127.0.0.1:1/cam",
                log,
                "--port",
                "" + port,
                "--data",
                dir.resolve("data").toString());
        awaitText(log, "沿用其中已有的数据", again);
        assertThat(said(log)).contains("http://127.0.0.1:" + port);
        try (ApiClient api = new ApiClient("http://127.0.0.1:" + port, Files.readString(dir.resolve("data/api/key")))) {
            assertThat(api.cases()).hasSizeGreaterThanOrEqualTo(4);
            assertThat(api.get("/models").at("/models/0/name").asText()).isEqualTo("street-nano");
        }
        assertThat(runningOn(dir)).hasSizeGreaterThanOrEqualTo(6);
        assertThat(argumentListsWith(PASSWORD)).isEmpty();
        new ProcessBuilder("kill", "-INT", Long.toString(again.pid())).start().waitFor();
        assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(runningOn(dir)).isEmpty();
        assertThat(filesWith(PASSWORD, dir)).containsExactly(dir.resolve("data/worker/worker.yaml"));
        assertThat(Files.getPosixFilePermissions(dir.resolve("data/worker/worker.yaml")))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void takesCamerasOutOfTheArgumentList() throws Exception {
        Path common = ModuleProcess.ofThisProject().root().resolve("scripts/lib/common.sh");
        String script = ". '%s'; hide_cameras \"$@\"; printf '%%s\\n' \"${arguments[@]}\" \"$STREETWARDEN_CAMERAS\""
                .formatted(common);
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        script,
                        "bash",
                        "demo",
                        "--camera",
                        "rtsp://a:b@c/d",
                        "--port",
                        "1",
                        "--camera=e f")
                .start();
        assertThat(bash.inputReader().lines()).containsExactly("demo", "--port", "1", "rtsp://a:b@c/d", "e f");
    }

    private static List<String> argumentListsWith(String text) {
        return ProcessHandle.allProcesses()
                .map(process -> read(Path.of("/proc/" + process.pid() + "/cmdline")))
                .filter(line -> line.contains(text))
                .toList();
    }

    private static List<Path> filesWith(String text, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> read(file).contains(text))
                    .toList();
        }
    }

    /** Empty where it is gone. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    @Test
    void saysThatThePortIsTaken() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refusal("--port", "" + holder.getLocalPort(), "--data", dir.toString()))
                    .contains("--port: expected a free port on 127.0.0.1, found " + holder.getLocalPort());
        }
    }

    @Test
    void saysThatTheDataFolderIsInUseOrNoFolder() throws IOException {
        try (Installation holder = Installation.open(dir)) {
            assertThat(refusal("--port", "" + ServerProcess.freePort(), "--data", dir.toString()))
                    .contains(holder.folder() + ": expected a free data folder, found another demo using it");
        }
        Path file = Files.createFile(dir.resolve("a-file"));
        assertThat(refusal("--port", "" + ServerProcess.freePort(), "--data", file.toString()))
                .contains("expected a folder that can be written");
    }

    @Test
    void provesNothingWithWhatAnEarlierRunHasLeft() throws IOException {
        Installation.open(dir).close();
        assertThat(refusal("--check", "--data", dir.toString()))
                .contains("--data: expected a folder that no demo has used");
    }

    @Test
    void saysWhichOwnCameraIsNeitherUrlNorFile() {
        assertThat(refusal("--camera", "nowhere.mp4"))
                .contains("--camera: expected a URL or a readable video file, found neither: nowhere.mp4");
    }

    @Test
    void keepsSecretsToTheirOwner() throws IOException {
        try (Installation made = Installation.open(dir)) {
            String secret = made.secret("postgres");
            assertThat(secret).hasSize(32);
            assertThat(Files.getPosixFilePermissions(dir.resolve("secrets.properties")))
                    .hasToString("[OWNER_READ, OWNER_WRITE]")
                    .hasSize(2);
        }
        Path other = Files.createDirectory(dir.resolve("other"));
        try (Installation first = Installation.open(dir);
                Installation second = Installation.open(other)) {
            assertThat(first.secret("postgres")).isNotEqualTo(second.secret("postgres"));
        }
    }

    private static String refusal(String... arguments) {
        StringWriter err = new StringWriter();
        int status = new CommandLine(new DemoMain())
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        assertThat(status).isEqualTo(1);
        assertThat(err.toString().strip().lines()).hasSize(1);
        return err.toString();
    }

    private static Process demo(Path out, String... arguments) throws IOException {
        return watching("", out, arguments);
    }

    private static Process watching(String camera, Path out, String... arguments) throws IOException {
        ModuleProcess modules = ModuleProcess.ofThisProject();
        ProcessBuilder builder = modules.command("scripts/launcher", DemoMain.class.getName(), 128, List.of(arguments));
        builder.environment().put(DemoMain.CAMERAS, camera);
        return builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    }

    /** A file that is still written to may end within a letter. */
    private static String said(Path file) throws IOException {
        return new String(Files.readAllBytes(file), UTF_8);
    }

    private static void awaitText(Path file, String text, Process process) throws Exception {
        for (int tries = 0; tries < 1200 && process.isAlive(); tries++) {
            if (said(file).contains(text)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(text + " not said in:\n" + said(file));
    }

    /** Processes whose command line or working directory lies below a folder. */
    private static List<String> runningOn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> works(process, folder))
                .map(process -> process.pid() + " " + process.info().command().orElse("?"))
                .toList();
    }

    private static boolean works(ProcessHandle process, Path folder) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                    .startsWith(folder);
        } catch (IOException gone) {
            return false;
        }
    }
}
