package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.streetwarden.api.cases.Columns;
import org.streetwarden.api.imports.Imports;
import org.streetwarden.api.places.PlaceImport.Outcome;

/** Rows of registers and of their imports. */
final class PlaceRows {

    private static final int BATCH_ROWS = 500;

    private PlaceRows() {}

    /** One row of a version. */
    record Kept(String key, JsonNode facts) {}

    /**
     * Locks a register until the transaction ends.
     *
     * @return the import in force; null where there is none
     */
    static Long lock(Handle handle, String register) {
        handle.createUpdate("INSERT INTO place_registers VALUES (:register, NULL) ON CONFLICT DO NOTHING")
                .bind("register", register)
                .execute();
        return handle.createQuery("SELECT in_force FROM place_registers WHERE register = :register FOR UPDATE")
                .bind("register", register)
                .map((row, context) -> (Long) row.getObject(1))
                .one();
    }

    static long insert(
            Handle handle,
            PlaceRequest request,
            String sha256,
            Long base,
            int rows,
            List<String> remarks,
            Instant now) {
        return handle.createQuery("""
                        INSERT INTO place_imports (register, format, crs, source, sha256, base, status, row_count, remarks,
                            created_at, created_by, why)
                        VALUES (:register, :format, :crs, :source, :sha256, :base, 'DRAFT', :rows,
                            CAST(:remarks AS jsonb), :now, :who, :why)
                        RETURNING id""")
                .bind("register", request.register().name())
                .bind("format", request.format().id())
                .bind("crs", request.system() == null ? null : request.system().id())
                .bind("source", request.source())
                .bind("sha256", sha256)
                .bind("base", base)
                .bind("rows", rows)
                .bind("remarks", Columns.array(remarks))
                .bind("now", now)
                .bind("who", request.who())
                .bind("why", request.why())
                .mapTo(Long.class)
                .one();
    }

    static void insertRows(Handle handle, long id, List<RegisterReader.Entry> entries) {
        PreparedBatch batch =
                handle.prepareBatch("INSERT INTO place_rows VALUES (:id, :key, :position, CAST(:facts AS jsonb))");
        for (RegisterReader.Entry entry : entries) {
            batch.bind("id", id)
                    .bind("key", entry.key())
                    .bind("position", entry.position())
                    .bind("facts", entry.facts().toString())
                    .add();
            if (batch.size() >= BATCH_ROWS) {
                batch.execute();
            }
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /** Other drafts of the register lose their place and their rows. */
    static void supersedeOthers(Handle handle, String register, long id) {
        handle.createUpdate("""
                        DELETE FROM place_rows r USING place_imports i
                        WHERE r.import_id = i.id AND i.register = :register AND i.status = 'DRAFT' AND i.id <> :id""").bind("register", register).bind("id", id).execute();
        handle.createUpdate("""
                        UPDATE place_imports SET status = 'SUPERSEDED'
                        WHERE register = :register AND status = 'DRAFT' AND id <> :id""").bind("register", register).bind("id", id).execute();
    }

    /** A draft of the same bytes, read the same way, compared with the same version. */
    static Optional<PlaceImport> twin(Handle handle, PlaceRequest request, String sha256, Long base) {
        return handle.createQuery("""
                        SELECT * FROM place_imports
                        WHERE status = 'DRAFT' AND register = :register AND sha256 = :sha256 AND format = :format
                            AND source = :source AND crs IS NOT DISTINCT FROM CAST(:crs AS text)
                            AND base IS NOT DISTINCT FROM CAST(:base AS bigint)""")
                .bind("register", request.register().name())
                .bind("sha256", sha256)
                .bind("format", request.format().id())
                .bind("source", request.source())
                .bind("crs", request.system() == null ? null : request.system().id())
                .bind("base", base)
                .map((row, context) -> header(row))
                .findFirst();
    }

    static Optional<PlaceImport> find(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM place_imports WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> header(row))
                .findOne();
    }

    /** Every row of a version or draft, in the order of its file. */
    static List<Kept> all(Handle handle, long importId) {
        return handle.createQuery("SELECT key, facts FROM place_rows WHERE import_id = :id ORDER BY position")
                .bind("id", importId)
                .map((row, context) -> new Kept(row.getString(1), Columns.json(row.getString(2))))
                .list();
    }

    static PlaceImport header(ResultSet row) throws SQLException {
        return new PlaceImport(
                row.getLong("id"),
                row.getString("register"),
                (Integer) row.getObject("version"),
                row.getString("format"),
                row.getString("crs"),
                row.getString("source"),
                row.getString("sha256"),
                (Long) row.getObject("base"),
                Imports.Status.valueOf(row.getString("status")),
                row.getInt("row_count"),
                Columns.counts(Outcome.class, row.getString("counts")),
                Columns.texts(row.getString("remarks")),
                Columns.instant(row, "created_at"),
                row.getString("created_by"),
                row.getString("why"),
                Columns.instant(row, "applied_at"),
                row.getString("applied_by"));
    }
}
