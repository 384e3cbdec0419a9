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

    private final long fromUs;
    private final long asOfUs;
    private final Map<String, Judged> bases = new HashMap<>();
    private final ByPlace<AtPlace> places = new ByPlace<>(place -> new AtPlace(place, new Judged()));

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

    Precisions(Span span) {
        fromUs = CaseFact.micros(span.from());
        asOfUs = CaseFact.micros(span.asOf());
    }

    /** @param fact raised in the span and known at its moment */
    void add(CaseFact fact) {
        Optional<Boolean> opinion = fact.confirmed(fromUs, asOfUs);
        of(bases, fact.basis()).add(opinion);
        places.of(fact.place()).judged().add(opinion);
    }

    private static <K> Judged of(Map<K, Judged> all, K key) {
        return all.computeIfAbsent(key, fresh -> new Judged());
    }

    /** Most cases first. */
    List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        bases.forEach((basis, judged) -> sources.add(new Source(basis, judged.cases, judged.share())));
        sources.sort(Comparator.comparingInt(Source::cases).reversed().thenComparing(Source::basis));
        return sources;
    }

    /** By name. */
    List<Precision> kinds() {
        Map<String, Judged> kinds = new TreeMap<>();
        places.values().forEach(each -> of(kinds, each.place().kind()).add(each.judged()));
        List<Precision> precisions = new ArrayList<>();
        kinds.forEach((kind, judged) -> precisions.add(new Precision(kind, "", "", judged.share())));
        return precisions;
    }

    /** Those that are certainly worst first, by the upper end of the interval; their names are still to be told. */
    List<Precision> cameras() {
        Map<String, Map<String, Judged>> kinds = new HashMap<>();
        places.values().forEach(each -> of(
                        kinds.computeIfAbsent(each.place().kind(), kind -> new HashMap<>()),
                        each.place().cameraId())
                .add(each.judged()));
        List<Precision> often = new ArrayList<>();
        kinds.forEach((kind, cameras) -> cameras.forEach((cameraId, judged) -> {
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
