package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.config.WorkerConfig.WatchConfig;
import org.streetwarden.decode.Decoder;
import org.streetwarden.decode.SampledDecoder;
import org.streetwarden.evidence.Footage;
import org.streetwarden.filing.Complaint;
import org.streetwarden.media.Frame;
import org.streetwarden.media.GopRing;
import org.streetwarden.media.LatestFrame;
import org.streetwarden.media.PacketSource;
import org.streetwarden.media.Sampler;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.source.Scrub;

/**
 * One run of a camera, from opening to closing, for as long as its {@link Stay} says. On a reader's thread; once. Between two
 * runs nothing of a camera is open.
 */
final class Visit {

    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);
    private static final Complaint DEFECTS = new Complaint(LOG, InstantSource.system());

    private final CameraWatch watch;
    private final WatchConfig settings;
    private final Stay stay;
    private final PipelineMetrics metrics;
    private final Runnable answered;
    private final InstantSource clock;
    private boolean stopped;
    private Thread reader;

    /**
     * @param stay how long
     * @param answered told once the camera is open
     */
    Visit(
            CameraWatch watch,
            WatchConfig settings,
            Stay stay,
            PipelineMetrics metrics,
            Runnable answered,
            InstantSource clock) {
        this.watch = watch;
        this.settings = settings;
        this.stay = stay;
        this.metrics = metrics;
        this.answered = answered;
        this.clock = clock;
    }

    /** @return why it failed; empty where it ended as it was to, or was stopped */
    Optional<StreamFailure> run() {
        if (!begin()) {
            return Optional.empty();
        }
        Optional<StreamFailure> failure;
        try {
            failure = read() ? stay.shortcoming() : Optional.of(ended());
        } catch (StreamFailure broken) {
            failure = Optional.of(broken).filter(any -> !stay.isContent());
        } catch (RuntimeException | OutOfMemoryError defect) {
            failure = Optional.of(failureOf(defect));
        }
        if (!end()) {
            return Optional.empty();
        }
        failure.ifPresent(any -> metrics.count(PipelineCounter.RUN_FAILED));
        return failure;
    }

    private static StreamFailure ended() {
        return new StreamFailure(Reason.CLOSED_BY_PEER, "the stream has ended; it begins again");
    }

    /** What nobody foresaw ends the run and not the camera. */
    private StreamFailure failureOf(Throwable defect) {
        StackTraceElement[] trace = defect.getStackTrace();
        String place = trace.length == 0 ? "" : " at " + trace[0];
        String sentence = Scrub.text("camera %s: expected pictures, found a defect: %s%s"
                .formatted(watch.camera().id(), defect, place));
        DEFECTS.say(sentence);
        return new StreamFailure(Reason.DEFECT, sentence);
    }

    /** @return false where the source itself ended first */
    private boolean read() throws StreamFailure {
        AtomicBoolean ended = new AtomicBoolean();
        stay.opening();
        try (PacketSource opened = LiveSources.open(watch.camera(), watch.newestUs(), stay.patience(), clock)) {
            answered.run();
            metrics.count(PipelineCounter.RUN_STARTED);
            GopRing ring = new GopRing(opened.info(), settings.ringBytes());
            watch.desk().watch(ring, Footage.of(ring, ended::get), stay.isVisit());
            stay.opened();
            return look(opened, ring);
        } finally {
            ended.set(true);
        }
    }

    private boolean look(PacketSource opened, GopRing ring) throws StreamFailure {
        Duration interval = stay.interval();
        Duration keyLimit = settings.keyLimit().compareTo(interval) < 0 ? interval : settings.keyLimit();
        try (SampledDecoder decoder = new SampledDecoder(
                Sampler.live(interval, keyLimit), new Decoder(opened.info(), watch.frames()), stay::wantsPicture)) {
            return new CameraPipeline(opened, ring, decoder, this::offer).runWhile(() -> !isStopped() && stay.goesOn());
        } finally {
            watch.newest(ring.newestPtsUs());
        }
    }

    private void offer(Frame frame) {
        watch.received(frame.arrivedAt());
        LatestFrame mailbox = watch.lane().mailbox();
        long replacedBefore = mailbox.replaced();
        mailbox.put(frame);
        stay.offered();
        metrics.count(PipelineCounter.FRAME_REPLACED, mailbox.replaced() - replacedBefore);
    }

    private synchronized boolean begin() {
        reader = Thread.currentThread();
        return !stopped;
    }

    /** @return whether it was not stopped; the thread is free for another camera */
    private synchronized boolean end() {
        reader = null;
        return !Thread.interrupted() && !stopped;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Ends {@link #run} within a second, also where it is just opening its camera. Any thread. */
    synchronized void stop() {
        stopped = true;
        if (reader != null) {
            reader.interrupt();
        }
    }
}
