package org.streetwarden.api.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.CaseIndex.EvidenceObject;
import org.streetwarden.casefile.EvidencePart;

/** Rows about a case's place and sightings to records. */
final class PlaceColumns {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PlaceColumns() {}

    /** @return null for a case filed before there were places */
    static CasePlace place(Handle handle, ResultSet caseRow) throws SQLException {
        long caseId = caseRow.getLong("id");
        List<CasePlace.Coding> codes = handle.createQuery(
                        "SELECT * FROM case_codes WHERE case_id = :id ORDER BY position")
                .bind("id", caseId)
                .map((row, context) -> new CasePlace.Coding(
                        row.getString("code_system"),
                        row.getInt("version"),
                        row.getString("code"),
                        row.getString("name")))
                .list();
        return handle.createQuery("SELECT * FROM case_places WHERE case_id = :id")
                .bind("id", caseId)
                .map((row, context) -> place(row, codes))
                .findOne()
                .orElse(null);
    }

    private static CasePlace place(ResultSet row, List<CasePlace.Coding> codes) throws SQLException {
        String crs = row.getString("declared_crs");
        String unit = row.getString("unit");
        return new CasePlace(
                crs == null ? null : new CameraPosition(row.getDouble("longitude"), row.getDouble("latitude"), crs),
                (Double) row.getObject("uncertainty_m"),
                grid(row, "unit_grid"),
                grid(row, "responsibility_grid"),
                unit == null ? null : new CasePlace.Unit(unit, row.getString("unit_code"), row.getInt("units_version")),
                row.getString("time_limit"),
                instant(row, "due_at"),
                (Integer) row.getObject("calendar_version"),
                codes,
                gaps(row.getString("gaps")));
    }

    private static CasePlace.Grid grid(ResultSet row, String column) throws SQLException {
        String code = row.getString(column);
        return code == null ? null : new CasePlace.Grid(code, row.getInt(column + "_version"));
    }

    private static List<CasePlace.Gap> gaps(String json) {
        List<CasePlace.Gap> gaps = new ArrayList<>();
        json(json).forEach(gap -> CasePlace.Gap.of(gap.asText()).ifPresent(gaps::add));
        return gaps;
    }

    /** The first, then those that joined, in that order. */
    static List<Sighting> sightings(Handle handle, ResultSet caseRow, List<EvidencePart> firstParts)
            throws SQLException {
        List<Sighting> sightings = new ArrayList<>();
        sightings.add(new Sighting(
                caseRow.getString("incident_id"),
                caseRow.getString("camera_id"),
                caseRow.getString("camera_name"),
                caseRow.getString("zone_id"),
                instant(caseRow, "raised_at"),
                instant(caseRow, "first_last_seen_at"),
                instant(caseRow, "first_cleared_at"),
                null,
                null,
                instant(caseRow, "filed_at"),
                caseRow.getString("why"),
                caseRow.getString("manifest_sha256"),
                firstParts));
        handle.createQuery("SELECT * FROM case_incidents WHERE case_id = :id ORDER BY joined_at, incident_id")
                .bind("id", caseRow.getLong("id"))
                .map((row, context) -> joined(row))
                .forEach(sightings::add);
        return sightings;
    }

    private static Sighting joined(ResultSet row) throws SQLException {
        return new Sighting(
                row.getString("incident_id"),
                row.getString("camera_id"),
                row.getString("camera_name"),
                row.getString("zone_id"),
                instant(row, "raised_at"),
                instant(row, "last_seen_at"),
                instant(row, "cleared_at"),
                row.getString("joined_as"),
                row.getString("same_because"),
                instant(row, "joined_at"),
                row.getString("why"),
                row.getString("manifest_sha256"),
                parts(row.getString("parts")));
    }

    /** Where one object of a joined incident's evidence lies; empty where it has none of that name. */
    static Optional<EvidenceObject> evidence(ResultSet row, String name) throws SQLException {
        String prefix = row.getString("evidence_prefix");
        if (name.equals("manifest.json")) {
            return Optional.of(new EvidenceObject(prefix + name, row.getString("manifest_sha256"), null));
        }
        return parts(row.getString("parts")).stream()
                .filter(part -> part.name().equals(name))
                .map(part -> new EvidenceObject(prefix + name, part.sha256(), part))
                .findFirst();
    }

    private static List<EvidencePart> parts(String json) {
        List<EvidencePart> parts = new ArrayList<>();
        json(json)
                .forEach(part -> parts.add(new EvidencePart(
                        part.path("name").asText(),
                        part.path("mime").asText(),
                        part.path("bytes").asLong(),
                        part.path("sha256").asText())));
        return parts;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("jsonb is readable", impossible);
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
