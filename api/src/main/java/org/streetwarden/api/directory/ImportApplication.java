package org.streetwarden.api.directory;

import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.directory.CameraImport.Outcome;
import org.streetwarden.api.imports.Imports;
import org.streetwarden.api.models.Refusal;

/** Makes the directory what an import says. The caller holds the directory's lock. */
final class ImportApplication {

    private static final String PUT = """
            INSERT INTO directory_entries (code, source, facts, absent_since, first_seen_at, changed_at)
            SELECT r.code, :source, r.facts, NULL, :now, :now FROM camera_import_rows r
            WHERE r.import_id = :id AND r.outcome IN ('NEW', 'CHANGED') AND r.position > :from AND r.position <= :to
            ON CONFLICT (code) DO UPDATE
            SET facts = excluded.facts, absent_since = NULL, changed_at = excluded.changed_at""";
    private static final String MARK_ABSENT = """
            UPDATE directory_entries d SET absent_since = :now, changed_at = :now FROM camera_import_rows r
            WHERE r.import_id = :id AND r.outcome = 'GONE' AND d.code = r.code""";
    private static final String ERASE = """
            DELETE FROM directory_entries d USING camera_import_rows r
            WHERE r.import_id = :id AND r.outcome = 'EXCLUDED' AND d.code = r.code AND d.source = :source""";
    private static final String ERASE_HISTORY = """
            UPDATE camera_import_rows h SET facts = NULL, before = NULL, reasons = '[]' FROM camera_import_rows r
            WHERE r.import_id = :id AND r.outcome = 'EXCLUDED' AND r.code <> '' AND h.code = r.code AND h.import_id <> :id
                AND h.import_id IN (SELECT i.id FROM camera_imports i WHERE i.source = :source)""";

    private final Handle handle;
    private final CameraImport draft;

    ImportApplication(Handle handle, CameraImport draft) {
        this.handle = handle;
        this.draft = draft;
    }

    /** @throws Refusal where it is no draft any more, the directory is another, or too much would be gone */
    void check(long revision, boolean allowGone) {
        if (draft.status() == Imports.Status.SUPERSEDED) {
            throw Refusal.conflict("A later import of source %s has taken the place of import %d."
                    .formatted(draft.source(), draft.id()));
        }
        if (draft.baseRevision() != revision) {
            throw Refusal.conflict(
                    "The directory changed since import %d was compared (revision %d then, %d now): import it again."
                            .formatted(draft.id(), draft.baseRevision(), revision));
        }
        if (!allowGone) {
            Imports.checkGone(draft.count(Outcome.GONE), draft.present(), "entries of source " + draft.source());
        }
    }

    void make(String who, Instant now) {
        int changed = 0;
        int last = draft.counts().values().stream().mapToInt(Integer::intValue).sum();
        for (int from = 0; from < last; from += ImportDiff.CHUNK_ROWS) {
            changed += handle.createUpdate(PUT)
                    .bind("id", draft.id())
                    .bind("source", draft.source())
                    .bind("now", now)
                    .bind("from", from)
                    .bind("to", from + ImportDiff.CHUNK_ROWS)
                    .execute();
        }
        changed += run(MARK_ABSENT, now);
        changed += run(ERASE, now);
        run(ERASE_HISTORY, now);
        if (changed > 0) {
            handle.execute("ANALYZE directory_entries");
            ImportRows.nextRevision(handle);
        }
        handle.createUpdate("DELETE FROM camera_import_rows WHERE import_id = :id AND outcome = 'UNCHANGED'")
                .bind("id", draft.id())
                .execute();
        handle.createUpdate("""
                        UPDATE camera_imports SET status = 'APPLIED', applied_at = :now, applied_by = :who
                        WHERE id = :id""")
                .bind("id", draft.id())
                .bind("now", now)
                .bind("who", who)
                .execute();
    }

    private int run(String sql, Instant now) {
        return handle.createUpdate(sql)
                .bind("id", draft.id())
                .bind("source", draft.source())
                .bind("now", now)
                .execute();
    }
}
