package org.streetwarden.api.places;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.streetwarden.api.imports.Imports;

/**
 * A file that was brought into a register, and what it would do or did.
 *
 * @param version null until it is applied
 * @param crs of the file; null where it has no positions
 * @param base import it was compared with; null where none was in force
 * @param appliedAt null until then
 * @param appliedBy null until then
 * @param rows how many it holds
 * @param counts rows by outcome; an outcome without rows is left out
 */
public record PlaceImport(
        long id,
        String register,
        Integer version,
        String format,
        String crs,
        String source,
        String sha256,
        Long base,
        Imports.Status status,
        int rows,
        Map<Outcome, Integer> counts,
        List<String> remarks,
        Instant createdAt,
        String createdBy,
        String why,
        Instant appliedAt,
        String appliedBy) {

    /** What an import does to a row of its register. */
    public enum Outcome {
        NEW,
        CHANGED,
        GONE,
        UNCHANGED
    }

    public PlaceImport {
        counts = Map.copyOf(counts);
        remarks = List.copyOf(remarks);
    }

    public int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }
}
