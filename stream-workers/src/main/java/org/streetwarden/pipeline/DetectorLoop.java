package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.filing.Complaint;
import org.streetwarden.incident.Look;
import org.streetwarden.media.Frame;
import org.streetwarden.media.LatestFrame;
import org.streetwarden.models.pixels.LumaShrinker;
import org.streetwarden.rollout.Eye;
import org.streetwarden.rollout.ModelCurator;
import org.streetwarden.rollout.ModelsAtWork;
import org.streetwarden.rollout.ModelsAtWork.Sight;

/** The models on one thread: serves the cameras that have a frame in turn, so that none waits behind a busier one. */
public final class DetectorLoop implements Runnable, ModelCurator.Seam {

    private static final Logger LOG = LoggerFactory.getLogger(DetectorLoop.class);

    /** Pictures of one batch: all are judged when the last has been looked at, and graphs take them one by one. */
    private static final int BATCH = 4;

    private static final Duration PARKED = Duration.ofMillis(1);

    private final ModelsAtWork models;
    private final PipelineMetrics metrics;
    private final LumaShrinker shrinker;
    private final Complaint complaint = new Complaint(LOG, InstantSource.system());
    private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();
    private final Queue<Lane> waiting = new ConcurrentLinkedQueue<>();
    private final Semaphore arrivals = new Semaphore(0);
    private final Queue<Between> tasks = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopped;
    private volatile boolean looking;

    /** A camera's way to the models and back: frames in, looks out, each with who looked. */
    public final class Lane {

        private final String cameraId;
        private final BiConsumer<Look, Eye> judge;
        private final LatestFrame mailbox = new LatestFrame(this::arrived);
        private final AtomicBoolean queued = new AtomicBoolean();

        private Lane(String cameraId, BiConsumer<Look, Eye> judge) {
            this.cameraId = cameraId;
            this.judge = judge;
        }

        /** Where frames go in; the newest is looked at. */
        public LatestFrame mailbox() {
            return mailbox;
        }

        /** Stands in the queue once, however many frames come before it is served. */
        private void arrived() {
            if (queued.compareAndSet(false, true)) {
                waiting.add(this);
            }
            arrivals.release();
        }

        private Frame take() {
            queued.set(false);
            return mailbox.take();
        }
    }

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

    /**
     * Takes a camera on. Any thread.
     *
     * @param judge told, on this loop's thread, what was seen and who looked
     */
    public Lane serve(String cameraId, BiConsumer<Look, Eye> judge) {
        Lane lane = new Lane(cameraId, judge);
        lanes.add(lane);
        return lane;
    }

    /**
     * Serves a camera no longer: its frames are closed, those waiting and those that still come. Any thread.
     *
     * @param done run once the models hold none of its frames any more, on this loop's thread; where that has ended, at once
     */
    void leave(Lane lane, Runnable done) {
        lanes.remove(lane);
        lane.mailbox().close();
        Between last = new Between(done, new CountDownLatch(1));
        tasks.add(last);
        arrivals.release();
        if (ended.getCount() == 0 && tasks.remove(last)) {
            last.run();
        }
    }

    /** Whether a camera's frame is before the models or waits for them. Any thread. */
    public boolean isBehind() {
        return looking || !waiting.isEmpty();
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
        try {
            while (!asked.done().await(100, TimeUnit.MILLISECONDS)) {
                if (ended.getCount() == 0 && tasks.remove(asked)) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException hurried) {
            withdraw(asked);
            throw hurried;
        }
    }

    /** Returns when it is certain that the task does not run, now or later. */
    private void withdraw(Between asked) {
        while (!tasks.remove(asked) && asked.done().getCount() > 0) {
            LockSupport.parkNanos(PARKED.toNanos());
        }
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
            runTasks();
        }
    }

    private void runTasks() {
        for (Between asked; (asked = tasks.poll()) != null; ) {
            asked.run();
        }
    }

    /** One batch from the cameras that have a frame, in the order in which they came to have one. */
    private boolean sweep() {
        List<Sight> sights = new ArrayList<>();
        for (Lane lane; sights.size() < BATCH && (lane = waiting.poll()) != null; ) {
            Frame frame = lane.take();
            if (frame != null) {
                sights.add(new Sight(lane.cameraId, frame, judge(lane, frame)));
            }
        }
        if (sights.isEmpty()) {
            return false;
        }
        looking = true;
        try {
            look(sights);
        } finally {
            looking = false;
            sights.forEach(sight -> sight.frame().close());
        }
        return true;
    }

    /** The lane's judge, who is given the picture too where there is a shrinker. */
    private BiConsumer<Look, Eye> judge(Lane lane, Frame frame) {
        return shrinker == null ? lane.judge : (look, eye) -> lane.judge.accept(look.with(shrinker.shrink(frame)), eye);
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
