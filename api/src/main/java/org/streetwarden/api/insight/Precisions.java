package org.streetwarden.api.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.streetwarden.api.cases.CaseFact;
import org.streetwarden.api.cases.CaseFact.Opinion;
import org.streetwarden.api.insight.Insight.Precision;
import org.streetwarden.api.insight.Insight.Source;

/** How many of the judged cases of a span were confirmed; the newest verdict by then counts. Used by one thread. */
final class Precisions {

    /** A camera judged less often says little. */
    private static final int LEAST_JUDGED = 5;

    private static final int MOST_CAMERAS = 20;

    private final long fromUs;
    private final long asOfUs;
    private final Map<String, Judged> kinds = new TreeMap<>();
    private final Map<String, Judged> bases = new TreeMap<>();
    private final Map<Seeing, Judged> cameras = new HashMap<>();

    private record Seeing(String cameraId, String kind) {}

    private static final class Judged {

        private int cases;
        private int judged;
        private int confirmed;

        /** @param opinion null where nobody judged it */
        void add(Opinion opinion) {
            cases++;
            if (opinion != null) {
                judged++;
                confirmed += opinion.confirmed() ? 1 : 0;
            }
        }

        Share share() {
            return Share.of(confirmed, judged);
        }
    }

    Precisions(Span span, List<CaseFact> counted) {
        fromUs = CaseFact.micros(span.from());
        asOfUs = CaseFact.micros(span.asOf());
        for (CaseFact fact : counted) {
            Opinion opinion = newest(fact);
            String kind = fact.place().kind();
            kinds.computeIfAbsent(kind, key -> new Judged()).add(opinion);
            bases.computeIfAbsent(fact.basis(), key -> new Judged()).add(opinion);
            cameras.computeIfAbsent(new Seeing(fact.place().cameraId(), kind), key -> new Judged())
                    .add(opinion);
        }
    }

    private Opinion newest(CaseFact fact) {
        return fact.verdicts().reversed().stream()
                .filter(each -> each.atUs() >= fromUs && each.atUs() < asOfUs)
                .findFirst()
                .orElse(null);
    }

    /** Most cases first. */
    List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        bases.forEach((basis, judged) -> sources.add(new Source(basis, judged.cases, judged.share())));
        sources.sort(Comparator.comparingInt(Source::cases).reversed());
        return sources;
    }

    /** By name. */
    List<Precision> kinds() {
        List<Precision> precisions = new ArrayList<>();
        kinds.forEach((kind, judged) -> precisions.add(new Precision(kind, "", "", judged.share())));
        return precisions;
    }

    /** Those that are certainly worst first, by the upper end of the interval; their names are still to be told. */
    List<Precision> cameras() {
        Stream<Precision> often = cameras.entrySet().stream()
                .filter(each -> each.getValue().judged >= LEAST_JUDGED)
                .map(each -> new Precision(
                        each.getKey().kind(),
                        each.getKey().cameraId(),
                        "",
                        each.getValue().share()));
        return often.sorted(Comparator.comparingDouble(
                                (Precision each) -> each.confirmed().high())
                        .thenComparing(Precision::cameraId)
                        .thenComparing(Precision::kind))
                .limit(MOST_CAMERAS)
                .toList();
    }
}
