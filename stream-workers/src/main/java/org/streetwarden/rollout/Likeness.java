package org.streetwarden.rollout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.streetwarden.casefile.WorkerRecord.Agreement;
import org.streetwarden.detect.Detection;

/** How two models agree about one picture, label by label: a thing both see is one whose boxes share an IoU of 0.5. */
final class Likeness {

    static final double SAME_THING = 0.5;

    private Likeness() {}

    /** @return an entry for every label that either saw; detections best score first take their best partner */
    static Map<String, Agreement> of(List<Detection> active, List<Detection> shadow) {
        Set<String> labels = new HashSet<>();
        active.forEach(each -> labels.add(each.label()));
        shadow.forEach(each -> labels.add(each.label()));
        Map<String, Agreement> likeness = new TreeMap<>();
        for (String label : labels) {
            List<Detection> left = of(label, shadow);
            List<Detection> mine = of(label, active);
            long both = mine.stream().filter(each -> takePartner(each, left)).count();
            likeness.put(label, new Agreement(both, mine.size() - both, left.size()));
        }
        return likeness;
    }

    private static List<Detection> of(String label, List<Detection> seen) {
        return new ArrayList<>(
                seen.stream().filter(each -> each.label().equals(label)).toList());
    }

    private static boolean takePartner(Detection one, List<Detection> others) {
        Detection best = null;
        double most = SAME_THING;
        for (Detection other : others) {
            double iou = one.box().iou(other.box());
            if (iou >= most) {
                best = other;
                most = iou;
            }
        }
        return best != null && others.remove(best);
    }
}
