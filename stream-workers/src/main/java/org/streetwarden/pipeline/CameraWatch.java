package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.WorkerConfig.WatchConfig;
import org.streetwarden.decode.Decoder;
import org.streetwarden.decode.FramePool;
import org.streetwarden.decode.SampledDecoder;
import org.streetwarden.evidence.Footage;
import org.streetwarden.filing.Complaint;
import org.streetwarden.incident.Look;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.LatestFrame;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.scene.View;
import org.streetwarden.source.Reconnect;
import org.streetwarden.source.Scrub;

/** Watches one live camera: opens it, runs the pipeline, waits, opens it again, for ever. Has its own thread. */
final class CameraWatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CameraWatch.class);

    /** One in the mailbox, one at the detector, one being put. */
    private static final int FRAMES = 3;

    private final CameraConfig camera;
    private final String workerId;
    private final WatchConfig settings;
    private final CameraDesk desk;
    private final LatestFrame mailbox;
    private final Reconnect reconnect;
    private final Consumer<CameraState> report;
    private final PipelineMetrics metrics;
    private final InstantSource clock;
    private final Complaint complaint;
    private final FramePool frames;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong judged = new AtomicLong();
    private volatile PacketSource source;
    private volatile Thread reader;
    private volatile Instant lastFrameAt;
    private volatile CameraState state;
    private volatile long newestUs;
    private volatile View view = View.UNGUARDED;

    CameraWatch(
            CameraConfig camera,
            String workerId,
            WatchConfig settings,
            CameraDesk desk,
            LatestFrame mailbox,
            Reconnect reconnect,
            Consumer<CameraState> report,
            PipelineMetrics metrics,
            InstantSource clock) {
        this.camera = camera;
        this.workerId = workerId;
        this.settings = settings;
        this.desk = desk;
        this.mailbox = mailbox;
        this.reconnect = reconnect;
        this.report = report;
        this.metrics = metrics;
        this.clock = clock;
        complaint = new Complaint(LOG, clock);
        frames = new FramePool(camera.id(), FRAMES);
    }

    @Override
    public void run() {
        reader = Thread.currentThread();
        Duration wait = reconnect.first();
        while (!toldWithin(wait)) {
            say(State.CONNECTING, "", "");
            wait = watchOnce();
        }
    }

    /** Whether {@link #stop} was called, or is within this time. */
    private boolean toldWithin(Duration wait) {
        try {
            return stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            stop();
            return true;
        }
    }

    /** One run, however it ends; how long to wait before the next. */
    private Duration watchOnce() {
        try {
            watch();
            return failed(new StreamFailure(Reason.CLOSED_BY_PEER, "the stream has ended; it begins again"));
        } catch (StreamFailure failure) {
            return failed(failure);
        } catch (RuntimeException | OutOfMemoryError defect) {
            return failed(failureOf(defect));
        }
    }

    /** What nobody foresaw ends the run and not the camera. */
    private StreamFailure failureOf(Throwable defect) {
        StackTraceElement[] trace = defect.getStackTrace();
        String place = trace.length == 0 ? "" : " at " + trace[0];
        String sentence =
                Scrub.text("camera %s: expected pictures, found a defect: %s%s".formatted(camera.id(), defect, place));
        complaint.say(sentence);
        return new StreamFailure(Reason.DEFECT, sentence);
    }

    /** Until the run fails, or a stream that has an end is over. */
    private void watch() throws StreamFailure {
        AtomicBoolean ended = new AtomicBoolean();
        try (PacketSource opened = LiveSources.open(camera, newestUs, clock)) {
            source = opened;
            metrics.count(PipelineCounter.RUN_STARTED);
            GopRing ring = new GopRing(opened.info(), settings.ringBytes());
            desk.watch(ring, Footage.of(ring, ended::get));
            say(State.WATCHING, "", "");
            Sampler sampler = Sampler.live(settings.interval(), settings.keyLimit());
            try (SampledDecoder decoder = new SampledDecoder(sampler, new Decoder(opened.info(), frames))) {
                new CameraPipeline(opened, ring, decoder, this::offer).run();
            } finally {
                newestUs = Math.max(newestUs, ring.newestPtsUs());
            }
        } finally {
            ended.set(true);
            source = null;
        }
    }

    private void offer(Frame frame) {
        reconnect.received(frame.arrivedAt());
        long replacedBefore = mailbox.replaced();
        mailbox.put(frame);
        metrics.count(PipelineCounter.FRAME_REPLACED, mailbox.replaced() - replacedBefore);
    }

    private Duration failed(StreamFailure failure) {
        metrics.count(PipelineCounter.RUN_FAILED);
        if (stopped.getCount() == 0) {
            return Duration.ZERO;
        }
        boolean again = failure.reason().next == StreamFailure.Next.RETRY;
        say(again ? State.RETRYING : State.STOPPED, failure.reason().name(), failure.getMessage());
        return reconnect.failed(failure);
    }

    /**
     * Notes that a picture was judged, and judges it. On the judge's thread.
     *
     * @param experimental labels of the look's model that have no real evidence behind them
     * @return incidents it raised
     */
    int judged(Look look, Set<String> experimental) {
        lastFrameAt = look.at();
        int raised = desk.look(look, experimental);
        boolean news = !desk.view().reason().equals(view.reason());
        view = desk.view();
        if (judged.incrementAndGet() == 1 || news) {
            repeat();
        }
        return raised;
    }

    /** What the last look said of the view. Any thread. */
    View view() {
        return view;
    }

    CameraDesk desk() {
        return desk;
    }

    CameraConfig camera() {
        return camera;
    }

    /** Sends the present state again, with fresh figures. */
    void repeat() {
        CameraState last = state;
        if (last != null) {
            say(last.state(), last.reason(), last.detail());
        }
    }

    /** What is wrong with the view is said where nothing is wrong with the stream. */
    private void say(State now, String reason, String detail) {
        boolean watching = now == State.WATCHING;
        state = new CameraState(
                camera.id(),
                camera.name(),
                now,
                watching ? view.reason() : reason,
                watching ? view.detail() : detail,
                workerId,
                clock.instant(),
                lastFrameAt,
                judged.get(),
                camera.group());
        report.accept(state);
    }

    /** Ends {@link #run} within a second, also where it is just opening its camera. Any thread. */
    void stop() {
        stopped.countDown();
        Thread reading = reader;
        if (reading != null) {
            reading.interrupt();
        }
        PacketSource open = source;
        if (open != null) {
            open.close();
        }
    }

    /** To be called once nobody holds a frame of this camera any more. */
    void closeFrames() {
        frames.close();
    }
}
