package org.streetwarden.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.streetwarden.detect.Detection;
import org.streetwarden.evidence.ClipEye;
import org.streetwarden.evidence.ClipMasking;
import org.streetwarden.evidence.CutterSettings;
import org.streetwarden.evidence.EvidenceCutter;
import org.streetwarden.evidence.Footage;
import org.streetwarden.evidence.Raise;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.FilingDesk;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Basis;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.Moment;
import org.streetwarden.incident.OpenIncident;
import org.streetwarden.media.Clip;
import org.streetwarden.media.GopRing;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.scene.ViewState;
import org.streetwarden.source.SeekableVideo;
import org.streetwarden.zone.Kind;

/**
 * Question: what does the masked copy of a clip cost, and how much of it is the model's?
 *
 * <p>Decides: that each incident's clip gets one, and how many looks a second its masks rest on.
 *
 * <p>Input: the first 20 s of a video, filed as one incident: without a copy, all coarse, and with looks. Run:
 * {@code scripts/bench --main MaskedClipCost VIDEO [PACKAGE]}.
 */
public final class MaskedClipCost {

    private static final int ROUNDS = 3;
    private static final long HALF_US = 10_000_000;
    private static final String ID = "0123456789abcdef0123456789abcdef";

    private final Clip clip;
    private final LoadedModel model;

    private MaskedClipCost(Clip clip, LoadedModel model) {
        this.clip = clip;
        this.model = model;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args.length > 1 ? args[1] : "models/zoo/street-nano-0.4");
        try (SeekableVideo video = SeekableVideo.open(Path.of(args[0]), Instant.EPOCH);
                LoadedModel model = LoadedModel.open(folder, "onnxruntime", 1, "")) {
            MaskedClipCost cost = new MaskedClipCost(video.clip(0, 2 * HALF_US), model);
            for (int round = 0; round < ROUNDS; round++) {
                cost.measure("no copy", null);
                cost.measure("all coarse", cost.eye(Set.of()));
                cost.measure("with looks", cost.eye(model.labels()));
            }
            System.out.println(ProcessorTime.load());
        }
    }

    /** @param labels that the model is said to look for */
    private ClipEye eye(Set<String> labels) {
        return (camera, picture) -> new ClipEye.Glance(
                model.identity(),
                labels,
                model.detector().detect(List.of(picture)).getFirst());
    }

    private void measure(String what, ClipEye eye) throws Exception {
        Path data = Files.createTempDirectory("streetwarden-masked-clip");
        Duration before = used();
        long began = System.nanoTime();
        try (FilingDesk desk = FilingDesk.open(data, Long.MAX_VALUE);
                ClipMasking masking = eye == null ? null : new ClipMasking(eye)) {
            file(desk, masking);
            System.out.printf(
                    "%s: %.2f s of processor time, %.2f s on the wall, %s%n",
                    what, used().minus(before).toMillis() / 1e3, (System.nanoTime() - began) / 1e9, videos(data));
        }
    }

    private static Duration used() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void file(FilingDesk desk, ClipMasking masking) throws InterruptedException {
        BackOff backOff = new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(1), new java.util.Random(1));
        EvidenceCutter cutter = new EvidenceCutter(
                desk,
                CutterSettings.of("bench"),
                new FilingCounters(),
                backOff,
                InstantSource.fixed(Instant.EPOCH),
                null,
                masking);
        cutter.raise(raise());
        while (desk.spool().waiting().isEmpty()) {
            cutter.doWork();
            Thread.sleep(5);
        }
    }

    private static List<String> videos(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".mp4"))
                    .map(file -> "%s of %d kB"
                            .formatted(file.getFileName(), file.toFile().length() / 1000))
                    .sorted()
                    .toList();
        }
    }

    private Raise raise() {
        GopRing ring = new GopRing(clip.info(), 256 << 20);
        clip.packets().forEach(ring::append);
        Detection stall = new Detection("stall", 0.9f, new Box(0.2, 0.3, 0.5, 0.8));
        Moment moment = new Moment(clip.fromUs() + HALF_US, Instant.EPOCH, stall, List.of(stall), model.identity());
        Incident incident = new Incident(
                ID,
                "cam-1",
                "zone-1",
                Kind.VENDING,
                moment,
                moment,
                moment,
                0,
                0,
                0,
                1,
                "0123456789ab",
                "0123456789ab",
                Basis.DETECTOR,
                Optional.empty(),
                ViewState.CLEAR,
                0,
                "measured");
        return new Raise(
                incident,
                new OpenIncident(ID, "zone-1", Kind.VENDING, moment.ptsUs(), stall.box()),
                "cam-1",
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Footage.of(ring, () -> true));
    }
}
