package org.streetwarden.flights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.streetwarden.flight.GroundFix;
import org.streetwarden.flight.GroundSites.Site;

/**
 * What a survey knows after a stretch of its flight: enough to go on from there, with the same result, on any machine.
 *
 * @param basis digest of all that the result follows from; another basis, and the memory is of another survey
 * @param part number of the video or photograph that comes next, from 0; videos first
 * @param doneUs how much of that video is done
 * @param cover lines of a {@code CoverMap}
 * @param seen by label
 * @param unplaced boxes that could not be placed
 */
record SurveyMemory(
        String basis,
        int part,
        long doneUs,
        long pictures,
        List<Site> sites,
        List<String> cover,
        Map<String, Seen> seen,
        Map<GroundFix.Reason, Long> unplaced) {

    private static final JsonMapper JSON = new JsonMapper();

    /** How much of one label was seen. */
    record Seen(long boxes, long pictures) {

        Seen plus(Seen other) {
            return new Seen(boxes + other.boxes, pictures + other.pictures);
        }
    }

    SurveyMemory {
        sites = List.copyOf(sites);
        cover = List.copyOf(cover);
        seen = new TreeMap<>(seen);
        unplaced = new TreeMap<>(unplaced);
    }

    static SurveyMemory none(String basis) {
        return new SurveyMemory(basis, 0, 0, 0, List.of(), List.of(), Map.of(), Map.of());
    }

    String text() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a memory of plain values always encodes", impossible);
        }
    }

    /** Empty where the text is none, or of another survey. */
    static Optional<SurveyMemory> read(String text, String basis) {
        try {
            SurveyMemory memory = JSON.readValue(text, SurveyMemory.class);
            return Optional.ofNullable(memory).filter(each -> basis.equals(each.basis()));
        } catch (JsonProcessingException unreadable) {
            return Optional.empty();
        }
    }
}
