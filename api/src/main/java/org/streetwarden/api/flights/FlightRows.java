package org.streetwarden.api.flights;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.casefile.FlightJob.Step;
import org.streetwarden.casefile.FlightObject;

/** Flights and their files as the database has them, within the caller's transaction. */
final class FlightRows {

    private static final String WITH_SUMS = """
            SELECT f.*, s.files, s.bytes, s.received FROM flights f, LATERAL (
                SELECT count(*) AS files, coalesce(sum(g.bytes), 0) AS bytes,
                    coalesce(sum(CASE WHEN g.stored_at IS NOT NULL THEN g.bytes ELSE coalesce(u.received, 0) END), 0) AS received
                FROM flight_files g LEFT JOIN uploads u USING (flight_id, number) WHERE g.flight_id = f.flight_id) s
            """;

    private FlightRows() {}

    /** Newest first. */
    static List<Flight> list(Handle handle, FlightFilter filter, int limit) {
        return handle.createQuery(WITH_SUMS + """
                        WHERE (:pilot::text IS NULL OR f.pilot = :pilot) AND (:state::text IS NULL OR f.state = :state)
                            AND (:after::text IS NULL OR (f.created_at, f.flight_id) <
                                (SELECT created_at, flight_id FROM flights WHERE flight_id = :after))
                        ORDER BY f.created_at DESC, f.flight_id DESC LIMIT :limit""")
                .bind("pilot", filter.pilot())
                .bind("state", filter.state() == null ? null : filter.state().name())
                .bind("after", filter.after())
                .bind("limit", limit)
                .map((row, context) -> flight(row, null))
                .list();
    }

    static Optional<Flight> find(Handle handle, String flightId) {
        return handle.createQuery(WITH_SUMS + "WHERE f.flight_id = :id")
                .bind("id", flightId)
                .map((row, context) -> flight(row, row.getString("inspection")))
                .findOne();
    }

    /** Holds the row until the transaction ends; whoever changes a flight begins with it. */
    static Optional<FlightState> lock(Handle handle, String flightId) {
        return handle.createQuery("SELECT state FROM flights WHERE flight_id = :id FOR UPDATE")
                .bind("id", flightId)
                .map((row, context) -> FlightState.valueOf(row.getString(1)))
                .findOne();
    }

    /** By number. */
    static List<FlightFile> files(Handle handle, String flightId) {
        return handle.createQuery("""
                        SELECT g.*, u.upload_id, coalesce(u.received, 0) AS received
                        FROM flight_files g LEFT JOIN uploads u USING (flight_id, number)
                        WHERE flight_id = :id ORDER BY number""")
                .bind("id", flightId)
                .map((row, context) -> file(row))
                .list();
    }

    static void move(Handle handle, String flightId, FlightState state, String detail, Instant now) {
        handle.createUpdate(
                        "UPDATE flights SET state = :state, detail = :detail, moved_at = :now WHERE flight_id = :id")
                .bind("state", state.name())
                .bind("detail", detail)
                .bind("now", now)
                .bind("id", flightId)
                .execute();
    }

    static String jobId(String flightId, Step step) {
        return flightId + "-" + step.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Asks for work; it goes out with the next round after the commit. */
    static void ask(Handle handle, String flightId, Step step, Instant now) {
        handle.createUpdate("INSERT INTO flight_jobs VALUES (:job, :id, :step, :now) ON CONFLICT DO NOTHING")
                .bind("job", jobId(flightId, step))
                .bind("id", flightId)
                .bind("step", step.name())
                .bind("now", now)
                .execute();
    }

    private static Flight flight(ResultSet row, String inspection) throws SQLException {
        return new Flight(
                row.getString("flight_id"),
                row.getString("name"),
                row.getString("pilot"),
                FlightState.valueOf(row.getString("state")),
                instant(row, "created_at"),
                instant(row, "moved_at"),
                row.getString("detail"),
                inspection,
                new Flight.Progress(
                        row.getString("worker_id"),
                        row.getLong("done_ms"),
                        row.getLong("total_ms"),
                        row.getLong("pictures"),
                        row.getInt("findings"),
                        row.getLong("eta_seconds"),
                        instant(row, "progress_at")),
                row.getString("track_key"),
                instant(row, "ended_at"),
                row.getInt("files"),
                row.getLong("bytes"),
                row.getLong("received"));
    }

    private static FlightFile file(ResultSet row) throws SQLException {
        return new FlightFile(
                row.getInt("number"),
                row.getString("name"),
                row.getString("object_key"),
                row.getLong("bytes"),
                row.getString("announced_sha256"),
                row.getString("sha256"),
                FlightObject.Role.valueOf(row.getString("role")),
                row.getString("paired_with"),
                instant(row, "stored_at"),
                row.getString("upload_id"),
                row.getLong("received"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
