package org.streetwarden.api.directory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Columns;
import org.streetwarden.api.directory.CameraImport.Outcome;
import org.streetwarden.directory.OrganisationTree;

/** Compares the staged rows of one import with the directory, inside the database. The caller holds the directory's lock. */
final class ImportDiff {

    /** So that no statement runs long. */
    static final int CHUNK_ROWS = 5000;

    private static final int SHOWN = 5;
    private static final String SECRET_ELSEWHERE = """
            UPDATE camera_import_rows r
            SET outcome = 'REFUSED', facts = NULL, reasons = '["secrecy: another row of this code calls it secret"]'
            WHERE r.import_id = :id AND r.outcome = 'READ' AND r.code IN (
                SELECT s.code FROM camera_import_rows s WHERE s.import_id = :id AND s.outcome = 'EXCLUDED')""";
    private static final String HELD_ELSEWHERE = """
            UPDATE camera_import_rows r
            SET outcome = 'REFUSED', facts = NULL,
                reasons = jsonb_build_array('code: belongs to source ' || d.source || ', and to one source only')
            FROM directory_entries d
            WHERE r.import_id = :id AND r.outcome = 'READ' AND d.code = r.code AND d.source <> :source""";
    private static final String COMPARE = """
            UPDATE camera_import_rows r
            SET outcome = CASE WHEN m.old IS NULL THEN 'NEW'
                    WHEN m.old = m.facts AND m.absent_since IS NULL THEN 'UNCHANGED' ELSE 'CHANGED' END,
                facts = m.facts,
                before = CASE WHEN m.old = m.facts AND m.absent_since IS NULL THEN NULL
                    WHEN m.absent_since IS NULL THEN m.old
                    ELSE m.old || jsonb_build_object('absentSince', m.absent_since) END
            FROM (
                SELECT s.position, d.facts AS old, d.absent_since,
                    jsonb_build_object('purpose', coalesce(d.facts ->> 'purpose', ''),
                        'sharingDocument', coalesce(d.facts ->> 'sharingDocument', '')) || s.facts AS facts
                FROM camera_import_rows s LEFT JOIN directory_entries d ON d.code = s.code
                WHERE s.import_id = :id AND s.outcome = 'READ' AND s.position > :from AND s.position <= :to) m
            WHERE r.import_id = :id AND r.position = m.position""";
    private static final String GONE = """
            INSERT INTO camera_import_rows (import_id, position, place, code, outcome, before)
            SELECT :id, :last + row_number() OVER (ORDER BY d.code), 'not in the file', d.code, 'GONE', d.facts
            FROM directory_entries d
            WHERE d.source = :source AND d.absent_since IS NULL AND NOT EXISTS (
                SELECT 1 FROM camera_import_rows r WHERE r.import_id = :id AND r.code = d.code)""";
    private static final String ORPHANS = """
            SELECT r.code || ' under ' || split_part(r.facts ->> 'parent', '/', 1), count(*) OVER ()
            FROM camera_import_rows r
            WHERE r.import_id = :id AND r.facts IS NOT NULL AND length(split_part(r.facts ->> 'parent', '/', 1)) = 20
                AND NOT EXISTS (SELECT 1 FROM directory_entries d WHERE d.code = split_part(r.facts ->> 'parent', '/', 1))
                AND NOT EXISTS (SELECT 1 FROM camera_import_rows p WHERE p.import_id = :id
                    AND p.code = split_part(r.facts ->> 'parent', '/', 1) AND p.facts IS NOT NULL)
            ORDER BY r.position LIMIT :n""";

    private final Handle handle;
    private final long id;
    private final String source;

    ImportDiff(Handle handle, long id, String source) {
        this.handle = handle;
        this.id = id;
        this.source = source;
    }

    private record Orphan(String text, int count) {}

    /**
     * Gives every row its outcome and writes what the whole comes to.
     *
     * @param stated whether the file is said to name every camera of its source
     * @param fileRemarks what is odd about the file
     */
    void make(ImportStaging.Staged staged, boolean stated, List<String> fileRemarks) {
        handle.execute("ANALYZE camera_import_rows");
        handle.createUpdate(SECRET_ELSEWHERE).bind("id", id).execute();
        handle.createUpdate(HELD_ELSEWHERE)
                .bind("id", id)
                .bind("source", source)
                .execute();
        for (int from = 0; from < staged.rows(); from += CHUNK_ROWS) {
            handle.createUpdate(COMPARE)
                    .bind("id", id)
                    .bind("from", from)
                    .bind("to", from + CHUNK_ROWS)
                    .execute();
        }
        List<String> remarks = new ArrayList<>(fileRemarks);
        if (stated && staged.everyCodeKnown()) {
            handle.createUpdate(GONE)
                    .bind("id", id)
                    .bind("source", source)
                    .bind("last", staged.rows())
                    .execute();
        } else {
            remarks.add(
                    stated
                            ? "not every row says which camera it is, so that nothing is taken for gone"
                            : "the catalogue is not complete, so that nothing is taken for gone");
        }
        addOrphans(remarks);
        addCycles(remarks);
        addUnreleased(remarks);
        finish(remarks);
    }

    private void addOrphans(List<String> remarks) {
        List<Orphan> orphans = handle.createQuery(ORPHANS)
                .bind("id", id)
                .bind("n", SHOWN)
                .map((row, context) -> new Orphan(row.getString(1), row.getInt(2)))
                .list();
        if (!orphans.isEmpty()) {
            remarks.add("%d entries name a parent that nobody knows: %s"
                    .formatted(
                            orphans.getFirst().count(),
                            orphans.stream().map(Orphan::text).collect(Collectors.joining(", "))));
        }
    }

    private void addCycles(List<String> remarks) {
        Map<String, String> parents = new HashMap<>();
        handle.createQuery("""
                        SELECT code, split_part(facts ->> 'parent', '/', 1) AS parent FROM camera_import_rows
                        WHERE import_id = :id AND facts IS NOT NULL AND facts ->> 'kind' <> 'camera'""")
                .bind("id", id)
                .map((row, context) -> Map.entry(row.getString("code"), row.getString("parent")))
                .forEach(node -> parents.put(node.getKey(), node.getValue()));
        OrganisationTree.cycles(parents).stream()
                .limit(SHOWN)
                .forEach(ring -> remarks.add("nodes that are their own ancestors: "
                        + ring.stream().limit(SHOWN).collect(Collectors.joining(" under "))));
    }

    private void addUnreleased(List<String> remarks) {
        int count = handle.createQuery("""
                        SELECT count(*) FROM camera_import_rows
                        WHERE import_id = :id AND facts ->> 'kind' = 'camera'
                            AND (facts ->> 'purpose' = '' OR facts ->> 'sharingDocument' = '')""").bind("id", id).mapTo(Integer.class).one();
        if (count > 0) {
            remarks.add(count + " cameras lack a purpose or the number of a sharing document and may not be analysed");
        }
    }

    private void finish(List<String> remarks) {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        handle.createQuery("SELECT outcome, count(*) AS n FROM camera_import_rows WHERE import_id = :id GROUP BY 1")
                .bind("id", id)
                .map((row, context) -> Map.entry(Outcome.valueOf(row.getString("outcome")), row.getInt("n")))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        handle.createUpdate("""
                        UPDATE camera_imports SET counts = CAST(:counts AS jsonb), remarks = CAST(:remarks AS jsonb),
                            present = (SELECT count(*) FROM directory_entries
                                WHERE source = :source AND absent_since IS NULL)
                        WHERE id = :id""")
                .bind("counts", Columns.object(counts))
                .bind("remarks", Columns.array(remarks))
                .bind("source", source)
                .bind("id", id)
                .execute();
    }
}
