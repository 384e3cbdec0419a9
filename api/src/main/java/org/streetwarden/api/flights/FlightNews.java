package org.streetwarden.api.flights;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;
import org.streetwarden.casefile.FlightJob.Step;
import org.streetwarden.casefile.FlightRecord;
import org.streetwarden.casefile.FlightRecord.FlightInspected;
import org.streetwarden.casefile.FlightRecord.FlightProgress;
import org.streetwarden.casefile.FlightRecord.FlightSurveyed;

/** Keeps what workers say of flights. Reading a record twice, or after a later one, changes nothing. */
public final class FlightNews {

    private final Database database;
    private final Clock clock;

    public FlightNews(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @return whether it changed anything */
    public boolean add(FlightRecord record) {
        return database.write(handle -> FlightRows.lock(handle, record.flightId())
                .map(state -> switch (record) {
                    case FlightInspected inspected -> add(handle, state, inspected);
                    case FlightProgress progress -> add(handle, state, progress);
                    case FlightSurveyed surveyed -> add(handle, state, surveyed);
                })
                .orElse(false));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private boolean add(Handle handle, FlightState state, FlightInspected inspected) {
        String flightId = inspected.flightId();
        if (state != FlightState.INSPECTING || !inspected.jobId().equals(FlightRows.jobId(flightId, Step.INSPECT))) {
            return false;
        }
        handle.createUpdate("UPDATE flights SET inspection = :json, inspected_at = :at WHERE flight_id = :id")
                .bind("json", inspected.inspectionJson())
                .bind("at", inspected.at())
                .bind("id", flightId)
                .execute();
        if (inspected.usable()) {
            FlightRows.move(handle, flightId, FlightState.READY, "", now());
            FlightRows.ask(handle, flightId, Step.SURVEY, now());
        } else {
            FlightRows.move(handle, flightId, FlightState.REFUSED, "no file of it can be surveyed", now());
        }
        return true;
    }

    private boolean add(Handle handle, FlightState state, FlightProgress progress) {
        if (!underWay(state)) {
            return false;
        }
        int newer = handle.createUpdate("""
                        UPDATE flights SET worker_id = :worker, done_ms = :done, total_ms = :total, pictures = :pictures,
                            findings = :findings, eta_seconds = :eta, progress_at = :at
                        WHERE flight_id = :id AND (progress_at IS NULL OR progress_at < :at)""")
                .bind("worker", progress.workerId())
                .bind("done", progress.doneMs())
                .bind("total", progress.totalMs())
                .bind("pictures", progress.pictures())
                .bind("findings", progress.findings())
                .bind("eta", progress.etaSeconds())
                .bind("at", progress.at())
                .bind("id", progress.flightId())
                .execute();
        if (newer > 0 && state == FlightState.READY) {
            FlightRows.move(handle, progress.flightId(), FlightState.SURVEYING, "", now());
        }
        return newer > 0;
    }

    private static boolean underWay(FlightState state) {
        return state == FlightState.READY || state == FlightState.SURVEYING;
    }

    private boolean add(Handle handle, FlightState state, FlightSurveyed surveyed) {
        if (!underWay(state)) {
            return false;
        }
        handle.createUpdate("""
                        UPDATE flights SET worker_id = :worker, track_key = :track, eta_seconds = 0, ended_at = :at,
                            findings = greatest(findings, :findings)
                        WHERE flight_id = :id""")
                .bind("worker", surveyed.workerId())
                .bind("track", surveyed.trackKey())
                .bind("findings", surveyed.views().size())
                .bind("at", surveyed.at())
                .bind("id", surveyed.flightId())
                .execute();
        FlightRows.move(
                handle,
                surveyed.flightId(),
                FlightState.valueOf(surveyed.outcome().name()),
                surveyed.detail(),
                now());
        return true;
    }
}
