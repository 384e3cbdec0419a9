package org.streetwarden.api.dataset;

import java.util.List;
import java.util.stream.Stream;
import org.streetwarden.api.verdicts.LabelledBox;
import org.streetwarden.api.verdicts.Opinion;
import org.streetwarden.api.verdicts.StandingVerdicts.Standing;
import org.streetwarden.casefile.Masking;
import org.streetwarden.geometry.Box;

/**
 * What a verdict teaches about the picture of the raise.
 *
 * @param labels what is there
 * @param negatives what is not what the model called it
 */
record Lesson(List<LabelledBox> labels, List<LabelledBox> negatives) {

    /** The subject's label where no model named it. */
    private static final String STATIC_OBJECT = "static_object";

    Lesson {
        labels = List.copyOf(labels);
        negatives = List.copyOf(negatives);
    }

    static Lesson of(Standing standing) throws LeftOut {
        Opinion opinion = standing.verdict().opinion();
        LabelledBox subject = new LabelledBox(standing.label(), inside(standing.box()));
        Lesson lesson =
                switch (opinion.use()) {
                    case LABEL -> new Lesson(drawnOr(opinion, subject), List.of());
                    case RELABEL ->
                        new Lesson(drawnOr(opinion, new LabelledBox(opinion.otherLabel(), subject.box())), List.of());
                    case NEGATIVE -> new Lesson(opinion.boxes(), List.of(subject));
                    case IGNORE -> throw new LeftOut(LeftOut.Reason.TEACHES_NOTHING, "the verdict is " + opinion.id());
                    case WITHHOLD -> throw new LeftOut(LeftOut.Reason.PRIVACY, "the verdict is " + opinion.id());
                };
        if (lesson.labels().stream().anyMatch(label -> label.label().equals(STATIC_OBJECT))) {
            throw new LeftOut(LeftOut.Reason.NO_CLASS, "no model named the thing and the reviewer drew no box");
        }
        return lesson;
    }

    private static List<LabelledBox> drawnOr(Opinion opinion, LabelledBox subject) {
        return opinion.boxes().isEmpty() ? List.of(subject) : opinion.boxes();
    }

    /** A model's box may reach beyond the picture. */
    private static Box inside(Box box) throws LeftOut {
        double left = Math.clamp(box.left(), 0, 1);
        double top = Math.clamp(box.top(), 0, 1);
        double right = Math.clamp(box.right(), 0, 1);
        double bottom = Math.clamp(box.bottom(), 0, 1);
        if (!(left < right && top < bottom)) {
            throw new LeftOut(LeftOut.Reason.EVIDENCE_DAMAGED, "the subject's box is outside the picture: " + box);
        }
        return new Box(left, top, right, bottom);
    }

    /** The same without labels of persons, who are masked. */
    Lesson withoutPersons() {
        return new Lesson(
                labels.stream()
                        .filter(label -> !label.label().equals(Masking.PERSON))
                        .toList(),
                negatives);
    }

    Stream<LabelledBox> all() {
        return Stream.concat(labels.stream(), negatives.stream());
    }
}
