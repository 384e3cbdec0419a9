package org.streetwarden.cli;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.cli.Analysis.Found;
import org.streetwarden.config.GoldenSet;
import org.streetwarden.config.GoldenSet.GoldenClip;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.evidence.Footage;
import org.streetwarden.evidence.Raise;
import org.streetwarden.incident.Verdict;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.pipeline.CameraDesk;
import org.streetwarden.pipeline.Desks;
import org.streetwarden.pipeline.PipelineMetrics;
import org.streetwarden.rollout.LoadedModel;

/** A model before the gate: its package, opened, and the CPU time of each of its looks. One thread. */
final class Contender implements AutoCloseable {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ModelPackage pack;
    private final LoadedModel model;
    private final List<Long> cpuNanos = new ArrayList<>();

    private Contender(ModelPackage pack, LoadedModel model) {
        this.pack = pack;
        this.model = model;
    }

    /** @throws DetectorFailure with every problem of the package */
    static Contender open(Path folder) throws DetectorFailure {
        return open(folder, "");
    }

    /** @param variant of the package; empty: the model file itself */
    static Contender open(Path folder, String variant) throws DetectorFailure {
        try {
            ModelPackage pack = ModelPackage.open(folder, variant);
            return new Contender(pack, LoadedModel.open(folder, "onnxruntime", 1, variant));
        } catch (BrokenPackage broken) {
            throw new DetectorFailure(broken.getMessage(), broken);
        }
    }

    ModelPackage pack() {
        return pack;
    }

    /** A clip seen through this model's eyes. */
    final class Watch {

        private final GoldenClip clip;
        private final List<Found> incidents = new ArrayList<>();
        private final CameraDesk desk;
        private final Analyst analyst;

        private Watch(GoldenSet set, GoldenClip clip) {
            this.clip = clip;
            String camera = String.valueOf(clip.video().getFileName());
            desk = new CameraDesk(
                    camera,
                    Desks.judge("golden", clip.zones(), set.rules()),
                    noting(incidents),
                    new PipelineMetrics(new SimpleMeterRegistry()));
            analyst = new Analyst(model, desk, null, incidents, true, mediaUs -> {});
        }

        void opened(GopRing ring) {
            desk.watch(ring, Footage.of(ring, () -> false));
        }

        void look(Frame frame) {
            timed(() -> analyst.look(new ClipReplay.Lent(frame)));
        }

        /** @throws DetectorFailure where the model failed on a picture */
        Analysis analysis() throws DetectorFailure {
            try {
                return analyst.result(clip.video(), "");
            } catch (DetectorFailure failure) {
                throw new DetectorFailure(clip.video().getFileName() + ": " + failure.getMessage(), failure);
            }
        }
    }

    Watch watch(GoldenSet set, GoldenClip clip) {
        return new Watch(set, clip);
    }

    /** Looks once at a picture, for the time it takes. */
    void time(Frame frame) throws DetectorFailure {
        long from = THREADS.getCurrentThreadCpuTime();
        model.detector().detect(List.of(frame));
        cpuNanos.add(THREADS.getCurrentThreadCpuTime() - from);
    }

    private void timed(Runnable look) {
        long from = THREADS.getCurrentThreadCpuTime();
        look.run();
        cpuNanos.add(THREADS.getCurrentThreadCpuTime() - from);
    }

    int looks() {
        return cpuNanos.size();
    }

    /** The middle one of its looks, milliseconds of this thread's CPU time; 0 where there was none. */
    double cpuMs() {
        return cpuNanos.isEmpty() ? 0 : cpuNanos.stream().sorted().toList().get(cpuNanos.size() / 2) / 1e6;
    }

    private static CameraDesk.Outcome noting(List<Found> incidents) {
        return new CameraDesk.Outcome() {
            @Override
            public void raised(Raise raise) {
                Analyst.note(incidents).accept(raise);
            }

            @Override
            public void cleared(Verdict.Cleared cleared) {
                // A clip's end clears nothing that a gate asks for.
            }
        };
    }

    @Override
    public void close() {
        model.close();
    }
}
