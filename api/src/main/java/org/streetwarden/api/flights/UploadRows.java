package org.streetwarden.api.flights;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Uploads as the database has them, within the caller's transaction. */
final class UploadRows {

    /** What has not moved for so long is given up. */
    static final Duration LIFE = Duration.ofDays(7);

    private static final String SELECT = """
            SELECT u.*, f.pilot, g.name, g.object_key, g.bytes, g.announced_sha256, g.stored_at
            FROM uploads u JOIN flight_files g USING (flight_id, number) JOIN flights f USING (flight_id)
            """;

    private UploadRows() {}

    static Optional<Upload> find(Handle handle, String uploadId) {
        return handle.createQuery(SELECT + "WHERE upload_id = :id")
                .bind("id", uploadId)
                .map((row, context) -> upload(row))
                .findOne();
    }

    static List<Upload> ofFlight(Handle handle, String flightId) {
        return handle.createQuery(SELECT + "WHERE flight_id = :id")
                .bind("id", flightId)
                .map((row, context) -> upload(row))
                .list();
    }

    /** Those whose last byte came before a time, and whose object was not made known as whole. */
    static List<Upload> unfinished(Handle handle, Instant before) {
        return handle.createQuery(SELECT
                        + "WHERE u.received = g.bytes AND g.stored_at IS NULL AND u.moved_at < :before LIMIT 100")
                .bind("before", before)
                .map((row, context) -> upload(row))
                .list();
    }

    static void insert(Handle handle, String uploadId, String flightId, int number, Instant now) {
        handle.createUpdate(
                        "INSERT INTO uploads (upload_id, flight_id, number, moved_at) VALUES (:upload, :flight, :number, :now)")
                .bind("upload", uploadId)
                .bind("flight", flightId)
                .bind("number", number)
                .bind("now", now)
                .execute();
    }

    /**
     * Notes how far an upload has come.
     *
     * @param before what was received before
     * @return false, with nothing changed, where it has come to something else meanwhile
     */
    static boolean advance(Handle handle, Upload before, Upload after, Instant now) {
        int moved = handle.createUpdate("""
                        UPDATE uploads SET received = :received, tail_bytes = :tail, multipart_id = :multipart,
                            digest_state = :digest, moved_at = :now
                        WHERE upload_id = :id AND received = :before""")
                .bind("received", after.received())
                .bind("tail", after.tailBytes())
                .bind("multipart", after.multipartId())
                .bind("digest", after.digestState())
                .bind("now", now)
                .bind("id", after.uploadId())
                .bind("before", before.received())
                .execute();
        handle.createUpdate("UPDATE flights SET moved_at = :now WHERE flight_id = :id")
                .bind("now", now)
                .bind("id", after.flightId())
                .execute();
        return moved == 1;
    }

    static void putPart(Handle handle, String uploadId, int number, String etag) {
        handle.createUpdate("""
                        INSERT INTO upload_parts VALUES (:id, :number, :etag)
                        ON CONFLICT (upload_id, number) DO UPDATE SET etag = excluded.etag""")
                .bind("id", uploadId)
                .bind("number", number)
                .bind("etag", etag)
                .execute();
    }

    /** Tags by number; without gaps. */
    static List<String> parts(Handle handle, String uploadId) {
        return handle.createQuery("SELECT etag FROM upload_parts WHERE upload_id = :id ORDER BY number")
                .bind("id", uploadId)
                .mapTo(String.class)
                .list();
    }

    static void delete(Handle handle, String uploadId) {
        handle.createUpdate("DELETE FROM uploads WHERE upload_id = :id")
                .bind("id", uploadId)
                .execute();
    }

    private static Upload upload(ResultSet row) throws SQLException {
        return new Upload(
                row.getString("upload_id"),
                row.getString("flight_id"),
                row.getInt("number"),
                row.getString("pilot"),
                row.getString("name"),
                row.getString("object_key"),
                row.getLong("bytes"),
                row.getLong("received"),
                row.getInt("tail_bytes"),
                row.getString("multipart_id"),
                row.getBytes("digest_state"),
                row.getString("announced_sha256"),
                row.getObject("stored_at") != null,
                FlightRows.instant(row, "moved_at").plus(LIFE));
    }
}
