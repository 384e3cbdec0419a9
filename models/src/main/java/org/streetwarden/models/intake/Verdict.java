package org.streetwarden.models.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.streetwarden.models.BrokenPackage;

/** Which convention the pictures speak for, choice by choice, or that they don't. */
final class Verdict {

    private static final int SHOWN = 8;
    private static final List<String> CHOICES = List.of("colour order", "samples", "letterbox");
    private static final List<String> OPTIONS = List.of("--colour", "--scale, --mean and --std", "--letterbox");

    private Verdict() {}

    /**
     * The best convention, if for each choice it leads the best convention that chooses otherwise.
     *
     * @param margin by what share of the leader's weight
     * @param evidence (output) a table and what was told apart by how much
     * @throws BrokenPackage naming every choice that the pictures leave open, with the table
     */
    static Convention on(List<Tally> tallies, double margin, List<String> evidence, Path file) throws BrokenPackage {
        List<Tally> ranked = tallies.stream()
                .sorted(Comparator.comparingDouble(Tally::weight).reversed())
                .toList();
        Tally best = ranked.getFirst();
        evidence.add("%d conventions on %d pictures, the best first".formatted(ranked.size(), best.pictures()));
        evidence.add(Tally.heading());
        ranked.stream().limit(SHOWN).map(Tally::line).forEach(evidence::add);
        if (best.weight() == 0) {
            throw open(evidence, file, List.of("calibration: expected a convention under which it sees something twice"
                    + " alike, found none: state its pixels, or show it pictures of what it knows"));
        }
        List<String> open = new ArrayList<>();
        for (int choice = 0; choice < CHOICES.size(); choice++) {
            judge(ranked, choice, margin, evidence, open);
        }
        if (!open.isEmpty()) {
            throw open(evidence, file, open);
        }
        return best.convention();
    }

    private static void judge(
            List<Tally> ranked, int choice, double margin, List<String> evidence, List<String> open) {
        Tally best = ranked.getFirst();
        String taken = best.convention().choices().get(choice);
        Tally other = ranked.stream()
                .filter(t -> !t.convention().choices().get(choice).equals(taken))
                .findFirst()
                .orElse(null);
        if (other == null) {
            evidence.add("%s: %s, as stated".formatted(CHOICES.get(choice), taken));
            return;
        }
        double lead = (best.weight() - other.weight()) / best.weight();
        String words = "%s %s leads %s by %.1f%%"
                .formatted(CHOICES.get(choice), taken, other.convention().choices().get(choice), 100 * lead);
        if (lead >= margin) {
            evidence.add(words);
        } else {
            open.add("calibration: expected a lead of at least %.0f%%, found that %s: state it by %s, or show more pictures"
                    .formatted(100 * margin, words, OPTIONS.get(choice)));
        }
    }

    private static BrokenPackage open(List<String> table, Path file, List<String> problems) {
        List<String> all = new ArrayList<>(table);
        problems.forEach(problem -> all.add(file + ": " + problem));
        return new BrokenPackage(all);
    }
}
