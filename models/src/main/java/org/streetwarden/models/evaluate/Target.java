package org.streetwarden.models.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.models.report.Figure;

/**
 * What is wanted of a shipped model.
 *
 * @param model the package's name
 * @param set on which set; null for all of a view
 * @param view for figures of all sets of one view
 * @param label null for all
 * @param least the figure wanted at least; null where there is a most
 * @param most the figure wanted at most
 */
public record Target(String model, String set, String view, String label, Wanted figure, Double least, Double most) {

    /** The figure that is wanted. */
    public enum Wanted {
        @JsonProperty("ap50")
        AP50,
        @JsonProperty("auroc")
        AUROC,
        /** False boxes for each picture known to hold no such thing. */
        @JsonProperty("false")
        FALSE
    }

    /** A target and what was found. */
    public record Outcome(Target target, String set, String label, Figure found) {

        public boolean met() {
            return (target.least == null || found.value() >= target.least)
                    && (target.most == null || found.value() <= target.most);
        }
    }

    private boolean meets(SetScore score) {
        return score.part().isEmpty()
                && (set == null || set.equals(score.set()))
                && (view == null || view.equals(score.view()));
    }

    /** What was found of it, one outcome for each set and label it speaks of. */
    List<Outcome> outcomes(List<SetScore> scores) {
        List<Outcome> outcomes = new ArrayList<>();
        scores.stream().filter(this::meets).forEach(score -> {
            if (figure == Wanted.AUROC) {
                outcomes.add(new Outcome(this, score.set(), "", score.auroc()));
                return;
            }
            score.classes().stream()
                    .filter(c -> label == null || label.equals(c.label()))
                    .forEach(c -> outcomes.add(new Outcome(
                            this, score.set(), c.label(), figure == Wanted.FALSE ? c.falsePerFree() : c.ap50())));
        });
        return outcomes.stream().filter(o -> o.found().known()).toList();
    }
}
