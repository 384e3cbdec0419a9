package org.streetwarden.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.streetwarden.config.GoldenSet;
import org.streetwarden.config.GoldenSet.GoldenClip;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.detect.Verifier;
import org.streetwarden.evidence.Footage;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelPackage;
import org.streetwarden.pipeline.CameraDesk;
import org.streetwarden.pipeline.Desks;
import org.streetwarden.rollout.LoadedModel;

/** A model before the gate: its package, opened, and the CPU time of each of its looks. One thread. */
final class Contender implements AutoCloseable {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ModelPackage pack;
    private final LoadedModel model;
    private final Verifier verifier;
    private final List<Long> cpuNanos = new ArrayList<>();

    private Contender(ModelPackage pack, LoadedModel model, Verifier verifier) {
        this.pack = pack;
        this.model = model;
        this.verifier = verifier;
    }

    /**
     * @param variant of the package; empty: the model file itself
     * @param verifier looks again at what it raises; borrowed; null: nobody does
     * @throws DetectorFailure with every problem of the package
     */
    static Contender open(Path folder, String variant, Verifier verifier) throws DetectorFailure {
        try {
            ModelPackage pack = ModelPackage.open(folder, variant);
            return new Contender(pack, LoadedModel.open(folder, "onnxruntime", 1, variant), verifier);
        } catch (BrokenPackage broken) {
            throw new DetectorFailure(broken.getMessage(), broken);
        }
    }

    /**
     * The same package run as one of its variants, with the same verifier; the caller closes it.
     *
     * @throws DetectorFailure as {@link #open}
     */
    Contender as(String variant) throws DetectorFailure {
        return open(pack.folder(), variant, verifier);
    }

    ModelPackage pack() {
        return pack;
    }

    /** Who looks again at what it raises; empty: nobody. */
    Optional<ModelIdentity> verifier() {
        return Optional.ofNullable(verifier).map(Verifier::model);
    }

    /** A clip seen through this model's eyes. */
    final class Watch {

        private final GoldenClip clip;
        private final CameraDesk desk;
        private final Analyst analyst;

        private Watch(GoldenSet set, GoldenClip clip) {
            this.clip = clip;
            String camera = String.valueOf(clip.video().getFileName());
            Docket docket = new Docket(verifier);
            desk = docket.desk(camera, Desks.judge("golden", clip.zones(), set.rules()));
            analyst = new Analyst(model, desk, null, docket, true, mediaUs -> {});
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

    @Override
    public void close() {
        model.close();
    }
}
