package org.streetwarden.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.filing.Digests;
import org.streetwarden.geometry.Box;
import org.streetwarden.media.Frame;

/** A model that sees what a test says and keeps the books. */
final class FakeModel implements Detector {

    static final Detection STALL = new Detection("stall", 0.9f, new Box(0.4, 0.4, 0.6, 0.7));

    final List<Integer> batches = new ArrayList<>();
    private final ModelIdentity identity;
    private final Sight sight;
    volatile boolean closed;

    /** What is seen in one picture. */
    interface Sight {
        List<Detection> seen(Frame frame) throws DetectorFailure;
    }

    FakeModel(String version, Sight sight) {
        this(identity(version), sight);
    }

    FakeModel(ModelIdentity identity, Sight sight) {
        this.identity = identity;
        this.sight = sight;
    }

    static FakeModel seeing(String version, Detection... seen) {
        return new FakeModel(version, frame -> List.of(seen));
    }

    static FakeModel failing(String version) {
        return new FakeModel(version, frame -> {
            throw new DetectorFailure("expected finite boxes, found 3 that are infinite or not a number");
        });
    }

    static ModelIdentity identity(String version) {
        return new ModelIdentity("fake", version, Digests.sha256(version.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    LoadedModel loaded() {
        return new LoadedModel(this, Set.of("experimental-of-" + identity.version()));
    }

    @Override
    public ModelIdentity model() {
        return identity;
    }

    @Override
    public int maxBatch() {
        return 4;
    }

    @Override
    public List<List<Detection>> detect(List<? extends Frame> frames) throws DetectorFailure {
        if (closed) {
            throw new IllegalStateException("used after it was closed");
        }
        batches.add(frames.size());
        List<List<Detection>> answers = new ArrayList<>();
        for (Frame frame : frames) {
            answers.add(sight.seen(frame));
        }
        return answers;
    }

    @Override
    public void close() {
        closed = true;
    }
}
