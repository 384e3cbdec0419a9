package org.streetwarden.pipeline;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.filing.Complaint;
import org.streetwarden.incident.Look;
import org.streetwarden.media.Frame;
import org.streetwarden.media.LatestFrame;
import org.streetwarden.models.pixels.LumaShrinker;
import org.streetwarden.scene.LumaGrid;

/** One model on one thread: sweeps the mailboxes of all cameras in turn, so that none waits behind a busier one. */
public final class DetectorLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(DetectorLoop.class);

    private final Detector detector;
    private final PipelineMetrics metrics;
    private final LumaShrinker shrinker;
    private final Complaint complaint = new Complaint(LOG, InstantSource.system());
    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private final Semaphore arrivals = new Semaphore(0);
    private volatile boolean stopped;
    private int next;

    /** A camera's way to the model and back: frames in, looks out. */
    public record Lane(String cameraId, LatestFrame mailbox, Consumer<Look> judge) {}

    /** Without the pictures themselves in the looks. */
    public DetectorLoop(Detector detector, PipelineMetrics metrics) {
        this(detector, metrics, null);
    }

    /**
     * @param detector borrowed; used by the thread that runs this loop only
     * @param shrinker borrowed, as the detector; null: looks carry no picture
     */
    public DetectorLoop(Detector detector, PipelineMetrics metrics, LumaShrinker shrinker) {
        this.detector = detector;
        this.metrics = metrics;
        this.shrinker = shrinker;
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

    /** Closes the frames that nobody took. After {@link #run} and all readers have ended. */
    void closeMailboxes() {
        lanes.forEach(lane -> lane.mailbox().close());
    }

    @Override
    public void run() {
        while (!stopped) {
            arrivals.acquireUninterruptibly();
            arrivals.drainPermits();
            while (!stopped && sweep()) {
                Thread.onSpinWait();
            }
        }
    }

    /** One batch from the mailboxes that have a frame, beginning after the last camera served. */
    private boolean sweep() {
        List<Lane> served = new ArrayList<>();
        List<Frame> frames = new ArrayList<>();
        int count = lanes.size();
        for (int i = 0; i < count && frames.size() < detector.maxBatch(); i++) {
            Lane lane = lanes.get((next + i) % count);
            Frame frame = lane.mailbox().take();
            if (frame != null) {
                served.add(lane);
                frames.add(frame);
            }
        }
        next = served.isEmpty() ? next : (lanes.indexOf(served.getLast()) + 1) % count;
        if (frames.isEmpty()) {
            return false;
        }
        try {
            look(served, frames);
        } finally {
            frames.forEach(Frame::close);
        }
        return true;
    }

    private void look(List<Lane> served, List<Frame> frames) {
        long began = System.nanoTime();
        try {
            List<List<Detection>> seen = detector.detect(frames);
            for (int i = 0; i < served.size(); i++) {
                Frame frame = frames.get(i);
                LumaGrid luma = shrinker == null ? null : shrinker.shrink(frame);
                served.get(i).judge().accept(new Look(frame.ptsUs(), frame.arrivedAt(), seen.get(i), luma));
            }
            metrics.looked(frames.size(), System.nanoTime() - began);
        } catch (DetectorFailure failure) {
            failed(frames.size(), failure.getMessage());
        } catch (RuntimeException defect) {
            failed(frames.size(), "model: expected detections, found a defect: " + defect);
        }
    }

    /** The next batch may do: one picture that a model chokes on must not blind every camera. */
    private void failed(int frameCount, String sentence) {
        metrics.count(PipelineCounter.INFERENCE_FAILED, frameCount);
        complaint.say(sentence);
    }
}
