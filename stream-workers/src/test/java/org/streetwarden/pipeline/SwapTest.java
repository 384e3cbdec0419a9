package org.streetwarden.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.decode.Decoder;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.evidence.Footage;
import org.streetwarden.evidence.Raise;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.RecordBus;
import org.streetwarden.geometry.Polygon;
import org.streetwarden.incident.Look;
import org.streetwarden.incident.Verdict;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.LatestFrame;
import org.streetwarden.media.Packet;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.StreamInfo;
import org.streetwarden.rollout.Eye;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.rollout.MemoryPackages;
import org.streetwarden.rollout.ModelCurator;
import org.streetwarden.rollout.ModelReports;
import org.streetwarden.rollout.ModelSupply;
import org.streetwarden.rollout.Packages;
import org.streetwarden.rollout.Polling;
import org.streetwarden.rollout.ProvenModels;
import org.streetwarden.rollout.Tallies;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.NoNativeLeaks;
import org.streetwarden.source.SourceSettings;
import org.streetwarden.zone.Kind;
import org.streetwarden.zone.RuleOverrides;
import org.streetwarden.zone.Zone;

/**
 * Real models swapped again and again under load: three cameras that see one stall through the shipped model and its
 * relatives, one that looks through the small one. {@code -Dstreetwarden.swaps=100} for the whole hundred, with
 * {@code -Dstreetwarden.swaps.log=FILE} for each swap's memory.
 */
@ExtendWith(NoNativeLeaks.class)
class SwapTest {

    private static final int SWAPS = Integer.getInteger("streetwarden.swaps", 12);
    private static final int WARM_UP = Math.max(4, SWAPS / 5);

    /** Of what was resident after warming up; a few swaps are warming up throughout. */
    private static final int MOST_PERCENT = SWAPS >= 50 ? 105 : 120;

    private static final long SECOND_US = 1_000_000;
    private static final long STALL_STANDS_US = 20 * SECOND_US;

    /** Raises after 60 looks; what is not seen for 30 looks is gone. */
    private static final RuleOverrides RULE = new RuleOverrides(
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            0.6,
            2,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            null,
            null);

    @TempDir
    Path home;

    private final InstantSource clock = InstantSource.system();
    private final PipelineMetrics metrics = new PipelineMetrics(new SimpleMeterRegistry());
    private final Tallies tallies = new Tallies(new SimpleMeterRegistry(), clock);
    private final List<ModelEvent> events = new CopyOnWriteArrayList<>();
    private final List<Raise> raises = new CopyOnWriteArrayList<>();
    private final List<Verdict.Cleared> clearings = new CopyOnWriteArrayList<>();
    private final Map<String, ModelIdentity> looking = new ConcurrentHashMap<>();
    private final AtomicLong looks = new AtomicLong();
    private final Map<String, LatestFrame> mailboxes = new HashMap<>();
    private final AtomicInteger framesAlive = new AtomicInteger();
    private final AtomicLong shown = new AtomicLong();
    private final MemoryPackages store = new MemoryPackages();
    private final List<ModelIdentity> streets = new ArrayList<>();
    private final List<ModelIdentity> smalls = new ArrayList<>();
    private volatile boolean enough;
    private ModelReports reports;
    private ModelCurator curator;
    private DetectorLoop loop;

    @Test
    void swapsAgainAndAgainUnderLoadAndNobodyNotices() throws Exception {
        importPackages();
        open();
        Thread detector = Thread.ofPlatform().name("detector").start(loop);
        curator.start(loop);
        Thread cameras = Thread.ofPlatform().name("cameras").start(this::show);
        List<Long> rssKb = new ArrayList<>();
        for (int swap = 0; swap < SWAPS; swap++) {
            swap(swap);
            rssKb.add(residentKb());
            log(rssKb);
        }
        Polling.until("every stall is raised", () -> raises.size() >= 3);
        enough = true;
        cameras.join();
        curator.stop();
        loop.stop();
        detector.join();

        assertThat(metrics.value(PipelineCounter.INFERENCE_FAILED))
                .as("failed inferences")
                .isZero();
        assertThat(events)
                .as("refused or rolled back")
                .extracting(ModelEvent::step)
                .containsOnly(ModelEvent.Step.LOADED, ModelEvent.Step.UNLOADED);
        assertEveryPictureTakenWasLookedAt();
        assertThat(raises).extracting(raise -> raise.incident().cameraId()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(clearings).isEmpty();
        long before = rssKb.get(WARM_UP - 1);
        assertThat(rssKb.getLast()).as("resident kB after %s", rssKb).isLessThanOrEqualTo(before * MOST_PERCENT / 100);
        reports.close();
        curator.close();
    }

    private void importPackages() throws Exception {
        for (int i = 0; i < 2; i++) {
            streets.add(keep(Packages.relative(home.resolve("street-" + i), "0.1." + i, 0.42 + 0.02 * i)));
            smalls.add(keep(Packages.patches(home.resolve("small-" + i), "1." + i)));
        }
    }

    private ModelIdentity keep(Path folder) throws Exception {
        ModelIdentity identity = Packages.identity(folder);
        store.objects.put("models/" + identity.sha256() + ".zip", Packages.archive(folder, home));
        return identity;
    }

    private void open() throws Exception {
        BackOff quick = new BackOff(Duration.ofMillis(5), Duration.ofMillis(50), new Random(1));
        RecordBus bus = new RecordBus() {
            @Override
            public void send(WorkerRecord record) {
                if (record instanceof ModelEvent event) {
                    events.add(event);
                }
            }

            @Override
            public void close() {}
        };
        reports = new ModelReports("worker-1", tallies, bus, Duration.ofSeconds(1), quick, clock);
        ModelSupply supply = new ModelSupply(home.resolve("models"), store, List.of(), quick, clock);
        Map<String, String> groups = Map.of("a", "street", "b", "street", "c", "street", "d", "small");
        curator = new ModelCurator(
                new ModelCurator.Setting("worker-1", groups, Packages.shipped(), Duration.ofSeconds(1), 50),
                LoadedModel.open(Packages.shipped(), "onnxruntime", 1, ""),
                new ProvenModels("onnxruntime", 1, ""),
                supply,
                tallies,
                reports,
                clock);
        loop = new DetectorLoop(curator.atWork(), metrics);
        for (String camera : groups.keySet()) {
            CameraDesk desk = desk(camera);
            DetectorLoop.Lane lane = loop.serve(camera, (look, eye) -> judged(camera, desk, look, eye));
            mailboxes.put(camera, lane.mailbox());
        }
    }

    private void judged(String camera, CameraDesk desk, Look look, Eye eye) {
        looks.incrementAndGet();
        looking.put(camera, look.model());
        desk.look(look, eye.experimental());
    }

    private CameraDesk desk(String camera) {
        Zone zone = new Zone("market", Kind.VENDING, Polygon.PICTURE);
        CameraDesk desk = new CameraDesk(
                camera,
                Desks.judge(camera, List.of(zone), Map.of(Kind.VENDING, RULE)),
                new CameraDesk.Outcome() {
                    @Override
                    public void raised(Raise raise) {
                        raises.add(raise);
                    }

                    @Override
                    public void cleared(Verdict.Cleared cleared) {
                        clearings.add(cleared);
                    }
                },
                metrics);
        GopRing ring = new GopRing(new StreamInfo("h264", 64, 48, ByteBuffer.allocate(0)), 1 << 20);
        desk.watch(ring, Footage.of(ring, () -> false));
        return desk;
    }

    /** Always the same picture of a street with a stall, a second of the cameras' time apart, as often as it is taken. */
    private void show() {
        StillFrame.Planes street = stall();
        for (long ptsUs = SECOND_US; !enough; ptsUs += SECOND_US) {
            for (LatestFrame mailbox : mailboxes.values()) {
                shown.incrementAndGet();
                mailbox.put(new StillFrame(street, ptsUs, framesAlive));
            }
            pause();
        }
    }

    /** Until the pictures were taken, but no longer than a model may take. */
    private void pause() {
        long until = System.nanoTime() + 50_000_000;
        while (!enough && framesAlive.get() >= mailboxes.size() && System.nanoTime() < until) {
            Thread.onSpinWait();
            try {
                Thread.sleep(2);
            } catch (InterruptedException told) {
                throw new AssertionError(told);
            }
        }
    }

    private static StillFrame.Planes stall() {
        Path clip = Packages.root().resolve("models/scenes/clips/vending.mp4");
        try (PacketSource source = FfmpegSource.open(CameraUrl.of(clip), SourceSettings.DEFAULT);
                Decoder decoder = new Decoder(source.info())) {
            for (Packet packet; (packet = source.next()) != null; ) {
                try (Frame frame = decoder.decode(packet)) {
                    if (frame != null && frame.ptsUs() >= STALL_STANDS_US) {
                        return StillFrame.Planes.of(frame);
                    }
                }
            }
            throw new AssertionError("no picture at 20 s");
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    /** Both groups at once; over when the new models have looked at every camera and the old ones are freed. */
    private void swap(int swap) throws Exception {
        ModelIdentity street = streets.get(swap % 2);
        ModelIdentity small = smalls.get(swap % 2);
        curator.follow(new Rollout(swap + 1, Map.of("street", only(street), "small", only(small))));
        int freed = 2 + 2 * swap;
        Polling.until("the old models are freed", () -> count(ModelEvent.Step.UNLOADED) >= freed);
        for (String camera : mailboxes.keySet()) {
            ModelIdentity expected = camera.equals("d") ? small : street;
            Polling.until("the new model looks at " + camera, () -> expected.equals(looking.get(camera)));
        }
    }

    private long count(ModelEvent.Step step) {
        return events.stream().filter(event -> event.step() == step).count();
    }

    private static Rollout.Group only(ModelIdentity model) {
        Rollout.Band wide = new Rollout.Band(0, Duration.ofMinutes(10), 1000);
        return new Rollout.Group(Optional.of(model), Optional.empty(), Optional.empty(), wide);
    }

    private void assertEveryPictureTakenWasLookedAt() {
        long replaced =
                mailboxes.values().stream().mapToLong(LatestFrame::replaced).sum();
        assertThat(framesAlive).as("pictures that nobody closed").hasValueLessThanOrEqualTo(mailboxes.size());
        assertThat(looks.get() + replaced + framesAlive.get())
                .as("pictures looked at, replaced, not yet taken")
                .isEqualTo(shown.get());
        loop.closeMailboxes();
        assertThat(framesAlive).hasValue(0);
    }

    private static long residentKb() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static void log(List<Long> rssKb) throws IOException {
        String file = System.getProperty("streetwarden.swaps.log");
        if (file != null) {
            Files.writeString(Path.of(file), rssKb.toString() + "\n");
        }
    }
}
