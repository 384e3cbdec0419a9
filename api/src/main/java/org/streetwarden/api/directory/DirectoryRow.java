package org.streetwarden.api.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of the directory.
 *
 * @param facts everything its source says
 * @param absentSince when its source stopped naming it; null while it does
 */
public record DirectoryRow(
        String code, String source, JsonNode facts, Instant absentSince, Instant firstSeenAt, Instant changedAt) {

    /** Why it may not be analysed, one sentence each; empty where it may. */
    public List<String> hindrances() {
        List<String> hindrances = new ArrayList<>();
        if (!facts.path("kind").asText().equals("camera")) {
            hindrances.add("It is no camera.");
        } else {
            if (facts.path("purpose").asText().isEmpty()) {
                hindrances.add("No purpose is stated.");
            }
            if (facts.path("sharingDocument").asText().isEmpty()) {
                hindrances.add("No sharing document is stated.");
            }
        }
        if (absentSince != null) {
            hindrances.add("Its source no longer names it.");
        }
        return List.copyOf(hindrances);
    }
}
