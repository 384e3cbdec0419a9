package org.streetwarden.api.life;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.incident.Presence.Finding;
import org.streetwarden.scene.ViewState;

/**
 * Whether the thing of a handled case is gone, as far as a camera could see. It proposes; a person or the platform closes.
 *
 * @param who who looked
 * @param proposal what follows from the samples
 * @param why one sentence
 * @param samples what was looked at, in order of time
 * @param asked where workers were asked for it; null where somebody told his own samples
 */
public record GoneCheck(Instant at, String who, Proposal proposal, String why, List<Sample> samples, Asked asked) {

    /** How many samples one check may have. */
    public static final int MAX_SAMPLES = 64;

    /** How a sample without a picture is called. */
    public static final String LOST = "LOST";

    public GoneCheck {
        samples = List.copyOf(samples);
    }

    /** What a check says. */
    public enum Proposal {
        /** Clear views without it, minutes apart. */
        GONE,
        /** A clear view of it. */
        STILL,
        /** Neither: too few clear views. */
        UNSURE
    }

    /** @param manifestSha256 digest of what says what the check rests on */
    public record Asked(long id, String manifestSha256) {}

    /**
     * One look in the view of the case's own pictures.
     *
     * @param view only a clear one says anything; null where no picture came
     * @param detail why it says nothing; empty where it says something
     * @param shot the worker's look; null where somebody told it
     */
    public record Sample(Instant at, ViewState view, Finding finding, String detail, Shot shot) {

        /** What somebody told. */
        public Sample(Instant at, ViewState view, boolean seen) {
            this(at, view, seen ? Finding.THERE : Finding.GONE, "", null);
        }

        public String viewName() {
            return view == null ? LOST : view.name();
        }

        Optional<String> pictureSha256() {
            return Optional.ofNullable(shot).map(Shot::picture).map(EvidencePart::sha256);
        }

        public boolean seen() {
            return finding == Finding.THERE;
        }

        boolean tells(Instant since, Instant now) {
            return view == ViewState.CLEAR && finding != Finding.UNTOLD && at.isAfter(since) && !at.isAfter(now);
        }
    }

    /**
     * A worker's look, as evidence.
     *
     * @param clockOffsetUs as {@link org.streetwarden.casefile.WorkerRecord.LookTaken} has it
     * @param score of what was found at the place, 0 to 1
     * @param model null without a picture
     * @param pictureKey object key; empty without a picture
     * @param picture null where there is none
     */
    public record Shot(
            int number,
            String workerId,
            long clockOffsetUs,
            double score,
            ModelIdentity model,
            String pictureKey,
            EvidencePart picture) {}

    /**
     * Judges samples. A dead camera has none, a turned, covered or dark one has no clear ones, so neither ever proposes GONE; a
     * picture that comes again, byte for byte, is no second view.
     *
     * @param since when the case was said to be handled; earlier samples say nothing
     * @param now later samples say nothing either
     */
    static GoneCheck of(List<Sample> samples, String who, Instant since, Instant now, CheckRule rule) {
        List<Sample> ordered =
                samples.stream().sorted(Comparator.comparing(Sample::at)).toList();
        int clear = 0;
        int repeated = 0;
        Set<String> pictures = new HashSet<>();
        Instant next = Instant.MIN;
        for (Sample sample : ordered) {
            boolean counts = sample.tells(since, now);
            if (counts && sample.finding() == Finding.THERE) {
                String why = "Seen at " + sample.at() + " in a clear view.";
                return new GoneCheck(now, who, Proposal.STILL, why, ordered, null);
            }
            if (counts && sample.pictureSha256().filter(pictures::contains).isPresent()) {
                repeated++;
            } else if (counts && !sample.at().isBefore(next)) {
                clear++;
                next = sample.at().plus(rule.apart());
                sample.pictureSha256().ifPresent(pictures::add);
            }
        }
        String why = "%d of %d clear views without it, at least %s apart, since it was handled%s."
                .formatted(Math.min(clear, rule.looks()), rule.looks(), text(rule), silent(ordered, repeated));
        Proposal proposal = clear >= rule.looks() ? Proposal.GONE : Proposal.UNSURE;
        return new GoneCheck(now, who, proposal, why, ordered, null);
    }

    private static String text(CheckRule rule) {
        long seconds = rule.apart().toSeconds();
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    /** What the looks that say nothing were, counted; empty where all say something. */
    private static String silent(List<Sample> samples, int repeated) {
        TreeMap<String, Long> states = samples.stream()
                .filter(sample -> sample.view() != ViewState.CLEAR || sample.finding() == Finding.UNTOLD)
                .collect(Collectors.groupingBy(GoneCheck::silence, TreeMap::new, Collectors.counting()));
        if (repeated > 0) {
            states.put("the same picture again", (long) repeated);
        }
        return states.isEmpty()
                ? ""
                : states.entrySet().stream()
                        .map(each -> each.getValue() + " × " + each.getKey())
                        .collect(Collectors.joining(", ", "; without a word: ", ""));
    }

    private static String silence(Sample sample) {
        return sample.view() == ViewState.CLEAR ? sample.detail() : sample.viewName();
    }

    GoneCheck with(Asked request) {
        return new GoneCheck(at, who, proposal, why, samples, request);
    }

    GoneCheck saying(String sentence) {
        return new GoneCheck(at, who, proposal, sentence, samples, asked);
    }
}
