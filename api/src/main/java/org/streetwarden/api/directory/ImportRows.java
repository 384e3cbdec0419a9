package org.streetwarden.api.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Columns;
import org.streetwarden.api.directory.CameraImport.Outcome;
import org.streetwarden.api.imports.Imports;

/** Rows of imports, and the one that they all lock. */
final class ImportRows {

    private ImportRows() {}

    /** Locks the directory until the transaction ends. */
    static long lock(Handle handle) {
        return handle.createQuery("SELECT revision FROM directory_state FOR UPDATE")
                .mapTo(Long.class)
                .one();
    }

    static void nextRevision(Handle handle) {
        handle.createUpdate("UPDATE directory_state SET revision = revision + 1")
                .execute();
    }

    static Optional<CameraImport> find(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM camera_imports WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> header(row))
                .findOne();
    }

    /** The newest first. */
    static List<CameraImport> newest(Handle handle, int limit) {
        return handle.createQuery("SELECT * FROM camera_imports ORDER BY id DESC LIMIT :n")
                .bind("n", limit)
                .map((row, context) -> header(row))
                .list();
    }

    /** A draft of the same bytes, read the same way, compared with the same directory. */
    static Optional<CameraImport> twin(Handle handle, ImportRequest request, String sha256, long revision) {
        return handle.createQuery("""
                        SELECT * FROM camera_imports
                        WHERE status = 'DRAFT' AND source = :source AND sha256 = :sha256 AND format = :format
                            AND crs = :crs AND complete = :complete AND base_revision = :revision
                            AND purpose IS NOT DISTINCT FROM CAST(:purpose AS text)
                            AND sharing_document IS NOT DISTINCT FROM CAST(:sharing AS text)
                        ORDER BY id DESC LIMIT 1""")
                .bind("source", request.source())
                .bind("sha256", sha256)
                .bind("format", request.format().id())
                .bind("crs", request.system().id())
                .bind("complete", request.complete())
                .bind("revision", revision)
                .bind("purpose", request.purpose())
                .bind("sharing", request.sharingDocument())
                .map((row, context) -> header(row))
                .findOne();
    }

    static long insert(Handle handle, ImportRequest request, String sha256, long revision, Instant now) {
        return handle.createQuery("""
                        INSERT INTO camera_imports (source, format, crs, purpose, sharing_document, sha256, complete,
                            base_revision, status, created_at, created_by, why)
                        VALUES (:source, :format, :crs, :purpose, :sharing, :sha256, :complete, :revision, 'DRAFT',
                            :now, :who, :why)
                        RETURNING id""")
                .bind("source", request.source())
                .bind("format", request.format().id())
                .bind("crs", request.system().id())
                .bind("purpose", request.purpose())
                .bind("sharing", request.sharingDocument())
                .bind("sha256", sha256)
                .bind("complete", request.complete())
                .bind("revision", revision)
                .bind("now", now)
                .bind("who", request.who())
                .bind("why", request.why())
                .mapTo(Long.class)
                .one();
    }

    /** Other drafts of the source lose their place and their rows. */
    static void supersedeOthers(Handle handle, String source, long id) {
        handle.createUpdate("""
                        DELETE FROM camera_import_rows r USING camera_imports i
                        WHERE r.import_id = i.id AND i.source = :source AND i.status = 'DRAFT' AND i.id <> :id""").bind("source", source).bind("id", id).execute();
        handle.createUpdate("""
                        UPDATE camera_imports SET status = 'SUPERSEDED'
                        WHERE source = :source AND status = 'DRAFT' AND id <> :id""").bind("source", source).bind("id", id).execute();
    }

    /**
     * What it does, in the order of the file.
     *
     * @param outcome null for all
     * @param after position behind which to go on; 0 for the first
     */
    static List<ImportRow> page(Handle handle, long id, Outcome outcome, int after, int limit) {
        return handle.createQuery("""
                        SELECT * FROM camera_import_rows
                        WHERE import_id = :id AND position > :after
                            AND (CAST(:outcome AS text) IS NULL OR outcome = :outcome)
                        ORDER BY position LIMIT :n""")
                .bind("id", id)
                .bind("after", after)
                .bind("outcome", outcome == null ? null : outcome.name())
                .bind("n", limit)
                .map((row, context) -> row(row))
                .list();
    }

    static ImportRow row(ResultSet row) throws SQLException {
        return new ImportRow(
                row.getInt("position"),
                row.getString("place"),
                row.getString("code"),
                Outcome.valueOf(row.getString("outcome")),
                Columns.json(row.getString("before")),
                Columns.json(row.getString("facts")),
                Columns.texts(row.getString("reasons")));
    }

    private static CameraImport header(ResultSet row) throws SQLException {
        return new CameraImport(
                row.getLong("id"),
                row.getString("source"),
                row.getString("format"),
                row.getString("crs"),
                row.getString("purpose"),
                row.getString("sharing_document"),
                row.getString("sha256"),
                row.getBoolean("complete"),
                row.getLong("base_revision"),
                Imports.Status.valueOf(row.getString("status")),
                Columns.instant(row, "created_at"),
                row.getString("created_by"),
                row.getString("why"),
                Columns.instant(row, "applied_at"),
                row.getString("applied_by"),
                row.getInt("present"),
                Columns.counts(Outcome.class, row.getString("counts")),
                Columns.texts(row.getString("remarks")));
    }
}
