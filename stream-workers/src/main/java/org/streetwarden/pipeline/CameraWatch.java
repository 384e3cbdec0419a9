package org.streetwarden.pipeline;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.streetwarden.casefile.WorkerRecord.CameraState;
import org.streetwarden.casefile.WorkerRecord.CameraState.State;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.WorkerConfig.WatchConfig;
import org.streetwarden.decode.Decoder;
import org.streetwarden.decode.FramePool;
import org.streetwarden.decode.SampledDecoder;
import org.streetwarden.evidence.Footage;
import org.streetwarden.incident.Look;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.LatestFrame;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.source.Reconnect;

/** Watches one live camera: opens it, runs the pipeline, waits, opens it again, for ever. Has its own thread. */
final class CameraWatch implements Runnable {

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
    private final FramePool frames;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong judged = new AtomicLong();
    private volatile PacketSource source;
    private volatile Thread reader;
    private volatile Instant lastFrameAt;
    private volatile CameraState state;
    private volatile long newestUs;

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
        frames = new FramePool(camera.id(), FRAMES);
    }

    @Override
    public void run() {
        reader = Thread.currentThread();
        while (stopped.getCount() > 0) {
            say(State.CONNECTING, "", "");
            try {
                watch();
            } catch (StreamFailure failure) {
                metrics.count(PipelineCounter.RUN_FAILED);
                await(failure);
            }
        }
    }

    /** One run; ends by a failure, as no live camera ends otherwise. */
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

    private void await(StreamFailure failure) {
        if (stopped.getCount() == 0) {
            return;
        }
        boolean again = failure.reason().next == StreamFailure.Next.RETRY;
        say(again ? State.RETRYING : State.STOPPED, failure.reason().name(), failure.getMessage());
        try {
            long waitMs = reconnect.failed(failure).toMillis();
            if (stopped.await(waitMs, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    /**
     * Notes that a picture was judged, and judges it. On the judge's thread.
     *
     * @param experimental labels of the look's model that have no real evidence behind them
     */
    void judged(Look look, Set<String> experimental) {
        lastFrameAt = look.at();
        if (judged.incrementAndGet() == 1) {
            repeat();
        }
        desk.look(look, experimental);
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

    private void say(State now, String reason, String detail) {
        state = new CameraState(
                camera.id(), camera.name(), now, reason, detail, workerId, clock.instant(), lastFrameAt, judged.get());
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
