package org.streetwarden.api.sites;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.GroundSights;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.casefile.GroundSight;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.SiteChange;

/** Finds sites. A reader with a scope sees those of which a case lies in it. Thread-safe; blocks on the database. */
public final class SiteIndex {

    private static final int MOST_VIEWS = 500;

    private static final String VIEW = """
            SELECT v.*, i.case_no AS in_case
            FROM site_views v LEFT JOIN incidents i ON i.incident_id = v.incident_id""";

    private final Database database;

    public SiteIndex(Database database) {
        this.database = database;
    }

    /**
     * Last opened first, each with its newest view.
     *
     * @param before id behind which the page starts; {@link Long#MAX_VALUE} for the first
     */
    public List<Site> list(Scope scope, long before, int limit) {
        return database.read(handle -> handle.createQuery("SELECT s.* FROM sites s WHERE s.id < :before AND "
                        + within(scope) + " ORDER BY s.id DESC LIMIT :limit")
                .bind("before", before)
                .bind("limit", limit)
                .bindMap(scope.values())
                .map((row, context) -> site(handle, row, 1))
                .list());
    }

    /** With all its views. */
    public Optional<Site> find(Scope scope, long id) {
        return database.read(
                handle -> handle.createQuery("SELECT s.* FROM sites s WHERE s.id = :id AND " + within(scope))
                        .bind("id", id)
                        .bindMap(scope.values())
                        .map((row, context) -> site(handle, row, MOST_VIEWS))
                        .findOne());
    }

    /**
     * A flight's sight of what lies at a site.
     *
     * @param joined whether its incident joined a case that was there
     */
    public record Shown(GroundSight ground, boolean joined) {}

    /** @return empty where the incident is of no case */
    public Optional<Shown> shown(String incidentId) {
        return database.read(handle -> handle.createQuery("""
                        SELECT g.*, c.incident_id <> g.incident_id AS joined FROM ground_sights g JOIN cases c ON c.id = g.case_id
                        WHERE g.incident_id = :incident""")
                .bind("incident", incidentId)
                .map((row, context) -> new Shown(GroundSights.sight(row), row.getBoolean("joined")))
                .findOne());
    }

    private static String within(Scope scope) {
        return """
            (%s OR EXISTS (SELECT 1 FROM site_views w JOIN incidents j ON j.incident_id = w.incident_id
                JOIN cases c ON c.case_no = j.case_no WHERE w.site_id = s.id AND %s))""".formatted(scope.limited() ? "false" : "true", scope.condition());
    }

    private static Site site(Handle handle, ResultSet row, int views) throws SQLException {
        return new Site(
                row.getLong("id"),
                row.getString("kind"),
                new LonLat(row.getDouble("longitude"), row.getDouble("latitude")),
                row.getDouble("uncertainty_m"),
                row.getTimestamp("opened_at").toInstant(),
                handle.createQuery(VIEW + " WHERE v.site_id = :site ORDER BY v.at DESC, v.id DESC LIMIT :limit")
                        .bind("site", row.getLong("id"))
                        .bind("limit", views)
                        .map((view, context) -> view(view))
                        .list());
    }

    private static Site.View view(ResultSet row) throws SQLException {
        return new Site.View(
                row.getLong("id"),
                row.getString("flight_id"),
                row.getTimestamp("at").toInstant(),
                SiteChange.valueOf(row.getString("change")),
                row.getString("incident_id"),
                (Double) row.getObject("area_m2"),
                (Double) row.getObject("area_unsure_m2"),
                (Double) row.getObject("uncertainty_m"),
                row.getString("proposal"),
                row.getString("case_no"),
                row.getString("in_case"));
    }
}
