package org.streetwarden.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.decode.Decoder;
import org.streetwarden.decode.FramePool;
import org.streetwarden.decode.SampledDecoder;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.Packet;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;

/**
 * A reader as the worker runs it, against GStreamer's server that is killed three times. Takes as long as it is told:
 * {@code mvn -pl stream-workers -am test -Dtest=RtspSoakTest -Dstreetwarden.soak=PT10M -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("soak")
@EnabledIfSystemProperty(
        named = "streetwarden.soak",
        matches = "PT.+",
        disabledReason = "takes ten minutes: ask for it")
class RtspSoakTest {

    private static final SourceSettings ON_LOOPBACK = SourceSettings.DEFAULT.withAddresses(CameraAddresses.LOOPBACK);
    private static final int RING_BYTES = 12 << 20;
    private static final int KILLS = 3;
    private static final Duration DOWN = Duration.ofSeconds(10);
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(75);
    private static final long RSS_SLACK_BYTES = 24L << 20;

    @TempDir
    Path folder;

    /** Source, ring, sampler, decoder, reconnect: the reader's role. */
    private static final class Reader implements Runnable {
        final AtomicLong pictures = new AtomicLong();
        final AtomicLong runs = new AtomicLong();
        final List<String> failures = new ArrayList<>();
        private final CameraUrl url;
        private final Reconnect reconnect = new Reconnect(new Random(1), 1);
        private long newestUs;

        Reader(CameraUrl url) {
            this.url = url;
        }

        @Override
        public void run() {
            try (FramePool pool = new FramePool("soak", 3)) {
                while (!Thread.currentThread().isInterrupted()) {
                    try {
                        watch(pool);
                    } catch (StreamFailure failure) {
                        synchronized (failures) {
                            failures.add(failure.getMessage());
                        }
                        Thread.sleep(reconnect.failed(failure).toMillis());
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void watch(FramePool pool) throws StreamFailure {
            SourceSettings settings = ON_LOOPBACK.withNotBeforeUs(newestUs);
            Sampler sampler = Sampler.live(Duration.ofSeconds(1), Duration.ofSeconds(5));
            try (FfmpegSource source = FfmpegSource.open(url, settings);
                    SampledDecoder decoder = new SampledDecoder(sampler, new Decoder(source.info(), pool))) {
                runs.incrementAndGet();
                GopRing ring = new GopRing(source.info(), RING_BYTES);
                while (true) {
                    Packet packet = source.next();
                    reconnect.received(Instant.now());
                    ring.append(packet);
                    newestUs = ring.newestPtsUs();
                    try (Frame frame = decoder.next(packet)) {
                        pictures.addAndGet(frame == null ? 0 : 1);
                    }
                }
            }
        }
    }

    @Test
    void recoversFromEveryKillWithFlatMemory() throws Exception {
        Duration length = Duration.parse(System.getProperty("streetwarden.soak"));
        try (GstRtspServer server = GstRtspServer.in(folder)
                .loop("cam", Videos.named(Videos.HIGHWAY_H264), 100)
                .start()) {
            Reader reader = new Reader(server.url("cam"));
            Thread thread = Thread.ofPlatform().name("soak-reader").start(reader);
            List<Duration> recoveries = new ArrayList<>();
            Duration quiet = length.dividedBy(KILLS + 1);
            awaitPicture(reader, 0);
            rest(quiet.dividedBy(2));
            long rssBefore = Pointer.physicalBytes();
            report("after warm-up", reader, rssBefore);
            rest(quiet.dividedBy(2));
            for (int kill = 0; kill < KILLS; kill++) {
                recoveries.add(killAndRecover(server, reader));
                rest(quiet);
                report("after kill " + (kill + 1) + ", recovered in " + recoveries.getLast(), reader, rssBefore);
            }
            long rssAfter = Pointer.physicalBytes();
            thread.interrupt();
            thread.join(2_000);
            assertThat(thread.isAlive()).as("reader still running").isFalse();
            assertThat(recoveries).allMatch(recovery -> recovery.compareTo(LONGEST_RECOVERY) <= 0);
            assertThat(Natives.live()).isEmpty();
            assertThat(rssAfter).isLessThan(rssBefore + RSS_SLACK_BYTES);
        }
    }

    private static Duration killAndRecover(GstRtspServer server, Reader reader) throws Exception {
        server.kill();
        rest(DOWN);
        long before = reader.pictures.get();
        server.start();
        long began = System.nanoTime();
        awaitPicture(reader, before);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static void awaitPicture(Reader reader, long before) throws InterruptedException, IOException {
        long limit = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (reader.pictures.get() <= before) {
            if (System.nanoTime() > limit) {
                throw new IOException("no picture for three minutes; failures: " + reader.failures);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static void rest(Duration length) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(length.toNanos());
    }

    private static void report(String when, Reader reader, long rssBefore) {
        synchronized (reader.failures) {
            System.out.printf(
                    "soak: %s: %d pictures, %d runs, %d failures, resident %.1f MB (%+.1f), native objects %s%n",
                    when,
                    reader.pictures.get(),
                    reader.runs.get(),
                    reader.failures.size(),
                    Pointer.physicalBytes() / 1e6,
                    (Pointer.physicalBytes() - rssBefore) / 1e6,
                    Natives.live());
        }
    }
}
