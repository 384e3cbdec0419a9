package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.engines.S3Engine;
import org.streetwarden.engines.ServerProcess;
import org.streetwarden.source.GstRtspServer;
import org.streetwarden.source.Videos;

/**
 * The whole worker, a process of its own, against GStreamer's server that is killed three times. Its heap is touched at the
 * start, so resident memory grows by native memory alone. Takes as long as it is told: {@code mvn -pl stream-workers -am
 * test -Dtest=WorkerSoakTest -Dstreetwarden.soak=PT10M -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("soak")
@EnabledIfSystemProperty(
        named = "streetwarden.soak",
        matches = "PT.+",
        disabledReason = "takes ten minutes: ask for it")
class WorkerSoakTest {

    private static final int KILLS = 3;
    private static final Duration DOWN = Duration.ofSeconds(20);
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(75);

    /** Less than the ring that every run takes anew. */
    private static final long SLACK_BYTES = 12L << 20;

    /** The JVM's own, for compiling and for virtual threads, come and go. */
    private static final int SLACK_THREADS = 2;

    private static final Path ROOT = Path.of(System.getProperty("streetwarden.root", "."))
            .toAbsolutePath()
            .normalize();

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private int port;

    /** How a process is, as Linux says. */
    private record Vitals(long residentBytes, int threads) {
        static Vitals of(Process process) throws IOException {
            long residentKb = 0;
            int threads = 0;
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                residentKb = line.startsWith("VmRSS:") ? number(line) : residentKb;
                threads = line.startsWith("Threads:") ? (int) number(line) : threads;
            }
            return new Vitals(residentKb * 1024, threads);
        }

        private static long number(String line) {
            return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
    }

    @Test
    void recoversFromEveryKillWithFlatMemoryAndConstantThreads() throws Exception {
        Duration quiet = Duration.parse(System.getProperty("streetwarden.soak")).dividedBy(KILLS + 2);
        try (RedisEngine redis = RedisEngine.start(folder.resolve("redis"), 0, "password-of-this-soak");
                S3Engine s3 = S3Engine.start(folder.resolve("s3"), 0, "street-soak", "secret-of-this-soak");
                GstRtspServer server = GstRtspServer.in(folder.resolve("gst"))
                        .loop("cam", Videos.named(Videos.HIGHWAY_H264), 100)
                        .start()) {
            port = ServerProcess.freePort();
            Process worker = start(redis, s3, server);
            try {
                soak(worker, server, quiet);
            } finally {
                worker.destroyForcibly().waitFor();
            }
        }
    }

    private void soak(Process worker, GstRtspServer server, Duration quiet) throws Exception {
        awaitPictures(0);
        rest(quiet);
        List<Duration> recoveries = new ArrayList<>();
        Vitals before = report("after warm-up", worker);
        rest(quiet);
        for (int kill = 1; kill <= KILLS; kill++) {
            recoveries.add(killAndRecover(server));
            rest(quiet.minus(DOWN));
            report("after kill %d, seen again within %s".formatted(kill, recoveries.getLast()), worker);
        }
        Vitals after = Vitals.of(worker);
        assertThat(recoveries).allMatch(recovery -> recovery.compareTo(LONGEST_RECOVERY) <= 0);
        assertThat(after.residentBytes()).isLessThan(before.residentBytes() + SLACK_BYTES);
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + SLACK_THREADS);
    }

    private Process start(RedisEngine redis, S3Engine s3, GstRtspServer server) throws IOException {
        Path config = Files.writeString(folder.resolve("worker.yaml"), """
                worker: {id: soak, data: %s, port: %d}
                redis: {url: "%s"}
                evidence: {endpoint: "%s", bucket: soak, access-key: street-soak, secret-key: secret-of-this-soak}
                model: {package: %s}
                watch: {interval: 1s}
                camera-addresses: {allowed: loopback}
                cameras: [{id: cam, name: Highway, url: "%s", whole-picture: true}]
                """.formatted(
                        folder.resolve("data"),
                        port,
                        redis.url(),
                        s3.endpoint(),
                        ROOT.resolve("models/zoo/street-nano-0.4"),
                        server.url("cam")));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms384m",
                "-Xmx384m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:NativeMemoryTracking=summary",
                "--enable-native-access=ALL-UNNAMED",
                "org.streetwarden.cli.Main",
                "worker",
                "--config",
                config.toString());
        builder.environment().putAll(Map.of("CLASSPATH", System.getProperty("java.class.path")));
        return builder.inheritIO().start();
    }

    private Duration killAndRecover(GstRtspServer server) throws Exception {
        server.kill();
        rest(DOWN);
        long before = judged();
        server.start();
        long began = System.nanoTime();
        awaitPictures(before);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void awaitPictures(long before) throws Exception {
        long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (judged() <= before) {
            assertThat(System.nanoTime())
                    .as("a picture judged within three minutes; runs: %s", metrics("streetwarden_run_"))
                    .isLessThan(limit);
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    /** Pictures judged so far; 0 while the worker is starting. */
    private long judged() throws InterruptedException {
        return metrics("streetwarden_frames_judged_total ").stream()
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    /** The lines of the worker's {@code /metrics} that begin so; none while it is starting. */
    private List<String> metrics(String prefix) throws InterruptedException {
        try {
            URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
            return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(prefix))
                    .toList();
        } catch (IOException starting) {
            return List.of();
        }
    }

    private Vitals report(String when, Process worker) throws Exception {
        Vitals vitals = Vitals.of(worker);
        System.out.printf(
                "soak: %s: %d pictures judged, resident %.1f MB, %d threads, runs %s%n",
                when, judged(), vitals.residentBytes() / 1e6, vitals.threads(), metrics("streetwarden_run_"));
        return vitals;
    }

    private static void rest(Duration length) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
    }
}
