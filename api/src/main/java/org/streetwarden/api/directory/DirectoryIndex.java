package org.streetwarden.api.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.streetwarden.api.cases.Columns;
import org.streetwarden.api.cases.Database;

/** Finds entries of the directory. Thread-safe; blocks on the database. */
public final class DirectoryIndex {

    private static final String RELEASED =
            "(kind = 'camera' AND purpose <> '' AND sharing_document <> '' AND absent_since IS NULL)";
    private static final int MAX_STEPS = 100;

    private final Database database;

    public DirectoryIndex(Database database) {
        this.database = database;
    }

    /** @param next code behind which the following page starts; empty on the last */
    public record Page(List<DirectoryRow> entries, Optional<String> next) {}

    /**
     * Something that an applied import did to an entry.
     *
     * @param who who applied it
     */
    public record Step(long importId, Instant at, String who, String why, ImportRow row) {}

    /**
     * By code.
     *
     * @param after code behind which to go on; empty for the first page
     * @param limit from 1
     */
    public Page list(DirectoryFilter filter, String after, int limit) {
        Map<String, Object> values = new LinkedHashMap<>();
        String sql = "SELECT * FROM directory_entries WHERE code > :after" + conditions(filter, values)
                + " ORDER BY code LIMIT :n";
        List<DirectoryRow> rows = database.read(handle -> {
            Query query = handle.createQuery(sql).bind("after", after).bind("n", limit + 1);
            values.forEach(query::bind);
            return query.map((row, context) -> row(row)).list();
        });
        if (rows.size() <= limit) {
            return new Page(rows, Optional.empty());
        }
        return new Page(
                List.copyOf(rows.subList(0, limit)),
                Optional.of(rows.get(limit - 1).code()));
    }

    private static String conditions(DirectoryFilter filter, Map<String, Object> values) {
        StringBuilder sql = new StringBuilder();
        append(sql, values, "source", filter.source(), "source = :source");
        append(sql, values, "division", filter.division(), "division LIKE :division || '%'");
        append(sql, values, "kind", filter.kind(), "kind = :kind");
        append(sql, values, "status", filter.status(), "status = :status");
        append(sql, values, "released", filter.released(), RELEASED + " = :released");
        append(sql, values, "present", filter.present(), "(absent_since IS NULL) = :present");
        return sql.toString();
    }

    private static void append(
            StringBuilder sql, Map<String, Object> values, String name, Object value, String condition) {
        if (value != null) {
            sql.append(" AND ").append(condition);
            values.put(name, value);
        }
    }

    public Optional<DirectoryRow> find(String code) {
        return database.read(handle -> handle.createQuery("SELECT * FROM directory_entries WHERE code = :code")
                .bind("code", code)
                .map((row, context) -> row(row))
                .findOne());
    }

    /** What applied imports did to an entry, the newest first. */
    public List<Step> history(String code) {
        return database.read(handle -> handle.createQuery("""
                        SELECT r.*, i.applied_at, i.applied_by, i.why FROM camera_import_rows r
                        JOIN camera_imports i ON i.id = r.import_id
                        WHERE r.code = :code AND i.status = 'APPLIED'
                        ORDER BY i.applied_at DESC, i.id DESC LIMIT :n""")
                .bind("code", code)
                .bind("n", MAX_STEPS)
                .map((row, context) -> new Step(
                        row.getLong("import_id"),
                        Columns.instant(row, "applied_at"),
                        row.getString("applied_by"),
                        row.getString("why"),
                        ImportRows.row(row)))
                .list());
    }

    private static DirectoryRow row(ResultSet row) throws SQLException {
        return new DirectoryRow(
                row.getString("code"),
                row.getString("source"),
                Columns.json(row.getString("facts")),
                Columns.instant(row, "absent_since"),
                Columns.instant(row, "first_seen_at"),
                Columns.instant(row, "changed_at"));
    }
}
