package org.streetwarden.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.streetwarden.cli.Analysis.Boxed;
import org.streetwarden.cli.Analysis.LookSeen;
import org.streetwarden.cli.Analysis.Seen;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.geometry.Box;
import org.streetwarden.incident.Look;
import org.streetwarden.media.Frame;
import org.streetwarden.models.pixels.LumaShrinker;
import org.streetwarden.pipeline.CameraDesk;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.scene.LumaGrid;

/** Looks at a file's pictures one after the other, on one thread, and keeps count of what it saw. */
final class Analyst {

    private final LoadedModel model;
    private final CameraDesk desk;
    private final LumaShrinker shrinker;
    private final boolean keepDetections;
    private final LongConsumer progress;
    private final Map<String, Seen> seen = new TreeMap<>();
    private final Docket docket;
    private final List<LookSeen> detections = new ArrayList<>();
    private long looks;
    private long endUs;
    private DetectorFailure failure;

    /**
     * @param model borrowed
     * @param shrinker borrowed; null: looks carry no picture
     * @param docket that the desk fills
     * @param progress told the media time of every look, microseconds
     */
    Analyst(
            LoadedModel model,
            CameraDesk desk,
            LumaShrinker shrinker,
            Docket docket,
            boolean keepDetections,
            LongConsumer progress) {
        this.model = model;
        this.desk = desk;
        this.shrinker = shrinker;
        this.docket = docket;
        this.keepDetections = keepDetections;
        this.progress = progress;
    }

    /** Takes ownership of a frame: looks, judges, closes. After a failure of the model nothing more is looked at. */
    void look(Frame frame) {
        try (frame) {
            if (failure != null) {
                return;
            }
            List<Detection> found = model.detector().detect(List.of(frame)).getFirst();
            count(frame.ptsUs(), found);
            LumaGrid luma = shrinker == null ? null : shrinker.shrink(frame);
            desk.look(new Look(frame.ptsUs(), frame.arrivedAt(), found, model.identity(), luma), model.experimental());
            progress.accept(frame.ptsUs());
        } catch (DetectorFailure broken) {
            failure = broken;
        }
    }

    private void count(long ptsUs, List<Detection> found) {
        looks++;
        endUs = ptsUs;
        Map<String, Integer> here = new HashMap<>();
        found.forEach(detection -> here.merge(detection.label(), 1, Integer::sum));
        here.forEach((label, count) -> seen.merge(label, new Seen(count, 1, count), Analyst::sum));
        if (keepDetections) {
            detections.add(new LookSeen(
                    ptsUs,
                    found.stream()
                            .map(each -> new Boxed(each.label(), each.score(), edges(each.box())))
                            .toList()));
        }
    }

    private static Seen sum(Seen a, Seen b) {
        return new Seen(
                a.detections() + b.detections(), a.inLooks() + b.inLooks(), Math.max(a.mostAtOnce(), b.mostAtOnce()));
    }

    static List<Double> edges(Box box) {
        return List.of(box.left(), box.top(), box.right(), box.bottom());
    }

    /** @throws DetectorFailure where the model failed on a picture */
    Analysis result(Path video, String codec) throws DetectorFailure {
        if (failure != null) {
            throw failure;
        }
        ModelIdentity judge = model.identity();
        return new Analysis(
                String.valueOf(video.getFileName()),
                codec,
                new Analysis.Model(judge.name(), judge.version(), judge.sha256()),
                looks,
                endUs,
                seen,
                docket.incidents(),
                docket.refused(),
                keepDetections ? detections : null);
    }
}
