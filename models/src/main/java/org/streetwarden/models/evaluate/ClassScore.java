package org.streetwarden.models.evaluate;

import java.util.Arrays;
import java.util.List;
import org.streetwarden.models.ModelClass;
import org.streetwarden.models.report.Figure;

/**
 * How well one label is found on some pictures.
 *
 * @param experimental as the manifest says
 * @param labelled whether every such thing is labelled there; where not, only the free pictures say anything
 * @param pictures how many
 * @param truths labelled things
 * @param boxes detections at or above the threshold
 * @param threshold the manifest's
 * @param ap50 area under the precision-recall curve at an overlap (IoU) of 0.5 and more, all points, precision made
 *     monotone
 * @param precision at the threshold
 * @param recall at the threshold
 * @param falsePerPicture detections at the threshold that match nothing, over all pictures; only where labelled
 * @param freePictures pictures known to hold no such thing
 * @param falsePerFree detections at the threshold for each of them
 */
public record ClassScore(
        String label,
        boolean experimental,
        boolean labelled,
        int pictures,
        int truths,
        int boxes,
        float threshold,
        Figure ap50,
        Figure precision,
        Figure recall,
        Figure falsePerPicture,
        int freePictures,
        Figure falsePerFree) {

    /**
     * @param some indices of the pictures to score
     * @param known what is known of them
     */
    static ClassScore of(JudgedPictures judged, int kind, int[] some, Knowledge known) {
        ModelClass asked = judged.kinds().get(kind);
        String label = asked.label();
        List<Judgement> all = judged.of(kind);
        LabelFigures figures = new LabelFigures(Arrays.stream(some).mapToObj(all::get).toList());
        boolean labelled = known.labels(label);
        List<Judgement> free = Arrays.stream(some)
                .filter(i -> known.freeOf(label, judged.pictures().get(i)))
                .mapToObj(all::get)
                .toList();
        return new ClassScore(
                label,
                asked.experimental(),
                labelled,
                some.length,
                figures.truths(),
                figures.boxes(),
                asked.threshold(),
                figure(labelled, some.length, figures, LabelFigures.Kind.AP50),
                figure(labelled, some.length, figures, LabelFigures.Kind.PRECISION),
                figure(labelled, some.length, figures, LabelFigures.Kind.RECALL),
                figure(labelled, some.length, figures, LabelFigures.Kind.FALSE_PER_PICTURE),
                free.size(),
                figure(true, free.size(), new LabelFigures(free), LabelFigures.Kind.FALSE_PER_PICTURE));
    }

    private static Figure figure(boolean told, int pictures, LabelFigures figures, LabelFigures.Kind kind) {
        return told ? Bootstrap.of(pictures, figures.statistic(kind)) : Figure.NONE;
    }
}
