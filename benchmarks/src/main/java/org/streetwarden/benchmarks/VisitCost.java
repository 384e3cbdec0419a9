package org.streetwarden.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.streetwarden.decode.Decoder;
import org.streetwarden.decode.FramePool;
import org.streetwarden.decode.KeySessions;
import org.streetwarden.detect.Detector;
import org.streetwarden.farm.CameraFarm;
import org.streetwarden.farm.FarmSettings;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.Packet;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.Engine;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.source.CameraAddresses;
import org.streetwarden.source.CameraUrl;
import org.streetwarden.source.FfmpegSource;
import org.streetwarden.source.SourceSettings;

/**
 * Question: where does the CPU of one visit go: opening, waiting for the first key frame, decoder, decoding, model, closing?
 * Decides: what is worth taking out of a visit; above 25 ms in all, 6,000 cameras every five minutes need more than half a core.
 * Input: an MP4 clip that a farm in this process plays over RTSP, TCP, to visits one after the other, each by this thread
 * alone; the farm's threads are not counted. The first fifth of the visits warms up and is not counted either.
 * Run: {@code scripts/bench --main VisitCost CLIP PACKAGE [VARIANT] [VISITS]}; VARIANT {@code -} for the package's own file.
 */
public final class VisitCost {

    private static final SourceSettings ON_A_FARM = SourceSettings.DEFAULT.withAddresses(CameraAddresses.LOOPBACK);
    private static final int CAMERAS = 20;
    private static final int RING_BYTES = 16 << 20;

    private final Map<Part, Long> nanos = new EnumMap<>(Part.class);
    private final KeySessions.Hold sessions = KeySessions.hold();
    private final FramePool frames = new FramePool("visits", 1);
    private final Detector detector;
    private long cpu;

    private enum Part {
        OPEN,
        FIRST_KEY,
        RING,
        DECODER,
        DECODE,
        MODEL,
        CLOSE
    }

    private VisitCost(Detector detector) {
        this.detector = detector;
    }

    public static void main(String[] args) throws Exception {
        String variant = args.length > 2 && !args[2].equals("-") ? args[2] : "";
        int visits = args.length > 3 ? Integer.parseInt(args[3]) : 200;
        try (CameraFarm farm = new CameraFarm(FarmSettings.defaults());
                Detector detector =
                        Detectors.open(ModelPackage.open(Path.of(args[1]), variant), Engine.ONNXRUNTIME, 1)) {
            for (int i = 0; i < CAMERAS; i++) {
                farm.camera("cam-" + i).plays(Path.of(args[0])).phase(Duration.ofMillis(777L * i));
            }
            farm.start();
            VisitCost cost = new VisitCost(detector);
            for (int i = -visits / 4; i < visits; i++) {
                if (i == 0) {
                    cost.nanos.clear();
                }
                cost.visit(CameraUrl.parse(
                        farm.url("cam-" + Math.floorMod(i, CAMERAS)).toString()));
            }
            cost.frames.close();
            cost.sessions.close();
            cost.print(visits);
        }
    }

    private void visit(CameraUrl url) throws Exception {
        cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        FfmpegSource source = FfmpegSource.open(url, ON_A_FARM);
        spent(Part.OPEN);
        Packet packet = source.next();
        while (!packet.key()) {
            packet = source.next();
        }
        spent(Part.FIRST_KEY);
        GopRing ring = new GopRing(source.info(), RING_BYTES);
        ring.append(packet);
        spent(Part.RING);
        try (Decoder decoder = new Decoder(source.info(), frames)) {
            spent(Part.DECODER);
            try (Frame frame = decoder.decodeKey(packet)) {
                spent(Part.DECODE);
                detector.detect(List.of(frame));
                spent(Part.MODEL);
            }
        }
        source.close();
        spent(Part.CLOSE);
    }

    private void spent(Part part) {
        long now = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        nanos.merge(part, now - cpu, Long::sum);
        cpu = now;
    }

    private void print(int visits) {
        nanos.forEach((part, spent) -> System.out.printf("%-10s %7.3f ms%n", part, spent / 1e6 / visits));
        System.out.printf(
                "%-10s %7.3f ms of CPU a visit, %d visits%n",
                "ALL", nanos.values().stream().mapToLong(Long::longValue).sum() / 1e6 / visits, visits);
    }
}
