package org.streetwarden.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.streetwarden.decode.Decoder;
import org.streetwarden.decode.FramePool;
import org.streetwarden.decode.SampledDecoder;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.Packet;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;

/**
 * One reader for each camera, as a worker's: opened, read into a ring, sampled, decoded, closed, and opened again after every
 * failure. Measures how long a reader is held by one call, be it opening, reading or closing. Also a process of its own: farm's
 * URL up to the number, cameras, seconds, milliseconds between two runs.
 */
final class FlappingReaders implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final SourceSettings SETTINGS =
            SourceSettings.DEFAULT.withTimeouts(PATIENCE, PATIENCE).withAddresses(CameraAddresses.LOOPBACK);
    private static final int RING_BYTES = 2 << 20;

    private final List<Thread> threads = new ArrayList<>();
    private final Map<Thread, Long> calledAt = new ConcurrentHashMap<>();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong pictures = new AtomicLong();
    private final Map<StreamFailure.Reason, Long> failures = new ConcurrentHashMap<>();
    private final Duration pause;

    FlappingReaders(String prefix, int cameras, Duration pause) {
        this.pause = pause;
        for (int i = 0; i < cameras; i++) {
            CameraUrl url = CameraUrl.parse(prefix + i);
            threads.add(Thread.ofPlatform().name("flapping-" + i).start(() -> read(url)));
        }
    }

    /** In a process of its own, so that its memory is only a reader's. */
    public static void main(String[] args) throws Exception {
        try (FlappingReaders readers =
                new FlappingReaders(args[0], Integer.parseInt(args[1]), Duration.ofMillis(Long.parseLong(args[3])))) {
            TimeUnit.SECONDS.sleep(Long.parseLong(args[2]));
            System.out.println(readers);
        }
        System.out.printf("native objects at the end: %s%n", Natives.live());
    }

    private void read(CameraUrl url) {
        try (FramePool pool = new FramePool(url.toString(), 3)) {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    run(url, pool);
                } catch (StreamFailure failure) {
                    failures.merge(failure.reason(), 1L, Long::sum);
                }
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(CameraUrl url, FramePool pool) throws StreamFailure {
        called();
        try (FfmpegSource source = FfmpegSource.open(url, SETTINGS);
                SampledDecoder decoder = new SampledDecoder(
                        Sampler.live(Duration.ofSeconds(1), Duration.ofSeconds(5)), new Decoder(source.info(), pool))) {
            returned();
            runs.incrementAndGet();
            GopRing ring = new GopRing(source.info(), RING_BYTES);
            while (true) {
                called();
                Packet packet = source.next();
                returned();
                ring.append(packet);
                try (Frame frame = decoder.next(packet)) {
                    pictures.addAndGet(frame == null ? 0 : 1);
                }
                called();
            }
        } finally {
            returned();
        }
    }

    private void called() {
        calledAt.put(Thread.currentThread(), System.nanoTime());
    }

    private void returned() {
        Long began = calledAt.remove(Thread.currentThread());
        if (began != null) {
            longestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
        }
    }

    /** The longest that any reader was or is held by one call. */
    Duration longestHeld() {
        long now = System.nanoTime();
        long running =
                calledAt.values().stream().mapToLong(began -> now - began).max().orElse(0);
        return Duration.ofNanos(Math.max(running, longestNanos.get()));
    }

    Map<StreamFailure.Reason, Long> failures() {
        return Map.copyOf(failures);
    }

    long runs() {
        return runs.get();
    }

    long pictures() {
        return pictures.get();
    }

    /** Interrupts all readers and waits for each. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "%d runs, %d pictures, longest held %d ms, failures %s"
                .formatted(runs(), pictures(), longestHeld().toMillis(), failures());
    }
}
