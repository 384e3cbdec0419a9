package org.streetwarden.api.insight;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.streetwarden.api.cases.ByPlace;
import org.streetwarden.api.cases.CaseFact;
import org.streetwarden.api.cases.CaseFact.Place;
import org.streetwarden.api.insight.Insight.Precision;
import org.streetwarden.api.insight.Insight.Source;

/** How many of the judged cases of a span were confirmed; the newest verdict by then counts. Used by one thread. */
final class Precisions {

    /** A camera judged less often says little. */
    private static final int LEAST_JUDGED = 5;

    private static final int MOST_CAMERAS = 20;

    private final Map<String, Judged> kinds = new TreeMap<>();
    private final Map<String, Judged> bases = new TreeMap<>();
    private final Map<String, Map<String, Judged>> cameras = new HashMap<>();

    private record AtPlace(Place place, Judged judged) {}

    private static final class Judged {

        private int cases;
        private int judged;
        private int confirmed;

        /** @param opinion empty where nobody judged it */
        void add(Optional<Boolean> opinion) {
            cases++;
            if (opinion.isPresent()) {
                judged++;
                confirmed += opinion.get() ? 1 : 0;
            }
        }

        void add(Judged more) {
            cases += more.cases;
            judged += more.judged;
            confirmed += more.confirmed;
        }

        Share share() {
            return Share.of(confirmed, judged);
        }
    }

    Precisions(Span span, List<CaseFact> counted) {
        long fromUs = CaseFact.micros(span.from());
        long asOfUs = CaseFact.micros(span.asOf());
        ByPlace<AtPlace> places = new ByPlace<>(place -> new AtPlace(place, new Judged()));
        for (CaseFact fact : counted) {
            Optional<Boolean> opinion = fact.confirmed(fromUs, asOfUs);
            of(bases, fact.basis()).add(opinion);
            places.of(fact.place()).judged().add(opinion);
        }
        places.values().forEach(each -> {
            of(kinds, each.place().kind()).add(each.judged());
            of(
                            cameras.computeIfAbsent(each.place().cameraId(), id -> new HashMap<>()),
                            each.place().kind())
                    .add(each.judged());
        });
    }

    private static <K> Judged of(Map<K, Judged> all, K key) {
        return all.computeIfAbsent(key, fresh -> new Judged());
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
        List<Precision> often = new ArrayList<>();
        cameras.forEach((cameraId, ofKinds) -> ofKinds.forEach((kind, judged) -> {
            if (judged.judged >= LEAST_JUDGED) {
                often.add(new Precision(kind, cameraId, "", judged.share()));
            }
        }));
        return often.stream()
                .sorted(Comparator.comparingDouble(
                                (Precision each) -> each.confirmed().high())
                        .thenComparing(Precision::cameraId)
                        .thenComparing(Precision::kind))
                .limit(MOST_CAMERAS)
                .toList();
    }
}
