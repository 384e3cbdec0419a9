package org.streetwarden.models.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.streetwarden.detect.Detection;
import org.streetwarden.geometry.Box;

/**
 * Matches one label's detections with the truths of a picture, as PASCAL VOC does: from the best score down, each takes
 * the free truth it overlaps most, if by an IoU of 0.5 or more. One left over that lies at least half inside an ignored
 * box counts neither way.
 */
final class Scoring {

    private static final double MATCH_IOU = 0.5;
    private static final double IGNORED_SHARE = 0.5;

    private final List<Box> free = new ArrayList<>();
    private final List<Box> ignored;
    private final List<Detection> right = new ArrayList<>();
    private final List<Detection> wrong = new ArrayList<>();
    private final List<Judgement.Point> points = new ArrayList<>();
    private final int truths;

    private Scoring(String label, LabelledPicture picture, List<Detection> seen) {
        picture.truths().stream()
                .filter(truth -> truth.label().equals(label))
                .forEach(truth -> free.add(truth.box()));
        truths = free.size();
        ignored = picture.ignored();
        seen.stream()
                .filter(d -> d.label().equals(label))
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .forEach(this::judge);
    }

    /**
     * @param sharp detections of any label at the package's thresholds
     * @param curious detections of any label down to the least score
     */
    static Judgement judge(String label, LabelledPicture picture, List<Detection> sharp, List<Detection> curious) {
        Scoring atThresholds = new Scoring(label, picture, sharp);
        return new Judgement(
                atThresholds.truths,
                atThresholds.right,
                atThresholds.wrong,
                atThresholds.free,
                new Scoring(label, picture, curious).points);
    }

    private void judge(Detection detection) {
        Box best = null;
        for (Box box : free) {
            double overlap = box.iou(detection.box());
            if (overlap >= MATCH_IOU && (best == null || overlap > best.iou(detection.box()))) {
                best = box;
            }
        }
        if (best != null) {
            free.remove(best);
            right.add(detection);
            points.add(new Judgement.Point(detection.score(), true));
        } else if (ignored.stream().noneMatch(box -> covers(box, detection.box()))) {
            wrong.add(detection);
            points.add(new Judgement.Point(detection.score(), false));
        }
    }

    private static boolean covers(Box ignored, Box box) {
        return ignored.intersection(box) >= IGNORED_SHARE * box.area();
    }
}
