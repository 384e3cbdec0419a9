package org.streetwarden.api.directory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.streetwarden.api.imports.Imports;

/**
 * A catalogue that was brought, and what it would do or did.
 *
 * @param purpose null where none was given for all rows
 * @param sharingDocument null where none was given for all rows
 * @param complete whether what it leaves out counts as gone
 * @param baseRevision of the directory when it was compared
 * @param appliedAt null until then
 * @param appliedBy null until then
 * @param present entries of the source when it was compared
 * @param counts rows by outcome; an outcome without rows is left out
 * @param remarks what is odd about it as a whole
 */
public record CameraImport(
        long id,
        String source,
        String format,
        String crs,
        String purpose,
        String sharingDocument,
        String sha256,
        boolean complete,
        long baseRevision,
        Imports.Status status,
        Instant createdAt,
        String createdBy,
        String why,
        Instant appliedAt,
        String appliedBy,
        int present,
        Map<Outcome, Integer> counts,
        List<String> remarks) {

    /** What an import does to an entry. */
    public enum Outcome {
        NEW,
        CHANGED,
        /** The source no longer names it: it stays, absent since the application. */
        GONE,
        UNCHANGED,
        /** The row cannot be used; what stands in the directory stays. */
        REFUSED,
        /** The source calls it secret: nothing of it is kept, and what stood there is erased. */
        EXCLUDED
    }

    public CameraImport {
        counts = Map.copyOf(counts);
        remarks = List.copyOf(remarks);
    }

    public int count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0);
    }
}
