package org.streetwarden.api.cases;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.zone.Kind;

/** Finds cases and cameras. Thread-safe; blocks on the database. */
public final class CaseIndex {

    private static final String SUMMARY = """
            SELECT c.*, (SELECT true FROM case_evidence e WHERE e.case_id = c.id AND e.name = '%s') IS NOT NULL AS pictured
            FROM cases c""".formatted(CaseSummary.PICTURE);
    private static final String CAMERA = """
            SELECT m.*, (SELECT count(*) FROM cases c WHERE c.camera_id = m.camera_id) AS cases FROM cameras m""";

    private static final String IN_WINDOW =
            "p.latitude BETWEEN :south AND :north AND p.longitude BETWEEN :west AND :east";
    private static final String IN_SMALL_WINDOW =
            " AND c.id IN (SELECT p.case_id FROM case_places p WHERE " + IN_WINDOW + ")";

    /** Not a join: the planner is to go along the list and look up each case's place. */
    private static final String IN_LARGE_WINDOW =
            " AND (SELECT " + IN_WINDOW + " FROM case_places p WHERE p.case_id = c.id)";

    private static final int MANY_IN_WINDOW = 2000;

    private final Database database;

    public CaseIndex(Database database) {
        this.database = database;
    }

    /** @param next where the following page starts; empty on the last */
    public record Page(List<CaseSummary> cases, Optional<CaseCursor> next) {}

    /**
     * Newest raise first.
     *
     * @param after null for the first page
     * @param limit from 1
     */
    public Page list(CaseFilter filter, CaseCursor after, int limit) {
        List<CaseSummary> rows = database.read(handle -> select(handle, filter, after, limit + 1));
        if (rows.size() <= limit) {
            return new Page(rows, Optional.empty());
        }
        List<CaseSummary> page = List.copyOf(rows.subList(0, limit));
        return new Page(page, Optional.of(CaseCursor.after(page.getLast())));
    }

    private static List<CaseSummary> select(Handle handle, CaseFilter filter, CaseCursor after, int limit) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.putAll(filter.scope().values());
        StringBuilder sql = new StringBuilder(SUMMARY)
                .append(" WHERE ")
                .append(filter.scope().condition());
        if (!filter.kinds().isEmpty()) {
            sql.append(" AND c.kind = ANY(:kinds)");
            values.put("kinds", filter.kinds().stream().map(Kind::id).toArray(String[]::new));
        }
        if (!filter.cameraIds().isEmpty()) {
            sql.append(" AND c.camera_id = ANY(:cameras)");
            values.put("cameras", filter.cameraIds().toArray(String[]::new));
        }
        if (!filter.statuses().isEmpty()) {
            sql.append(" AND c.status = ANY(:statuses)");
            values.put("statuses", filter.statuses().stream().map(Enum::name).toArray(String[]::new));
        }
        if (filter.held()) {
            sql.append(" AND c.id IN (SELECT case_id FROM push_deliveries WHERE state = 'HELD')");
        }
        appendPlaces(handle, sql, values, filter);
        appendTimes(sql, values, filter, after);
        sql.append(" ORDER BY c.raised_at DESC, c.id DESC LIMIT :limit");
        Query query = handle.createQuery(sql.toString()).bind("limit", limit);
        values.forEach(query::bind);
        return query.map(CaseRows::summary).list();
    }

    private static void appendPlaces(Handle handle, StringBuilder sql, Map<String, Object> values, CaseFilter filter) {
        if (!filter.grids().isEmpty()) {
            sql.append(" AND c.id IN (SELECT case_id FROM case_places WHERE unit_grid = ANY(:grids)")
                    .append(" UNION ALL SELECT case_id FROM case_places WHERE responsibility_grid = ANY(:grids))");
            values.put("grids", filter.grids().toArray(String[]::new));
        }
        MapWindow window = filter.window();
        if (window != null) {
            Map<String, Object> edges = Map.of(
                    "west", window.west(), "south", window.south(), "east", window.east(), "north", window.north());
            values.putAll(edges);
            sql.append(holdsMany(handle, edges) ? IN_LARGE_WINDOW : IN_SMALL_WINDOW);
        }
    }

    private static boolean holdsMany(Handle handle, Map<String, Object> edges) {
        return handle.createQuery("SELECT count(*) FROM (SELECT 1 FROM case_places p WHERE " + IN_WINDOW
                                + " LIMIT :many) few")
                        .bindMap(edges)
                        .bind("many", MANY_IN_WINDOW)
                        .mapTo(Integer.class)
                        .one()
                >= MANY_IN_WINDOW;
    }

    private static void appendTimes(
            StringBuilder sql, Map<String, Object> values, CaseFilter filter, CaseCursor after) {
        if (filter.from() != null) {
            sql.append(" AND c.raised_at >= :from");
            values.put("from", filter.from());
        }
        if (filter.to() != null) {
            sql.append(" AND c.raised_at < :to");
            values.put("to", filter.to());
        }
        if (after != null) {
            sql.append(" AND (c.raised_at, c.id) < (:afterRaised, :afterId)");
            values.put("afterRaised", after.raisedAt());
            values.put("afterId", after.id());
        }
    }

    /** Whether there is such a case and somebody may see it. */
    public boolean within(Scope scope, String caseNo) {
        return database.read(handle ->
                handle.createQuery("SELECT count(*) FROM cases c WHERE c.case_no = :caseNo AND " + scope.condition())
                                .bind("caseNo", caseNo)
                                .bindMap(scope.values())
                                .mapTo(Long.class)
                                .one()
                        == 1);
    }

    public Optional<CaseDetail> find(String caseNo) {
        return database.read(handle -> handle.createQuery(SUMMARY + " WHERE c.case_no = :caseNo")
                .bind("caseNo", caseNo)
                .map((row, context) -> CaseRows.detail(handle, row))
                .findOne());
    }

    /** The newest facts of some cases, by case number; unknown numbers are left out. */
    public Map<String, CaseSummary> byNumber(Handle handle, List<String> caseNos) {
        Map<String, CaseSummary> found = new LinkedHashMap<>();
        handle.createQuery(SUMMARY + " WHERE c.case_no = ANY(:numbers)")
                .bind("numbers", caseNos.toArray(String[]::new))
                .map(CaseRows::summary)
                .forEach(summary -> found.put(summary.caseNo(), summary));
        return found;
    }

    /**
     * Where one object of a case's evidence lies.
     *
     * @param part null for the manifest, whose size is not in the database
     */
    public record EvidenceObject(String key, String sha256, EvidencePart part) {}

    /** @param name a part's name or {@code manifest.json} */
    public Optional<EvidenceObject> evidence(String caseNo, String name) {
        return database.read(handle -> handle.createQuery("""
                        SELECT c.evidence_prefix, c.manifest_sha256, e.*
                        FROM cases c LEFT JOIN case_evidence e ON e.case_id = c.id AND e.name = :name
                        WHERE c.case_no = :caseNo AND (e.name IS NOT NULL OR :name = 'manifest.json')""")
                .bind("name", name)
                .bind("caseNo", caseNo)
                .map(CaseRows::evidence)
                .findOne());
    }

    /**
     * The same of an incident that joined the case.
     *
     * @param name a part's name or {@code manifest.json}
     */
    public Optional<EvidenceObject> evidence(String caseNo, String incidentId, String name) {
        return database.read(handle -> handle.createQuery("""
                        SELECT i.evidence_prefix, i.manifest_sha256, i.parts
                        FROM case_incidents i JOIN cases c ON c.id = i.case_id
                        WHERE c.case_no = :caseNo AND i.incident_id = :incident""")
                .bind("incident", incidentId)
                .bind("caseNo", caseNo)
                .map((row, context) -> PlaceColumns.evidence(row, name))
                .findOne()
                .flatMap(Function.identity()));
    }

    /** By id, with their cases in the scope, counted in one walk. */
    public List<CameraRow> cameras(Scope scope) {
        return database.read(handle -> handle.createQuery("""
                        SELECT m.*, coalesce(n.cases, 0) AS cases FROM cameras m
                            LEFT JOIN (SELECT camera_id, count(*) AS cases FROM cases c WHERE %s GROUP BY camera_id) n
                                ON n.camera_id = m.camera_id
                        WHERE %s ORDER BY m.camera_id LIMIT 10000""".formatted(scope.condition(), scope.cameraCondition()))
                .bindMap(scope.values())
                .map(CaseRows::camera)
                .list());
    }

    /** The newest facts of some cameras, by id; unknown ids are left out. */
    public Map<String, CameraRow> camerasById(Handle handle, List<String> ids) {
        Map<String, CameraRow> found = new LinkedHashMap<>();
        handle.createQuery(CAMERA + " WHERE m.camera_id = ANY(:ids)")
                .bind("ids", ids.toArray(String[]::new))
                .map(CaseRows::camera)
                .forEach(camera -> found.put(camera.cameraId(), camera));
        return found;
    }
}
