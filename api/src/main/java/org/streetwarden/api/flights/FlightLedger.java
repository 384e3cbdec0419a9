package org.streetwarden.api.flights;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightJob.Step;

/** What is known of flights. Thread-safe; blocks on the database. */
public final class FlightLedger {

    private static final ZoneId CITY = ZoneId.of("Asia/Shanghai");
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int CHANCE_CHARS = 8;
    private static final int MOST_JOBS = 100;
    private static final Set<FlightState> DELETABLE =
            Set.of(FlightState.UPLOADING, FlightState.INSPECTING, FlightState.REFUSED, FlightState.READY);

    private final Database database;
    private final UploadBounds bounds;
    private final Clock clock;
    private final SecureRandom chance = new SecureRandom();

    /** A flight and its files. */
    public record Detail(Flight flight, List<FlightFile> files) {}

    public FlightLedger(Database database, UploadBounds bounds, Clock clock) {
        this.database = database;
        this.bounds = bounds;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    public UploadBounds bounds() {
        return bounds;
    }

    /**
     * Makes a flight, ready for its files.
     *
     * @throws Refusal where something is wrong with what is announced, or it is too much for one pilot
     */
    public Detail announce(String pilot, Announced announced) {
        announced.refuseProblems(bounds);
        Instant now = now();
        String flightId = id(now);
        return database.write(handle -> {
            handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended('flights ' || :pilot, 0)) IS NULL")
                    .bind("pilot", pilot)
                    .mapTo(Boolean.class)
                    .one();
            refuseTooMuch(handle, pilot, announced.bytes());
            handle.createUpdate("""
                            INSERT INTO flights (flight_id, name, pilot, state, created_at, moved_at)
                            VALUES (:id, :name, :pilot, 'UPLOADING', :now, :now)""")
                    .bind("id", flightId)
                    .bind("name", announced.name())
                    .bind("pilot", pilot)
                    .bind("now", now)
                    .execute();
            insertFiles(handle, flightId, announced);
            return detail(handle, flightId).orElseThrow();
        });
    }

    private void refuseTooMuch(Handle handle, String pilot, long announced) {
        long kept = handle.createQuery(
                        "SELECT coalesce(sum(bytes), 0)::bigint FROM flight_files JOIN flights USING (flight_id) WHERE pilot = :pilot")
                .bind("pilot", pilot)
                .mapTo(Long.class)
                .one();
        if (kept + announced > bounds.pilotBytes()) {
            throw Refusal.conflict(
                    "files: expected at most %s of one pilot, found %s kept and %s announced; delete flights that are no longer needed"
                            .formatted(
                                    Announced.size(bounds.pilotBytes()),
                                    Announced.size(kept),
                                    Announced.size(announced)));
        }
        long open = handle.createQuery("SELECT count(*) FROM flights WHERE pilot = :pilot AND state = 'UPLOADING'")
                .bind("pilot", pilot)
                .mapTo(Long.class)
                .one();
        if (open >= UploadBounds.MOST_OPEN) {
            throw Refusal.conflict(
                    "%d of your flights are not uploaded yet; finish or delete some first".formatted(open));
        }
    }

    private static void insertFiles(Handle handle, String flightId, Announced announced) {
        Map<String, String> pairs = announced.pairs();
        var batch = handle.prepareBatch("""
                INSERT INTO flight_files (flight_id, number, name, object_key, bytes, announced_sha256, role, paired_with)
                VALUES (:id, :number, :name, :key, :bytes, :sha256, :role, :paired)""");
        int number = 0;
        for (Announced.File file : announced.files()) {
            number++;
            batch.bind("id", flightId)
                    .bind("number", number)
                    .bind("name", file.name())
                    .bind("key", Announced.key(flightId, number, file.name()))
                    .bind("bytes", file.bytes())
                    .bind("sha256", file.sha256())
                    .bind("role", file.role().name())
                    .bind("paired", pairs.getOrDefault(file.name(), ""))
                    .add();
        }
        batch.execute();
    }

    private String id(Instant now) {
        StringBuilder id = new StringBuilder("F")
                .append(DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.ofInstant(now, CITY)))
                .append('-');
        chance.ints(CHANCE_CHARS, 0, BASE32.length()).forEach(at -> id.append(BASE32.charAt(at)));
        return id.toString();
    }

    /** Newest first. */
    public List<Flight> list(FlightFilter filter, int limit) {
        return database.read(handle -> FlightRows.list(handle, filter, limit));
    }

    public Optional<Detail> find(String flightId) {
        return database.write(handle -> detail(handle, flightId));
    }

    private static Optional<Detail> detail(Handle handle, String flightId) {
        return FlightRows.find(handle, flightId).map(flight -> new Detail(flight, FlightRows.files(handle, flightId)));
    }

    /**
     * Refuses what must stay.
     *
     * @throws Refusal where its survey has begun
     */
    static void refuseUndeletable(FlightState state) {
        if (!DELETABLE.contains(state)) {
            throw Refusal.conflict("the flight is " + state
                    + "; what a survey has begun to look at stays, because cases may rest on it");
        }
    }

    /** Jobs that have not gone out yet, oldest first, with their flights' files. */
    public List<FlightJob> unpublished() {
        return database.write(handle -> handle.createQuery("""
                        SELECT job_id, flight_id, step, name, pilot, created_at FROM flight_jobs JOIN flights USING (flight_id)
                        WHERE published_at IS NULL ORDER BY made_at, job_id LIMIT :most""")
                .bind("most", MOST_JOBS)
                .map((row, context) -> new FlightJob(
                        row.getString("job_id"),
                        row.getString("flight_id"),
                        Step.valueOf(row.getString("step")),
                        row.getString("name"),
                        row.getString("pilot"),
                        FlightRows.instant(row, "created_at"),
                        FlightRows.files(handle, row.getString("flight_id")).stream()
                                .map(FlightFile::object)
                                .toList()))
                .list());
    }

    /** Notes that a job stands on the stream. */
    public void published(String jobId) {
        database.write(handle -> handle.createUpdate("UPDATE flight_jobs SET published_at = :now WHERE job_id = :job")
                .bind("now", now())
                .bind("job", jobId)
                .execute());
    }
}
