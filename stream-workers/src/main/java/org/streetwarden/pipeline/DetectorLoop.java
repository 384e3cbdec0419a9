package org.streetwarden.pipeline;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.filing.Complaint;
import org.streetwarden.incident.Look;
import org.streetwarden.media.Frame;
import org.streetwarden.media.LatestFrame;
import org.streetwarden.models.Detectors;
import org.streetwarden.models.pixels.LumaShrinker;
import org.streetwarden.rollout.Eye;
import org.streetwarden.rollout.ModelCurator;
import org.streetwarden.rollout.ModelsAtWork.Sight;
import org.streetwarden.rollout.ModelsAtWork;

/** The models on one thread: sweeps the mailboxes of all cameras in turn, so that none waits behind a busier one. */
public final class DetectorLoop implements Runnable, ModelCurator.Seam {

    private static final Logger LOG = LoggerFactory.getLogger(DetectorLoop.class);

    private final ModelsAtWork models;
    private final PipelineMetrics metrics;
    private final LumaShrinker shrinker;
    private final Complaint complaint = new Complaint(LOG, InstantSource.system());
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private final Semaphore arrivals = new Semaphore(0);
    private final Queue<Between> tasks = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;
    private int next;

    /** A camera's way to the models and back: frames in, looks out, each with who looked. */
    public record Lane(String cameraId, LatestFrame mailbox, BiConsumer<Look, Eye> judge) {}

    private record Between(Runnable task, CountDownLatch done) {
        void run() {
            try {
                task.run();
            } finally {
                done.countDown();
            }
        }
    }

    /** Without the pictures themselves in the looks. */
    public DetectorLoop(ModelsAtWork models, PipelineMetrics metrics) {
        this(models, metrics, null);
    }

    /**
     * @param models used by the thread that runs this loop only
     * @param shrinker borrowed, likewise; null: looks carry no picture
     */
    public DetectorLoop(ModelsAtWork models, PipelineMetrics metrics, LumaShrinker shrinker) {
        this.models = models;
        this.shrinker = shrinker;
        this.metrics = metrics;
    }

    /** A mailbox that wakes this loop; give it to {@link #serve} in a lane. */
    public LatestFrame mailbox() {
        return new LatestFrame(arrivals::release);
    }

    /** Takes a camera on. Any thread. */
    public void serve(Lane lane) {
        lanes.add(lane);
    }

    /** Ends {@link #run} after the batch at hand. Any thread. */
    public void stop() {
        stopped = true;
        arrivals.release();
    }

    @Override
    public boolean between(Runnable task) throws InterruptedException {
        Between asked = new Between(task, new CountDownLatch(1));
        tasks.add(asked);
        arrivals.release();
        while (!asked.done().await(100, TimeUnit.MILLISECONDS)) {
            if (ended.getCount() == 0 && tasks.remove(asked)) {
                return false;
            }
        }
        return true;
    }

    /** Closes the frames that nobody took. After {@link #run} and all readers have ended. */
    void closeMailboxes() {
        lanes.forEach(lane -> lane.mailbox().close());
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                arrivals.acquireUninterruptibly();
                arrivals.drainPermits();
                runTasks();
                while (!stopped && sweep()) {
                    runTasks();
                }
            }
        } finally {
            ended.countDown();
        }
    }

    private void runTasks() {
        for (Between asked; (asked = tasks.poll()) != null; ) {
            asked.run();
        }
    }

    /** One batch from the mailboxes that have a frame, beginning after the last camera served. */
    private boolean sweep() {
        List<Sight> sights = new ArrayList<>();
        int count = lanes.size();
        int from = next;
        for (int i = 0; i < count && sights.size() < Detectors.DEFAULT_MAX_BATCH; i++) {
            Lane lane = lanes.get((from + i) % count);
            Frame frame = lane.mailbox().take();
            if (frame != null) {
                sights.add(new Sight(lane.cameraId(), frame, judge(lane, frame)));
                next = (from + i + 1) % count;
            }
        }
        if (sights.isEmpty()) {
            return false;
        }
        try {
            look(sights);
        } finally {
            sights.forEach(sight -> sight.frame().close());
        }
        return true;
    }

    /** The lane's judge, who is given the picture too where there is a shrinker. */
    private BiConsumer<Look, Eye> judge(Lane lane, Frame frame) {
        return shrinker == null
                ? lane.judge()
                : (look, eye) -> lane.judge().accept(look.with(shrinker.shrink(frame)), eye);
    }

    private void look(List<Sight> sights) {
        long began = System.nanoTime();
        int looked = 0;
        try {
            looked = models.look(sights);
            metrics.looked(looked, System.nanoTime() - began);
        } catch (RuntimeException defect) {
            complaint.say("detector: expected looks, found a defect: " + defect);
        }
        metrics.count(PipelineCounter.INFERENCE_FAILED, (long) sights.size() - looked);
    }
}
