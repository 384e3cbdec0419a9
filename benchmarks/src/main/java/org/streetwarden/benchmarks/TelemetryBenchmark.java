package org.streetwarden.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.streetwarden.flight.Provenance;
import org.streetwarden.flight.TelemetryReader;
import org.streetwarden.flight.TelemetrySurvey;

/**
 * Question: how many entries of telemetry are read and looked through in a second, and what does one cost in garbage?
 * Decides: whether a flight of a million entries is told about while the pilot waits; below 1,000,000 a second the reader has
 * to change. Input: 10,000 entries along a line, written as each aircraft writes them, fed in pieces of 64 kB as a file is.
 * Run: scripts/bench TelemetryBenchmark -prof gc
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TelemetryBenchmark {

    private static final int ENTRIES = 10_000;
    private static final int PIECE_BYTES = 1 << 16;

    @Param({"home", "attitude", "brackets", "gimbal"})
    public String dialect;

    private byte[] file;

    @Setup
    public void write() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ENTRIES; i++) {
            text.append("%d\n%s --> %s\n".formatted(i + 1, cue(i * 33L), cue(i * 33L + 33)));
            text.append(body(i)).append("\n\n");
        }
        file = text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String cue(long ms) {
        return "%02d:%02d:%02d,%03d".formatted(ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    }

    private String body(int i) {
        double lon = 117 + i * 1e-6;
        double lat = 36.65 + i * 1e-6;
        String clock = "12:%02d:%02d".formatted(i / 1800 % 60, i / 30 % 60);
        String head =
                "<font size=\"28\">FrameCnt: %d, DiffTime: 33ms\n2026-11-21 %s.%03d\n[iso: 220] [shutter: 1/8000.0] [fnum: 3.2]"
                        + " [ev: 0] [ct: 5115] [color_md : default] [focal_len: 24.00] ";
        return switch (dialect) {
            case "home" ->
                say(
                        "HOME(117.0001,36.6501) 2026.11.21 %s\nGPS(%.4f,%.4f,16) BAROMETER:%.1f\nISO:100 Shutter:60 EV: Fnum:2.2",
                        clock, lon, lat, 80.5);
            case "attitude" ->
                say(
                        "F/5.6, SS 400, ISO 100, EV 0, GPS (%.6f, %.6f, 15), HOME (117.0, 36.6, -57.98m), D 698.70m, H %.2fm, H.S 0.00m/s,"
                                + " V.S 0.00m/s, F.PRY (2.7°, -7.0°, 110.1°), G.PRY (-24.4°, 0.0°, 110.4°)",
                        lon, lat, 85.8);
            case "brackets" ->
                say(
                        head + "[latitude: %.6f] [longitude: %.6f] [rel_alt: %.3f abs_alt: %.3f] </font>",
                        i + 1,
                        clock,
                        i * 33 % 1000,
                        lat,
                        lon,
                        80.5,
                        130.25);
            default ->
                say(
                        head + "[latitude: %.6f] [longitude: %.6f] [rel_alt: %.3f abs_alt: %.3f]"
                                + " [gb_yaw: %.1f gb_pitch: -45.0 gb_roll: 0.0] </font>",
                        i + 1,
                        clock,
                        i * 33 % 1000,
                        lat,
                        lon,
                        80.5,
                        130.25,
                        i % 360 - 180.0);
        };
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long entries() {
        TelemetrySurvey survey = new TelemetrySurvey();
        TelemetryReader reader = new TelemetryReader(Provenance.SUBTITLES, survey);
        for (int at = 0; at < file.length; at += PIECE_BYTES) {
            reader.feed(file, at, Math.min(file.length, at + PIECE_BYTES));
        }
        reader.end();
        return survey.summary().positions();
    }
}
