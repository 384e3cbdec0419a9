package org.streetwarden.api.cases;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.casefile.WorkerRecord.CameraState;

/** A camera's report becomes its row, unless a newer one is there. */
final class CameraUpsert {

    private static final String SQL = """
            INSERT INTO cameras (camera_id, name, state, reason, detail, worker_id, reported_at, changed_at,
                last_frame_at, frames_judged, group_name)
            VALUES (:id, :name, :state, :reason, :detail, :worker, :at, :at, :frame, :judged, :group)
            ON CONFLICT (camera_id) DO UPDATE SET
                name = excluded.name, state = excluded.state, reason = excluded.reason, detail = excluded.detail,
                worker_id = excluded.worker_id, reported_at = excluded.reported_at,
                changed_at = CASE WHEN (cameras.state, cameras.reason) = (excluded.state, excluded.reason)
                    THEN cameras.changed_at ELSE excluded.changed_at END,
                last_frame_at = excluded.last_frame_at, frames_judged = excluded.frames_judged,
                group_name = excluded.group_name
            WHERE cameras.reported_at < excluded.reported_at""";

    private CameraUpsert() {}

    /** Whether people would call it news: another name, state, reason or detail. Locks the row. */
    static boolean changes(Handle handle, CameraState state) {
        Optional<Boolean> same = handle.createQuery("""
                        SELECT (name, state, reason, detail) = (:name, :state, :reason, :detail)
                        FROM cameras WHERE camera_id = :id FOR UPDATE""")
                .bind("id", state.cameraId())
                .bind("name", state.cameraName())
                .bind("state", state.state().name())
                .bind("reason", state.reason())
                .bind("detail", state.detail())
                .mapTo(Boolean.class)
                .findOne();
        return !same.orElse(false);
    }

    /** @return false where the report is not newer than the row */
    static boolean upsert(Handle handle, CameraState state) {
        return handle.createUpdate(SQL)
                        .bind("id", state.cameraId())
                        .bind("name", state.cameraName())
                        .bind("state", state.state().name())
                        .bind("reason", state.reason())
                        .bind("detail", state.detail())
                        .bind("worker", state.workerId())
                        .bind("at", state.at())
                        .bind("frame", state.lastFrameAt())
                        .bind("judged", state.framesJudged())
                        .bind("group", state.group())
                        .execute()
                > 0;
    }
}
