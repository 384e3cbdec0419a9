package org.streetwarden.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The farm against clients nobody here wrote: ffmpeg's tool and GStreamer's rtspsrc. Skipped by name without them. */
final class FarmPeersTest {

    private static final long PATIENCE_S = 60;

    @TempDir
    Path dir;

    private CameraFarm farm;

    @BeforeEach
    void start() throws FarmProblems {
        farm = new CameraFarm(FarmSettings.defaults());
        farm.camera("h264").plays(TestClips.bPictures());
        farm.camera("h265").plays(TestClips.h265OpenGop()).phase(Duration.ofMillis(500));
        farm.camera("h264-locked").plays(TestClips.bPictures()).password("user", "pass");
        farm.camera("h265-locked").plays(TestClips.h265OpenGop()).password("user", "pass");
        farm.start();
    }

    @AfterEach
    void close() {
        farm.close();
    }

    @ParameterizedTest
    @CsvSource({"tcp,h264", "tcp,h265", "udp,h264", "udp,h265", "tcp,h264-locked", "udp,h265-locked"})
    void isDecodedByFfmpegOverTheLoopWithoutAnError(String transport, String camera) throws Exception {
        assumePresent("ffmpeg");
        String url = url(camera);
        Path hashes = dir.resolve("hashes.txt");
        String said = run(
                "ffmpeg",
                "-nostdin",
                "-y",
                "-v",
                "warning",
                "-rtsp_transport",
                transport,
                "-i",
                url,
                "-t",
                "5",
                "-fps_mode",
                "passthrough",
                "-copyts",
                "-f",
                "framemd5",
                hashes.toString());
        List<Long> times = Files.readAllLines(hashes).stream()
                .filter(l -> !l.startsWith("#"))
                .map(l -> Long.parseLong(l.split(",", -1)[2].strip()))
                .toList();
        assertThat(said).isEmpty();
        assertThat(times.size()).isBetween(120, 126);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i)).isGreaterThan(times.get(i - 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"tcp,h264", "tcp,h265", "udp,h264", "udp,h265", "tcp,h264-locked", "udp,h265-locked"})
    void isReceivedByGStreamerAndDecodesWithoutAnError(String transport, String camera) throws Exception {
        assumePresent("gst-launch-1.0");
        assumePresent("ffmpeg");
        String codec = camera.substring(0, 4);
        Path received = dir.resolve("received." + codec);
        String said = run(
                "gst-launch-1.0",
                "-q",
                "rtspsrc",
                "location=" + farm.url(camera),
                "user-id=user",
                "user-pw=pass",
                "protocols=" + transport,
                "latency=200",
                "!",
                "rtp" + codec + "depay",
                "!",
                codec + "parse",
                "!",
                "video/x-" + codec + ",stream-format=byte-stream,alignment=au",
                "!",
                "identity",
                "eos-after=76",
                "!",
                "filesink",
                "location=" + received);
        assertThat(said).isEmpty();
        Path hashes = dir.resolve("hashes.txt");
        assertThat(run(
                        "ffmpeg",
                        "-nostdin",
                        "-y",
                        "-v",
                        "warning",
                        "-i",
                        received.toString(),
                        "-f",
                        "framemd5",
                        hashes.toString()))
                .isEmpty();
        assertThat(Files.readAllLines(hashes).stream().filter(l -> !l.startsWith("#")))
                .hasSize(75);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-locked", "h265-locked"})
    void isClosedToFfmpegWithAWrongPassword(String camera) throws Exception {
        assumePresent("ffmpeg");
        String url = farm.url(camera).toString().replace("rtsp://", "rtsp://user:wrong@");
        String said = run(
                "ffmpeg", "-nostdin", "-v", "error", "-rtsp_transport", "tcp", "-i", url, "-t", "1", "-f", "null", "-");
        assertThat(said).contains("401 Unauthorized");
    }

    private String url(String camera) {
        String url = farm.url(camera).toString();
        return camera.endsWith("locked") ? url.replace("rtsp://", "rtsp://user:pass@") : url;
    }

    private static void assumePresent(String tool) {
        boolean present = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(p -> Files.isExecutable(Path.of(p, tool)));
        assumeTrue(present, tool + " is not installed here");
    }

    /** What the tool printed. */
    private String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(dir, "tool", ".txt");
        List<String> words = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS))
                    .as(words.toString())
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output).strip();
    }
}
