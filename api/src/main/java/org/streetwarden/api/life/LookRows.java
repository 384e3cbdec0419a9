package org.streetwarden.api.life;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.life.GoneCheck.Sample;
import org.streetwarden.api.life.GoneCheck.Shot;
import org.streetwarden.casefile.EvidencePart;
import org.streetwarden.casefile.WorkerRecord.LookTaken;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.incident.Presence.Finding;
import org.streetwarden.scene.ViewState;

/** Looks of checks to rows and back. */
final class LookRows {

    private LookRows() {}

    /** @return false where the check has a look of that number already */
    static boolean insert(Handle handle, LookTaken look, Instant now) {
        boolean pictured = look.picture() != null;
        return handle.createUpdate("""
                        INSERT INTO check_looks (asked_id, number, taken_at, received_at, clock_offset_us, worker_id, view, finding,
                            score, detail, model_name, model_version, model_sha256, picture_key, picture_mime, picture_bytes,
                            picture_sha256)
                        VALUES (:asked, :number, :at, :now, :offset, :worker, :view, :finding, :score, :detail, :modelName,
                            :modelVersion, :modelSha256, :key, :mime, :bytes, :sha256)
                        ON CONFLICT DO NOTHING""")
                        .bind("asked", Long.parseLong(look.checkId()))
                        .bind("number", look.number())
                        .bind("at", look.at())
                        .bind("now", now)
                        .bind("offset", look.clockOffsetUs())
                        .bind("worker", look.workerId())
                        .bind("view", look.view() == null ? null : look.view().name())
                        .bind("finding", look.finding().name())
                        .bind("score", look.score())
                        .bind("detail", look.detail())
                        .bind("modelName", pictured ? look.model().name() : null)
                        .bind("modelVersion", pictured ? look.model().version() : null)
                        .bind("modelSha256", pictured ? look.model().sha256() : null)
                        .bind("key", pictured ? look.pictureKey() : null)
                        .bind("mime", pictured ? look.picture().mime() : null)
                        .bind("bytes", pictured ? look.picture().bytes() : null)
                        .bind("sha256", pictured ? look.picture().sha256() : null)
                        .execute()
                == 1;
    }

    /** By number. */
    static List<Sample> of(Handle handle, long askedId) {
        return handle.createQuery("SELECT * FROM check_looks WHERE asked_id = :asked ORDER BY number")
                .bind("asked", askedId)
                .map((row, context) -> sample(row))
                .list();
    }

    private static Sample sample(ResultSet row) throws SQLException {
        Optional<EvidencePart> picture = Optional.ofNullable(picture(row));
        Shot shot = new Shot(
                row.getInt("number"),
                row.getString("worker_id"),
                row.getLong("clock_offset_us"),
                row.getDouble("score"),
                picture.isEmpty()
                        ? null
                        : new ModelIdentity(
                                row.getString("model_name"),
                                row.getString("model_version"),
                                row.getString("model_sha256")),
                picture.isEmpty() ? "" : row.getString("picture_key"),
                picture.orElse(null));
        String view = row.getString("view");
        return new Sample(
                row.getTimestamp("taken_at").toInstant(),
                view == null ? null : ViewState.valueOf(view),
                Finding.valueOf(row.getString("finding")),
                row.getString("detail"),
                shot);
    }

    /** @return null where there is none */
    static EvidencePart picture(ResultSet row) throws SQLException {
        String sha256 = row.getString("picture_sha256");
        return sha256 == null
                ? null
                : new EvidencePart(
                        "look-" + row.getInt("number") + ".jpg",
                        row.getString("picture_mime"),
                        row.getLong("picture_bytes"),
                        sha256);
    }
}
