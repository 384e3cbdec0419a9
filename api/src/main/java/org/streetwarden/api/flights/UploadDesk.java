package org.streetwarden.api.flights;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.casefile.FlightJob.Step;

/**
 * Files on their way into the object store. What stands in the database is always in the store already, so that an end at any
 * moment loses at most what was not answered for. Thread-safe; blocks on the database and on the store.
 */
public final class UploadDesk {

    private static final Logger LOG = LoggerFactory.getLogger(UploadDesk.class);
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int ID_CHARS = 26;
    private static final Duration LEFT_ALONE = Duration.ofSeconds(30);
    private static final Duration OLDER_ENDS = Duration.ofSeconds(20);

    private final Database database;
    private final FlightLedger flights;
    private final PartStore store;
    private final SecureRandom chance = new SecureRandom();
    private final Map<String, Turn> busy = new ConcurrentHashMap<>();

    /** A request that sends a file. */
    private record Turn(InputStream body, CountDownLatch over) {}

    public UploadDesk(Database database, FlightLedger flights, PartStore store) {
        this.database = database;
        this.flights = flights;
        this.store = store;
    }

    /**
     * Begins a file of a flight; an upload of it that was begun before is given up.
     *
     * @throws Refusal where the flight has no such file of that length still to come
     */
    public Upload create(String pilot, String flightId, String name, long bytes) throws IOException {
        FlightLedger.Detail detail = own(pilot, flightId);
        FlightFile file = detail.files().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.conflict(
                        "Upload-Metadata: expected the name of a file of this flight, found " + Announced.shown(name)));
        if (file.storedAt() != null || detail.flight().state() != FlightState.UPLOADING) {
            throw Refusal.conflict("the file is here already: " + Announced.shown(name));
        }
        if (file.bytes() != bytes) {
            throw Refusal.conflict("Upload-Length: expected %d as announced, found %d".formatted(file.bytes(), bytes));
        }
        if (file.uploadId() != null) {
            terminate(pilot, file.uploadId());
        }
        StringBuilder id = new StringBuilder();
        chance.ints(ID_CHARS, 0, CROCKFORD.length()).forEach(at -> id.append(CROCKFORD.charAt(at)));
        database.write(handle -> {
            UploadRows.insert(handle, id.toString(), flightId, file.number(), flights.now());
            return null;
        });
        return find(pilot, id.toString());
    }

    private FlightLedger.Detail own(String pilot, String flightId) {
        return flights.find(flightId)
                .filter(found -> found.flight().pilot().equals(pilot))
                .orElseThrow(() -> new Refusal(Refusal.Cause.UNKNOWN, List.of("You have no such flight.")));
    }

    /** @throws Refusal where he has none of that id */
    public Upload find(String pilot, String uploadId) {
        return database.read(handle -> UploadRows.find(handle, uploadId))
                .filter(upload -> upload.pilot().equals(pilot))
                .orElseThrow(() -> new Refusal(Refusal.Cause.UNKNOWN, List.of("You have no such upload.")));
    }

    /**
     * Takes one request's bytes. A later request of the same file ends it; it answers for what has come till then.
     *
     * @param body closed from another thread where such a one comes
     * @param checksum of the body; null where it brings none
     * @return the upload as it is kept then
     */
    public Upload receive(String pilot, String uploadId, long offset, byte[] checksum, InputStream body)
            throws IOException {
        find(pilot, uploadId);
        Turn turn = turn(uploadId, body);
        try {
            Upload upload = find(pilot, uploadId);
            if (upload.received() != offset) {
                throw new UploadRefused(
                        409, "Upload-Offset: expected %d, found %d".formatted(upload.received(), offset));
            }
            return upload.whole() ? finish(upload) : new Receiver(this, store, upload, checksum).receive(body);
        } finally {
            end(uploadId, turn);
        }
    }

    /** An older request of the same file, whose connection may be dead without anybody knowing, ends where it is. */
    private Turn turn(String uploadId, InputStream body) throws IOException {
        Turn mine = new Turn(body, new CountDownLatch(1));
        Turn older = busy.putIfAbsent(uploadId, mine);
        if (older != null) {
            older.body().close();
            if (!over(older) || busy.putIfAbsent(uploadId, mine) != null) {
                throw new UploadRefused(423, "Another request sends this file; try again soon.");
            }
        }
        return mine;
    }

    private static boolean over(Turn turn) throws IOException {
        try {
            return turn.over().await(OLDER_ENDS.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private void end(String uploadId, Turn turn) {
        busy.remove(uploadId);
        turn.over().countDown();
    }

    /** As {@code Upload-Checksum} writes it; null where there is none. */
    public static byte[] checksum(String header) {
        return Receiver.checksum(header);
    }

    /** Has the store begin to put the object together, and keeps its id before the first part. */
    String begin(Upload upload) throws IOException {
        String multipartId = store.begin(upload.key());
        database.write(
                handle -> handle.createUpdate("UPDATE uploads SET multipart_id = :multipart WHERE upload_id = :id")
                        .bind("multipart", multipartId)
                        .bind("id", upload.uploadId())
                        .execute());
        return multipartId;
    }

    /** @param etags of the parts between the two, in order */
    Upload advance(Upload before, Upload after, List<String> etags) {
        return database.write(handle -> {
            if (!UploadRows.advance(handle, before, after, flights.now())) {
                throw new UploadRefused(409, "The upload went on or was ended elsewhere meanwhile.");
            }
            int next = UploadRows.parts(handle, after.uploadId()).size() + 1;
            for (String etag : etags) {
                UploadRows.putPart(handle, after.uploadId(), next++, etag);
            }
            return after;
        });
    }

    /** Everything of the file is here: makes it one object, and with the last file asks for the inspection. Twice is once. */
    Upload finish(Upload upload) throws IOException {
        if (upload.stored()) {
            return upload;
        }
        if (!upload.small()) {
            putTogether(upload);
        }
        store.remove(upload.tailKey());
        byte[] digest = new byte[32];
        new SHA256Digest(upload.digestState()).doFinal(digest, 0);
        return database.write(handle -> {
            FlightRows.lock(handle, upload.flightId());
            handle.createUpdate("""
                            UPDATE flight_files SET stored_at = :now, sha256 = :sha256
                            WHERE flight_id = :id AND number = :number AND stored_at IS NULL""")
                    .bind("now", flights.now())
                    .bind("sha256", HexFormat.of().formatHex(digest))
                    .bind("id", upload.flightId())
                    .bind("number", upload.number())
                    .execute();
            inspectWhereAllAreHere(handle, upload.flightId());
            return UploadRows.find(handle, upload.uploadId()).orElseThrow();
        });
    }

    private void putTogether(Upload upload) throws IOException {
        List<String> etags = database.read(handle -> UploadRows.parts(handle, upload.uploadId()));
        try {
            store.complete(upload.key(), upload.multipartId(), etags);
        } catch (PartStore.NoSuchUpload done) {
            if (store.size(upload.key()) != upload.bytes()) {
                restart(upload);
                throw new UploadRefused(410, "The object store has lost what was sent; the file begins anew.");
            }
        }
    }

    private void inspectWhereAllAreHere(Handle handle, String flightId) {
        boolean all = FlightRows.files(handle, flightId).stream().allMatch(file -> file.storedAt() != null);
        if (all
                && FlightRows.lock(handle, flightId)
                        .filter(FlightState.UPLOADING::equals)
                        .isPresent()) {
            FlightRows.move(handle, flightId, FlightState.INSPECTING, "", flights.now());
            FlightRows.ask(handle, flightId, Step.INSPECT, flights.now());
        }
    }

    /** Forgets all that was received; the upload stays and begins anew. */
    void restart(Upload upload) throws IOException {
        clear(upload);
        database.write(handle -> {
            handle.execute("DELETE FROM upload_parts WHERE upload_id = ?", upload.uploadId());
            return handle.createUpdate("""
                            UPDATE uploads SET received = 0, tail_bytes = 0, multipart_id = NULL, digest_state = NULL
                            WHERE upload_id = :id""").bind("id", upload.uploadId()).execute();
        });
    }

    private void clear(Upload upload) throws IOException {
        if (upload.multipartId() != null) {
            store.abort(upload.key(), upload.multipartId());
        }
        store.remove(upload.tailKey());
        store.remove(upload.key());
    }

    /**
     * Gives an upload up; the file is still to come then.
     *
     * @throws Refusal where it is whole, or not his
     */
    public void terminate(String pilot, String uploadId) throws IOException {
        Upload upload = find(pilot, uploadId);
        if (upload.stored()) {
            throw Refusal.conflict("the file is here already; delete its flight to be rid of it");
        }
        clear(upload);
        database.write(handle -> {
            UploadRows.delete(handle, uploadId);
            return null;
        });
    }

    /**
     * Deletes a flight with all that came of it.
     *
     * @throws Refusal where its survey has begun, or it is not his
     */
    public void deleteFlight(String pilot, String flightId) throws IOException {
        own(pilot, flightId);
        List<Upload> uploads = database.write(handle -> {
            Optional<FlightState> state = FlightRows.lock(handle, flightId);
            state.ifPresent(FlightLedger::refuseUndeletable);
            return UploadRows.ofFlight(handle, flightId);
        });
        for (Upload upload : uploads) {
            clear(upload);
        }
        database.write(handle -> handle.execute("DELETE FROM flights WHERE flight_id = ?", flightId));
    }

    /** Puts together what a dead api left, and gives up what has not moved for long. Does nothing before the schema is there. */
    public void look() throws IOException {
        if (!database.migrated()) {
            return;
        }
        Instant now = flights.now();
        for (Upload upload : database.read(handle -> UploadRows.unfinished(handle, now.minus(LEFT_ALONE)))) {
            Turn turn = new Turn(InputStream.nullInputStream(), new CountDownLatch(1));
            if (busy.putIfAbsent(upload.uploadId(), turn) == null) {
                try {
                    finish(upload);
                } finally {
                    end(upload.uploadId(), turn);
                }
            }
        }
        for (String flightId : database.read(handle -> handle.createQuery(
                        "SELECT flight_id FROM flights WHERE state = 'UPLOADING' AND moved_at < :before LIMIT 20")
                .bind("before", now.minus(UploadRows.LIFE))
                .mapTo(String.class)
                .list())) {
            expire(flightId, now);
        }
    }

    private void expire(String flightId, Instant now) throws IOException {
        for (Upload upload : database.read(handle -> UploadRows.ofFlight(handle, flightId))) {
            clear(upload);
        }
        database.write(handle -> {
            FlightRows.lock(handle, flightId);
            handle.execute("DELETE FROM uploads WHERE flight_id = ?", flightId);
            handle.execute("UPDATE flight_files SET stored_at = NULL, sha256 = NULL WHERE flight_id = ?", flightId);
            FlightRows.move(
                    handle,
                    flightId,
                    FlightState.REFUSED,
                    "nothing came for seven days, and what had come was deleted",
                    now);
            return null;
        });
        LOG.info("flight {} was never uploaded to its end and is given up", flightId);
    }
}
