package org.streetwarden.api.places;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.streetwarden.api.cases.Columns;
import org.streetwarden.api.cases.Database;

/** Finds what stands in registers, now or in an earlier version. Thread-safe; blocks on the database. */
public final class PlaceIndex {

    private final Database database;

    public PlaceIndex(Database database) {
        this.database = database;
    }

    /** One row of a version. */
    public record Row(String key, JsonNode facts) {}

    /** The version in force of every register that has one, by name. */
    public List<PlaceImport> registers() {
        return database.read(handle -> handle.createQuery("""
                        SELECT i.* FROM place_imports i JOIN place_registers p ON p.in_force = i.id ORDER BY p.register""")
                .map((row, context) -> PlaceRows.header(row))
                .list());
    }

    /** @param version null for that in force */
    public Optional<PlaceImport> version(String register, Integer version) {
        return database.read(handle -> handle.createQuery("""
                        SELECT i.* FROM place_imports i JOIN place_registers p ON p.register = i.register
                        WHERE i.register = :register AND CASE WHEN CAST(:version AS integer) IS NULL THEN i.id = p.in_force
                            ELSE i.version = :version END""")
                .bind("register", register)
                .bind("version", version)
                .map((row, context) -> PlaceRows.header(row))
                .findOne());
    }

    /**
     * By key.
     *
     * @param after key behind which to go on; empty for the first page
     */
    public List<Row> rows(long importId, String after, int limit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT key, facts FROM place_rows WHERE import_id = :id AND key COLLATE "C" > :after
                        ORDER BY key COLLATE "C" LIMIT :n""")
                .bind("id", importId)
                .bind("after", after)
                .bind("n", limit)
                .map((row, context) -> new Row(row.getString(1), Columns.json(row.getString(2))))
                .list());
    }
}
