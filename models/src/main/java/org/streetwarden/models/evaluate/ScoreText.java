package org.streetwarden.models.evaluate;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Scores as a table for a terminal. */
final class ScoreText {

    private final PrintWriter out;

    ScoreText(PrintWriter out) {
        this.out = out;
    }

    void print(ModelScore score) {
        out.printf("%s %s  sha256 %s%n", score.model().name(), score.model().version(), score.model().sha256());
        score.sets().forEach(this::set);
        cross(score);
        targets(score.outcomes());
        out.println();
        out.flush();
    }

    private void set(SetScore set) {
        out.printf("%n%s, %d pictures%n", title(set), set.pictures());
        List<ClassScore> told =
                set.classes().stream().filter(ClassScore::labelled).toList();
        if (!told.isEmpty()) {
            out.printf(
                    "  %-16s %7s %5s  %-19s  %-19s  %-19s  %s%n",
                    "class", "objects", "at", "AP50 (95 %)", "precision", "recall", "false per picture without one");
        }
        for (ClassScore c : told) {
            out.printf(
                    "  %-16s %7d %5.2f  %-19s  %-19s  %-19s  %s%n",
                    c.label() + (c.experimental() ? " *" : ""),
                    c.truths(),
                    c.threshold(),
                    c.ap50(),
                    c.precision(),
                    c.recall(),
                    of(c));
        }
        if (set.auroc().known()) {
            out.printf("  alarm against none: AUROC %s%n", set.auroc());
        }
    }

    static String title(SetScore set) {
        return set.set() + (set.part().isEmpty() ? "" : " " + set.part());
    }

    private static String of(ClassScore c) {
        return c.freePictures() == 0 ? "–" : "%s of %d".formatted(c.falsePerFree(), c.freePictures());
    }

    private void cross(ModelScore score) {
        out.printf("%nFalse boxes per picture known to hold no such thing, at the package's thresholds%n");
        out.printf("  %-26s", "set");
        score.labels().forEach(label -> out.printf(" %15s", cut(label)));
        out.println();
        for (SetScore set : score.whole()) {
            out.printf("  %-26s", set.set());
            for (ClassScore c : set.classes()) {
                String mark = score.tooManyFalse(set.set(), c.label()) ? "!" : " ";
                out.printf(
                        " %14s%s",
                        c.freePictures() == 0
                                ? "–"
                                : String.format(Locale.ROOT, "%.3f of %d", c.falsePerFree().value(), c.freePictures()),
                        mark);
            }
            out.println();
        }
        out.println("  – nothing is known; ! more than wanted; * experimental, without evidence on real photographs");
    }

    private static String cut(String label) {
        return label.length() > 15 ? label.substring(0, 14) + "…" : label;
    }

    private void targets(List<Target.Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        out.printf("%nTargets%n");
        for (Target.Outcome o : outcomes) {
            if (o.target().figure() != Target.Wanted.FALSE || !o.met()) {
                out.printf("  %-6s  %s: %s, wanted %s%n", o.met() ? "met" : "MISSED", what(o), o.found(), wanted(o));
            }
        }
        List<Target.Outcome> quiet = outcomes.stream()
                .filter(o -> o.target().figure() == Target.Wanted.FALSE)
                .toList();
        if (!quiet.isEmpty()) {
            out.printf(
                    "  false boxes: %d of %d pairs of set and class within what is wanted%n",
                    quiet.stream().filter(Target.Outcome::met).count(), quiet.size());
        }
    }

    static String what(Target.Outcome o) {
        String figure = switch (o.target().figure()) {
            case AP50 -> "AP50";
            case AUROC -> "AUROC alarm";
            case FALSE -> "false boxes per picture";
        };
        return "%s %s %s".formatted(o.set(), o.label(), figure).replaceAll(" +", " ");
    }

    static String wanted(Target.Outcome o) {
        return o.target().least() != null
                ? "at least " + o.target().least()
                : "at most " + o.target().most();
    }
}
