package org.streetwarden.api.models;

import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelReport;
import org.streetwarden.detect.ModelIdentity;

/** What workers' models are at, and what has happened to them. */
final class WorkerRows {

    private WorkerRows() {}

    /** @return false where the event was kept before */
    static boolean keep(Handle handle, ModelEvent event, Instant now) {
        return handle.createUpdate("""
                        INSERT INTO model_events
                        VALUES (:id, :worker, :group, :role, :sha256, :step, :why, :at, :now) ON CONFLICT DO NOTHING""")
                        .bind("id", event.eventId())
                        .bind("worker", event.workerId())
                        .bind("group", event.group())
                        .bind("role", event.role().name())
                        .bind("sha256", event.model().sha256())
                        .bind("step", event.step().name())
                        .bind("why", event.why())
                        .bind("at", event.at())
                        .bind("now", now)
                        .execute()
                > 0;
    }

    static void looking(Handle handle, ModelReport report) {
        say(handle, report.workerId(), report.group(), report.role(), report.model(), "LOOKING", "", report.to());
    }

    static void happened(Handle handle, ModelEvent event) {
        say(
                handle,
                event.workerId(),
                event.group(),
                event.role(),
                event.model(),
                event.step().name(),
                event.why(),
                event.at());
    }

    private static void say(
            Handle handle,
            String worker,
            String group,
            ModelRole role,
            ModelIdentity model,
            String state,
            String why,
            Instant at) {
        handle.createUpdate("""
                        INSERT INTO model_workers AS w
                        VALUES (:worker, :group, :role, :sha256, :name, :version, :state, :why, :at)
                        ON CONFLICT (worker_id, group_name, role) DO UPDATE SET sha256 = excluded.sha256,
                            name = excluded.name, version = excluded.version, state = excluded.state, why = excluded.why,
                            seen_at = excluded.seen_at
                        WHERE w.seen_at <= excluded.seen_at""")
                .bind("worker", worker)
                .bind("group", group)
                .bind("role", role.name())
                .bind("sha256", model.sha256())
                .bind("name", model.name())
                .bind("version", model.version())
                .bind("state", state)
                .bind("why", why)
                .bind("at", at)
                .execute();
    }
}
