package org.streetwarden.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.streetwarden.farm.CameraFarm;
import org.streetwarden.farm.FarmSettings;

/**
 * Question: does watching a live camera's key frames cost more CPU than ffmpeg's own tool, and how much memory?
 * Decides: whether FFmpeg's demuxer under Java earns its place as the reader; and the memory budget per stream.
 * Input: an MP4 clip that a farm in this process plays over RTSP, TCP; both sides read the same cameras at the same time and
 * are measured from outside (/proc/PID/stat), after a warm-up, in {@value #SLICES} slices of time whose ratios show the spread.
 * Run: {@code scripts/bench --main KeyFrameDensity CLIP STREAMS SECONDS}, Linux only.
 */
public final class KeyFrameDensity {

    private static final int WARM_UP_S = 40;
    private static final int SLICES = 6;
    private static final double TICKS_PER_S = 100;

    private KeyFrameDensity() {}

    public static void main(String[] args) throws Exception {
        int streams = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        List<Process> tools = new ArrayList<>();
        try (CameraFarm farm = new CameraFarm(FarmSettings.defaults())) {
            List<String> urls = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                Duration phase = Duration.ofMillis(20_000L * i / streams + 130L * i);
                farm.camera("cam" + i).plays(Path.of(args[0])).phase(phase);
            }
            farm.start();
            for (int i = 0; i < streams; i++) {
                urls.add(farm.url("cam" + i).toString());
            }
            Process reader = reader(urls);
            urls.forEach(url -> tools.add(tool(url)));
            measure(reader, tools, streams, seconds);
            reader.destroyForcibly();
        } finally {
            tools.forEach(Process::destroyForcibly);
        }
    }

    private static Process reader(List<String> urls) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "-Xms" + (64 + 16 * urls.size()) + "m",
                "-Xmx" + (64 + 16 * urls.size()) + "m",
                "-cp",
                System.getProperty("java.class.path"),
                KeyFrameReader.class.getName()));
        command.addAll(urls);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Process tool(String url) {
        String[] command = {
            Loader.load(org.bytedeco.ffmpeg.ffmpeg.class),
            "-nostdin",
            "-loglevel",
            "error",
            "-rtsp_transport",
            "tcp",
            "-threads",
            "1",
            "-skip_frame",
            "nokey",
            "-i",
            url,
            "-an",
            "-vf",
            "scale=640:360:flags=bicubic",
            "-threads",
            "1",
            "-fps_mode",
            "passthrough",
            "-f",
            "null",
            "-"
        };
        try {
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void measure(Process reader, List<Process> tools, int streams, int seconds) throws Exception {
        BufferedReader said = reader.inputReader(StandardCharsets.UTF_8);
        String[] empty = said.readLine().split(" ", -1);
        said.readLine();
        TimeUnit.SECONDS.sleep(WARM_UP_S);
        double readerCpu = 0;
        double toolCpu = 0;
        double[] ratios = new double[SLICES];
        long began = System.nanoTime();
        for (int slice = 0; slice < SLICES; slice++) {
            double readerBefore = cpuSeconds(reader);
            double toolsBefore = cpuSeconds(tools);
            TimeUnit.MILLISECONDS.sleep(seconds * 1000L / SLICES);
            double readerSlice = cpuSeconds(reader) - readerBefore;
            double toolSlice = cpuSeconds(tools) - toolsBefore;
            ratios[slice] = readerSlice / toolSlice;
            readerCpu += readerSlice;
            toolCpu += toolSlice;
        }
        double streamSeconds = streams * (System.nanoTime() - began) / 1e9;
        Arrays.sort(ratios);
        OutputStream ask = reader.getOutputStream();
        ask.write('\n');
        ask.flush();
        String[] full = said.readLine().split(" ", -1);
        System.out.printf(
                "streams %d, seconds %d, reader %.5f CPU-s per stream-second, ffmpeg %.5f, ratio %.2f (slices %.2f to %.2f), "
                        + "pictures %s%n",
                streams,
                seconds,
                readerCpu / streamSeconds,
                toolCpu / streamSeconds,
                readerCpu / toolCpu,
                ratios[0],
                ratios[SLICES - 1],
                full[0]);
        System.out.printf(
                "memory per stream: native %.2f MB, heap %.2f MB with a ring of %.2f MB%n",
                (Long.parseLong(full[1]) - Long.parseLong(empty[1])) / 1e6 / streams,
                (Long.parseLong(full[2]) - Long.parseLong(empty[2])) / 1e6 / streams,
                (12 << 20) / 1e6);
    }

    private static double cpuSeconds(List<Process> processes) {
        return processes.stream().mapToDouble(KeyFrameDensity::cpuSeconds).sum();
    }

    /** User and system time of a process so far. */
    private static double cpuSeconds(Process process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_S;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
