package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.filing.BackOff;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Look;
import org.streetwarden.media.Frame;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.rollout.MemoryPackages;
import org.streetwarden.rollout.ModelCurator;
import org.streetwarden.rollout.ModelReports;
import org.streetwarden.rollout.ModelSupply;
import org.streetwarden.rollout.ModelsAtWork;
import org.streetwarden.rollout.ProvenModels;
import org.streetwarden.rollout.Tallies;

class DetectorLoopTest {

    private static final ModelIdentity MODEL = new ModelIdentity("fake", "1", "0".repeat(64));

    private final PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());
    private final AtomicInteger framesAlive = new AtomicInteger();
    private final Map<String, List<Look>> looks = new ConcurrentHashMap<>();
    private final Map<String, DetectorLoop.Lane> lanes = new ConcurrentHashMap<>();
    private final AtomicLong clockUs = new AtomicLong();
    private DetectorLoop loop;
    private Thread thread;

    /** What a batch shows; called on the loop's thread. */
    private interface Batch {
        List<List<Detection>> seen(List<? extends Frame> frames) throws DetectorFailure;
    }

    private void start(int maxBatch, Batch batch, String... cameras) {
        Detector detector = new Detector() {
            @Override
            public ModelIdentity model() {
                return MODEL;
            }

            @Override
            public int maxBatch() {
                return maxBatch;
            }

            @Override
            public List<List<Detection>> detect(List<? extends Frame> frames) throws DetectorFailure {
                assertThat(frames).hasSizeBetween(1, maxBatch);
                return batch.seen(frames);
            }

            @Override
            public void close() {}
        };
        loop = new DetectorLoop(models(new LoadedModel(detector, Set.of()), cameras), metrics);
        for (String camera : cameras) {
            looks.put(camera, new CopyOnWriteArrayList<>());
            lanes.put(
                    camera, loop.serve(camera, (look, eye) -> looks.get(camera).add(look)));
        }
        thread = Thread.ofPlatform().name("detector").start(loop);
    }

    private static ModelsAtWork models(LoadedModel model, String... cameras) {
        Map<String, String> groups = new HashMap<>();
        for (String camera : cameras) {
            groups.put(camera, "default");
        }
        InstantSource clock = InstantSource.system();
        BackOff backOff = new BackOff(Duration.ZERO, Duration.ZERO, new Random(1));
        Tallies tallies = new Tallies(new SimpleMeterRegistry(), clock);
        Path none = Path.of("none");
        return new ModelCurator(
                        new ModelCurator.Setting("worker-1", groups, none, Duration.ofSeconds(1), 50),
                        model,
                        new ProvenModels("onnxruntime", 1, ""),
                        new ModelSupply(none, new MemoryPackages(), List.of(), backOff, clock),
                        tallies,
                        new ModelReports("worker-1", tallies, null, Duration.ofSeconds(1), backOff, clock),
                        clock)
                .atWork();
    }

    private void put(String camera) {
        lanes.get(camera).mailbox().put(new TestFrame(camera, clockUs.addAndGet(1000), framesAlive));
    }

    private static List<List<Detection>> nothing(List<? extends Frame> frames) {
        return frames.stream().map(frame -> List.<Detection>of()).toList();
    }

    @AfterEach
    void closesEveryFrameOnce() throws Exception {
        loop.stop();
        thread.join();
        loop.closeMailboxes();
        assertThat(framesAlive).as("frames not closed").hasValue(0);
    }

    @Test
    void bringsEachCameraItsOwnLooks() throws Exception {
        start(
                4,
                frames -> frames.stream()
                        .map(frame -> List.of(new Detection(((TestFrame) frame).camera(), 0.9f, new Box(0, 0, 1, 1))))
                        .toList(),
                "a",
                "b",
                "c");
        for (String camera : looks.keySet()) {
            put(camera);
        }
        Waiting.until("all three were looked at", () -> looks.values().stream().noneMatch(List::isEmpty));
        looks.forEach((camera, seen) -> assertThat(seen.getFirst().detections())
                .singleElement()
                .satisfies(detection -> assertThat(detection.label()).isEqualTo(camera)));
    }

    /** Two cameras have a new frame before every batch and the model takes one at a time. */
    @Test
    void starvesNoCamera() throws Exception {
        List<String> order = new ArrayList<>();
        start(
                1,
                frames -> {
                    order.add(((TestFrame) frames.getFirst()).camera());
                    if (order.size() < 30) {
                        put("busy-1");
                        put("busy-2");
                        put("calm-1");
                        put("calm-2");
                    }
                    return nothing(frames);
                },
                "busy-1",
                "busy-2",
                "calm-1",
                "calm-2");
        put("busy-1");
        Waiting.until(
                "30 batches ran",
                () -> looks.values().stream().mapToInt(List::size).sum() >= 30);
        // The first camera was alone and is first again; from then on all four wait.
        for (int from = 1; from + 4 <= 28; from++) {
            assertThat(order.subList(from, from + 4))
                    .as("batches from %d", from)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void runsNoTaskAfterItsCallerWasInterrupted() throws Exception {
        CountDownLatch looking = new CountDownLatch(1);
        Semaphore gate = new Semaphore(0);
        start(
                1,
                frames -> {
                    looking.countDown();
                    gate.acquireUninterruptibly();
                    return nothing(frames);
                },
                "a");
        put("a");
        looking.await();
        AtomicBoolean ran = new AtomicBoolean();
        AtomicBoolean told = new AtomicBoolean();
        Thread asking = Thread.ofPlatform().start(() -> {
            try {
                loop.between(() -> ran.set(true));
            } catch (InterruptedException hurried) {
                told.set(true);
            }
        });
        asking.interrupt();
        asking.join();
        assertThat(told).isTrue();
        gate.release(2);
        assertThat(loop.between(() -> {})).isTrue();
        assertThat(ran).isFalse();
    }

    @Test
    void countsAFailingModelAndGoesOn() throws Exception {
        AtomicInteger batches = new AtomicInteger();
        start(
                2,
                frames -> {
                    switch (batches.incrementAndGet()) {
                        case 1 -> throw new DetectorFailure("model: expected 8400 anchors, found 12");
                        case 2 -> throw new IllegalStateException("a defect");
                        case 3 -> {
                            return List.of();
                        }
                        default -> {
                            return nothing(frames);
                        }
                    }
                },
                "a");
        for (int failed = 1; failed <= 3; failed++) {
            long expected = failed;
            put("a");
            Waiting.until("a failure is counted", () -> metrics.value(PipelineCounter.INFERENCE_FAILED) == expected);
        }
        assertThat(looks.get("a")).isEmpty();
        put("a");
        Waiting.until("the next picture was looked at", () -> looks.get("a").size() == 1);
        assertThat(thread.isAlive()).isTrue();
    }
}
