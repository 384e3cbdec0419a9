package org.streetwarden.api.sites;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.life.FlightChecks;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;
import org.streetwarden.casefile.SiteView;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.SiteChange;
import org.streetwarden.flight.Whereabouts;
import org.streetwarden.zone.Kind;

/**
 * Takes into the register what a survey found: a dated view of every site that the flight saw. Where a site lies in the ground that it
 * saw and nothing was found, the site is empty; where it does not, nothing is said. Proposes, and closes or opens nothing.
 * Thread-safe; blocks on the database.
 */
public final class SiteRegister {

    private final Database database;
    private final Clock clock;

    public SiteRegister(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A known site and the newest of its views. */
    private record Known(
            long id, Whereabouts where, Long viewId, double areaM2, double unsureM2, String incidentId, boolean gone) {}

    /** What became of a site, to be written. */
    private record Seen(long siteId, Known before, SiteChange change, SiteView view, Instant at) {}

    /** @return whether it was news */
    public boolean take(FlightSurveyed surveyed) {
        return database.write(handle -> {
            handle.execute("SELECT pg_advisory_xact_lock(hashtextextended('sites', 0))");
            if (!keep(handle, surveyed)) {
                return false;
            }
            Set<Long> seen = new HashSet<>();
            nearestFirst(handle, surveyed).forEach(view -> seen.add(found(handle, surveyed, view, seen)));
            if (surveyed.outcome() == FlightSurveyed.Outcome.DONE) {
                Predicate<LonLat> ground = surveyed.cover().ground();
                known(handle, surveyed.at()).stream()
                        .filter(site -> !seen.contains(site.id()) && !site.gone())
                        .filter(site -> ground.test(site.where().place()))
                        .forEach(site -> write(
                                handle, surveyed, new Seen(site.id(), site, SiteChange.GONE, null, surveyed.at())));
            }
            return true;
        });
    }

    /** So that of two views near one site the nearer is its. */
    private static List<SiteView> nearestFirst(Handle handle, FlightSurveyed surveyed) {
        List<Known> known = known(handle, surveyed.at());
        return surveyed.views().stream()
                .filter(view -> view.kind() == Kind.DUMPING)
                .sorted(Comparator.comparingDouble(view -> known.stream()
                        .mapToDouble(site -> site.where().distanceM(view.place()))
                        .min()
                        .orElse(0)))
                .toList();
    }

    private boolean keep(Handle handle, FlightSurveyed surveyed) {
        return handle.createUpdate("""
                        INSERT INTO flight_surveys VALUES (:flight, :job, :worker, :outcome, :detail, :track,
                            jsonb_build_object('longitude', CAST(:west AS float8), 'latitude', CAST(:south AS float8),
                                'cellM', CAST(:cell AS float8), 'columns', CAST(:columns AS int), 'rows', CAST(:rows AS int),
                                'bits', CAST(:bits AS text)), :at, :now)
                        ON CONFLICT DO NOTHING""")
                        .bind("flight", surveyed.flightId())
                        .bind("job", surveyed.jobId())
                        .bind("worker", surveyed.workerId())
                        .bind("outcome", surveyed.outcome().name())
                        .bind("detail", surveyed.detail())
                        .bind("track", surveyed.trackKey())
                        .bind("west", surveyed.cover().corner().longitude())
                        .bind("south", surveyed.cover().corner().latitude())
                        .bind("cell", surveyed.cover().cellM())
                        .bind("columns", surveyed.cover().columns())
                        .bind("rows", surveyed.cover().rows())
                        .bind("bits", surveyed.cover().bits())
                        .bind("at", surveyed.at().truncatedTo(ChronoUnit.MICROS))
                        .bind("now", now())
                        .execute()
                > 0;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Compared with views from before it alone, so that a flight that is uploaded late changes no later comparison. */
    private static List<Known> known(Handle handle, Instant until) {
        return handle.createQuery("""
                        SELECT s.*, v.id AS view_id, v.area_m2, v.area_unsure_m2, v.incident_id, v.change FROM sites s
                        LEFT JOIN LATERAL (SELECT * FROM site_views WHERE site_id = s.id AND at < :until
                            ORDER BY at DESC, id DESC LIMIT 1) v ON true
                        WHERE s.opened_at < :until""")
                .bind("until", until)
                .map((row, context) -> {
                    Double area = (Double) row.getObject("area_m2");
                    return new Known(
                            row.getLong("id"),
                            new Whereabouts(
                                    new LonLat(row.getDouble("longitude"), row.getDouble("latitude")),
                                    row.getDouble("uncertainty_m")),
                            (Long) row.getObject("view_id"),
                            area == null ? Double.NaN : area,
                            area == null ? Double.NaN : row.getDouble("area_unsure_m2"),
                            row.getString("incident_id"),
                            "GONE".equals(row.getString("change")));
                })
                .list();
    }

    /** @return the site that it is a view of: the nearest that no other of the flight's is, else a new one */
    private long found(Handle handle, FlightSurveyed surveyed, SiteView view, Set<Long> taken) {
        Whereabouts where = new Whereabouts(view.place(), view.uncertaintyM());
        Optional<Known> site = known(handle, view.at()).stream()
                .filter(each -> !taken.contains(each.id()) && each.where().mayBeSame(where))
                .min(Comparator.comparingDouble(each -> each.where().distanceM(view.place())));
        long id = site.map(Known::id).orElseGet(() -> open(handle, view));
        site.filter(each -> view.uncertaintyM() < each.where().uncertaintyM())
                .ifPresent(each -> handle.createUpdate("""
                                UPDATE sites SET longitude = :longitude, latitude = :latitude, uncertainty_m = :uncertainty
                                WHERE id = :id""")
                        .bind("longitude", view.place().longitude())
                        .bind("latitude", view.place().latitude())
                        .bind("uncertainty", view.uncertaintyM())
                        .bind("id", id)
                        .execute());
        SiteChange change = site.filter(each -> each.viewId() != null && !each.gone())
                .map(each -> SiteChange.between(each.areaM2(), each.unsureM2(), view.areaM2(), view.areaUnsureM2()))
                .orElse(SiteChange.NEW);
        write(handle, surveyed, new Seen(id, site.orElse(null), change, view, view.at()));
        return id;
    }

    private static long open(Handle handle, SiteView view) {
        return handle.createQuery("""
                        INSERT INTO sites (kind, longitude, latitude, uncertainty_m, opened_at)
                        VALUES (:kind, :longitude, :latitude, :uncertainty, :at) RETURNING id""")
                .bind("kind", view.kind().id())
                .bind("longitude", view.place().longitude())
                .bind("latitude", view.place().latitude())
                .bind("uncertainty", view.uncertaintyM())
                .bind("at", view.at().truncatedTo(ChronoUnit.MICROS))
                .mapTo(Long.class)
                .one();
    }

    private void write(Handle handle, FlightSurveyed surveyed, Seen seen) {
        SiteView view = seen.view();
        boolean measured = view != null && !Double.isNaN(view.areaM2()) && !Double.isNaN(view.areaUnsureM2());
        String before = seen.before() == null ? null : seen.before().incidentId();
        Optional<FlightChecks.Proposal> proposal = FlightChecks.propose(
                handle, surveyed.flightId(), seen.at(), before, view == null ? null : view.incidentId(), now());
        handle.createUpdate("""
                        INSERT INTO site_views (site_id, flight_id, at, taken_at, change, incident_id, longitude, latitude,
                            uncertainty_m, area_m2, area_unsure_m2, compared_with, proposal, case_no)
                        VALUES (:site, :flight, :at, :now, :change, :incident, :longitude, :latitude,
                            :uncertainty, :area, :unsure, :before, :proposal, :case) ON CONFLICT DO NOTHING""")
                .bind("site", seen.siteId())
                .bind("flight", surveyed.flightId())
                .bind("at", seen.at().truncatedTo(ChronoUnit.MICROS))
                .bind("now", now())
                .bind("change", seen.change().name())
                .bind("incident", view == null ? null : view.incidentId())
                .bind("longitude", view == null ? null : view.place().longitude())
                .bind("latitude", view == null ? null : view.place().latitude())
                .bind("uncertainty", view == null ? null : view.uncertaintyM())
                .bind("area", measured ? view.areaM2() : null)
                .bind("unsure", measured ? view.areaUnsureM2() : null)
                .bind("before", seen.before() == null ? null : seen.before().viewId())
                .bind("proposal", proposal.map(each -> each.act()).orElse("NONE"))
                .bind("case", proposal.map(FlightChecks.Proposal::caseNo).orElse(null))
                .execute();
    }
}
