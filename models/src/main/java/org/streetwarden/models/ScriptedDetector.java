package org.streetwarden.models;

import java.util.ArrayList;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.Detector;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.media.Frame;

/** A detector that sees what a script says, for tests and rehearsals. Looks at no pixel. */
public final class ScriptedDetector implements Detector {

    private static final ModelIdentity IDENTITY = new ModelIdentity("scripted", "1", "0".repeat(64));

    private final Script script;
    private boolean closed;

    /** What is seen in a picture. */
    @FunctionalInterface
    public interface Script {

        /** @param ptsUs the frame's presentation time */
        List<Detection> at(long ptsUs) throws DetectorFailure;
    }

    public ScriptedDetector(Script script) {
        this.script = script;
    }

    /** One entry per frame, in the order they come; nothing once the list is used up. */
    public static ScriptedDetector inOrder(List<List<Detection>> script) {
        var next = List.copyOf(script).iterator();
        return new ScriptedDetector(ptsUs -> next.hasNext() ? next.next() : List.of());
    }

    @Override
    public ModelIdentity model() {
        return IDENTITY;
    }

    @Override
    public int maxBatch() {
        return Detectors.DEFAULT_MAX_BATCH;
    }

    @Override
    public List<List<Detection>> detect(List<? extends Frame> frames) throws DetectorFailure {
        if (closed) {
            throw new IllegalStateException("detector scripted: used after it was closed");
        }
        if (frames.isEmpty() || frames.size() > maxBatch()) {
            throw new IllegalArgumentException(
                    "frames: expected 1 to %d, found %d".formatted(maxBatch(), frames.size()));
        }
        List<List<Detection>> seen = new ArrayList<>(frames.size());
        for (Frame frame : frames) {
            seen.add(script.at(frame.ptsUs()).stream()
                    .sorted((a, b) -> Float.compare(b.score(), a.score()))
                    .toList());
        }
        return seen;
    }

    @Override
    public void close() {
        closed = true;
    }
}
