package org.streetwarden.api.places;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Columns;
import org.streetwarden.api.places.PlaceImport.Outcome;

/** Compares the rows of an import with those that were in force, inside the database. */
final class PlaceDiff {

    private static final String COMPARED = """
            (SELECT coalesce(n.key, o.key) AS key, o.facts AS before, n.facts AS after,
                CASE WHEN o.key IS NULL THEN 'NEW' WHEN n.key IS NULL THEN 'GONE'
                    WHEN o.facts = n.facts THEN 'UNCHANGED' ELSE 'CHANGED' END AS outcome
            FROM (SELECT key, facts FROM place_rows WHERE import_id = :id) n
            FULL JOIN (SELECT key, facts FROM place_rows WHERE import_id = CAST(:base AS bigint)) o ON o.key = n.key) d""";

    private PlaceDiff() {}

    /** Writes on a draft what it comes to. */
    static void count(Handle handle, long id, Long base) {
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        handle.createQuery("SELECT outcome, count(*) AS n FROM " + COMPARED + " GROUP BY 1")
                .bind("id", id)
                .bind("base", base)
                .map((row, context) -> Map.entry(Outcome.valueOf(row.getString("outcome")), row.getInt("n")))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        handle.createUpdate("UPDATE place_imports SET counts = CAST(:counts AS jsonb) WHERE id = :id")
                .bind("counts", Columns.object(counts))
                .bind("id", id)
                .execute();
    }

    /**
     * By key.
     *
     * @param outcome null for all
     * @param after key behind which to go on; empty for the first page
     */
    static List<PlaceChange> page(Handle handle, PlaceImport each, Outcome outcome, String after, int limit) {
        return handle.createQuery("SELECT * FROM " + COMPARED + """
                         WHERE key COLLATE "C" > :after AND (CAST(:outcome AS text) IS NULL OR outcome = :outcome)
                        ORDER BY key COLLATE "C" LIMIT :n""")
                .bind("id", each.id())
                .bind("base", each.base())
                .bind("after", after)
                .bind("outcome", outcome == null ? null : outcome.name())
                .bind("n", limit)
                .map((row, context) -> new PlaceChange(
                        row.getString("key"),
                        Outcome.valueOf(row.getString("outcome")),
                        Columns.json(row.getString("before")),
                        Columns.json(row.getString("after"))))
                .list();
    }
}
