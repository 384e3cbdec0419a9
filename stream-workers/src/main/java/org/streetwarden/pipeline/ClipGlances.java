package org.streetwarden.pipeline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.evidence.ClipEye;
import org.streetwarden.evidence.ClipMasking;
import org.streetwarden.flights.LiveFirst;
import org.streetwarden.media.Frame;
import org.streetwarden.rollout.ModelsAtWork;

/** Shows the models at work pictures of clips between two batches of cameras' frames, which go first. Any thread. */
final class ClipGlances implements ClipEye {

    /** Of one look: 83 of a clip of 20 s fit into the time that a copy may take, and 3 in a second take little from cameras. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private final DetectorLoop loop;
    private final ModelsAtWork models;
    private final LiveFirst liveFirst;

    /** What came of one. */
    private record Answer(Glance glance, DetectorFailure failure) {}

    ClipGlances(DetectorLoop loop, ModelsAtWork models, LiveFirst liveFirst) {
        this.loop = loop;
        this.models = models;
        this.liveFirst = liveFirst;
    }

    static ClipMasking masking(DetectorLoop loop, ModelsAtWork models) {
        return new ClipMasking(new ClipGlances(loop, models, new LiveFirst(loop::isBehind, LONGEST_WAIT)));
    }

    @Override
    public Glance at(String cameraId, Frame picture) throws DetectorFailure, InterruptedException {
        liveFirst.await();
        AtomicReference<Answer> answer = new AtomicReference<>();
        if (!loop.between(() -> answer.set(ask(cameraId, picture)))) {
            throw new DetectorFailure("the models have stopped looking");
        }
        if (answer.get().failure() != null) {
            throw answer.get().failure();
        }
        return answer.get().glance();
    }

    private Answer ask(String cameraId, Frame picture) {
        try {
            return new Answer(models.glance(cameraId, picture), null);
        } catch (DetectorFailure failure) {
            return new Answer(null, failure);
        } catch (RuntimeException defect) {
            return new Answer(null, new DetectorFailure("expected detections, found a defect: " + defect, defect));
        }
    }
}
