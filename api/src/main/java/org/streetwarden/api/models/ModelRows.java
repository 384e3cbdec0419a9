package org.streetwarden.api.models;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.models.ModelEntry.Duty;
import org.streetwarden.casefile.ModelRole;

/** Rows of packages and of what they are to groups. */
final class ModelRows {

    /** What a rollback of the active model brings back; never at work. */
    static final String PREVIOUS = "PREVIOUS";

    private ModelRows() {}

    /** One model of a group, by its role there. */
    record Slot(String role, String sha256, Double share, Instant since) {}

    static Optional<ModelEntry> find(Handle handle, String sha256) {
        return handle.createQuery("SELECT * FROM models WHERE sha256 = :sha256")
                .bind("sha256", sha256)
                .map((row, context) -> entry(row, duties(handle, List.of(sha256))))
                .findOne();
    }

    /** The newest first; at most {@code limit}. */
    static List<ModelEntry> newest(Handle handle, int limit) {
        return withDuties(handle, handle.createQuery("SELECT * FROM models ORDER BY imported_at DESC, sha256 LIMIT :n")
                .bind("n", limit)
                .map((row, context) -> entry(row, Map.of()))
                .list());
    }

    static List<ModelEntry> some(Handle handle, List<String> digests) {
        return withDuties(handle, handle.createQuery("SELECT * FROM models WHERE sha256 = ANY(:digests)")
                .bind("digests", digests.toArray(String[]::new))
                .map((row, context) -> entry(row, Map.of()))
                .list());
    }

    private static List<ModelEntry> withDuties(Handle handle, List<ModelEntry> bare) {
        Map<String, List<Duty>> duties =
                duties(handle, bare.stream().map(ModelEntry::sha256).toList());
        return bare.stream()
                .map(one -> new ModelEntry(
                        one.sha256(),
                        one.name(),
                        one.version(),
                        one.role(),
                        one.bytes(),
                        one.signedBy(),
                        one.stage(),
                        one.manifest(),
                        one.importedAt(),
                        one.importedBy(),
                        duties.getOrDefault(one.sha256(), List.of())))
                .toList();
    }

    private static Map<String, List<Duty>> duties(Handle handle, List<String> digests) {
        Map<String, List<Duty>> duties = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT * FROM model_assignments
                        WHERE sha256 = ANY(:digests) AND role <> 'PREVIOUS' ORDER BY group_name""")
                .bind("digests", digests.toArray(String[]::new))
                .map((row, context) -> Map.entry(
                        row.getString("sha256"),
                        new Duty(
                                row.getString("group_name"),
                                ModelRole.valueOf(row.getString("role")),
                                number(row, "share"),
                                instant(row, "since"))))
                .forEach(each -> duties.computeIfAbsent(each.getKey(), key -> new ArrayList<>())
                        .add(each.getValue()));
        return duties;
    }

    /** A group's models by role, {@link #PREVIOUS} among them. */
    static Map<String, Slot> slots(Handle handle, String group) {
        Map<String, Slot> slots = new LinkedHashMap<>();
        handle.createQuery("SELECT * FROM model_assignments WHERE group_name = :group")
                .bind("group", group)
                .map((row, context) -> new Slot(
                        row.getString("role"), row.getString("sha256"), number(row, "share"), instant(row, "since")))
                .forEach(slot -> slots.put(slot.role(), slot));
        return slots;
    }

    private static ModelEntry entry(ResultSet row, Map<String, List<Duty>> duties) throws SQLException {
        String sha256 = row.getString("sha256");
        return new ModelEntry(
                sha256,
                row.getString("name"),
                row.getString("version"),
                row.getString("role"),
                row.getLong("bytes"),
                row.getString("signed_by"),
                ModelState.valueOf(row.getString("stage")),
                row.getString("manifest"),
                instant(row, "imported_at"),
                row.getString("imported_by"),
                duties.getOrDefault(sha256, List.of()));
    }

    /** @return null where the column is */
    static Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
