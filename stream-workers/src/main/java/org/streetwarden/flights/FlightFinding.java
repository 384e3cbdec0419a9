package org.streetwarden.flights;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.streetwarden.filing.Digests;
import org.streetwarden.flight.GroundSites.Site;
import org.streetwarden.flight.GroundSpot;
import org.streetwarden.flight.Whereabouts;
import org.streetwarden.zone.Kind;

/**
 * Something that a flight saw often enough, and from far enough apart, to be filed.
 *
 * @param id 32 lower-case hexadecimal digits, from the files' digests, kind, label and place: the same flight gives the same id
 * @param pictures how many showed it
 */
record FlightFinding(String id, Kind kind, String label, GroundSpot spot, long pictures) {

    /** What aerial models call things, and what that is on the street. */
    private static final Map<String, Kind> KINDS = Map.of(
            "vendor_canopy", Kind.VENDING,
            "stall", Kind.VENDING,
            "vehicle", Kind.GREEN_PARKING,
            "rubbish", Kind.DUMPING,
            "bin_overflow", Kind.BIN_OVERFLOW);

    private static final int ID_DIGITS = 32;

    /** Something that covers less than this share of its neighbour's ground may be a part of it. */
    private static final double PART_SHARE = 0.3;

    /**
     * The findings among sites, by place.
     *
     * @param digests of the flight's files
     */
    static List<FlightFinding> of(List<Site> sites, List<String> digests) {
        String files = String.join(",", digests.stream().sorted().toList());
        Set<String> ids = new HashSet<>();
        List<FlightFinding> findings = new ArrayList<>();
        for (Site site : sites) {
            Kind kind = KINDS.get(site.label());
            GroundSpot spot = site.spot();
            if (kind != null && spot.isFinding()) {
                findings.add(new FlightFinding(
                        id(files, kind, site.label(), spot, ids), kind, site.label(), spot, site.pictures()));
            }
        }
        findings.removeIf(each -> findings.stream().anyMatch(each::isPartOf));
        findings.sort(Comparator.comparing((FlightFinding each) -> each.kind().id())
                .thenComparing(each -> each.spot().place().longitude())
                .thenComparing(each -> each.spot().place().latitude()));
        return findings;
    }

    /** Whether it is but a piece, such as a lorry's cab, of something larger that it touches. */
    private boolean isPartOf(FlightFinding other) {
        double apartM = new Whereabouts(spot.place(), 0).distanceM(other.spot.place());
        double touchM = radiusM(spot) + radiusM(other.spot);
        return label.equals(other.label) && spot.areaM2() < PART_SHARE * other.spot.areaM2() && apartM < touchM;
    }

    /** Of a disc as large. */
    private static double radiusM(GroundSpot spot) {
        return Math.sqrt(spot.areaM2() / Math.PI);
    }

    /** Two of one kind in one cell of a metre get ids by their order. */
    private static String id(String files, Kind kind, String label, GroundSpot spot, Set<String> taken) {
        String cell = String.format(
                Locale.ROOT, "%.5f,%.5f", spot.place().longitude(), spot.place().latitude());
        for (int number = 0; ; number++) {
            String facts = String.join("|", files, kind.id(), label, cell, Integer.toString(number));
            String id = Digests.sha256(facts.getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
            if (taken.add(id)) {
                return id;
            }
        }
    }
}
