package org.streetwarden.api.models;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.models.ModelRows.Slot;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.Rollout.Band;

/** Writes what models are to one group, inside one transaction. */
final class AssignmentRows {

    private final Handle handle;
    private final String group;
    private final Instant now;

    AssignmentRows(Handle handle, String group, Instant now) {
        this.handle = handle;
        this.group = group;
        this.now = now;
    }

    /** Sets where a model stands apart from any group; a retired one leaves the groups it shadows. */
    void stage(String sha256, ModelState stage) {
        handle.createUpdate("UPDATE models SET stage = :stage WHERE sha256 = :sha256")
                .bind("stage", stage.name())
                .bind("sha256", sha256)
                .execute();
        if (stage == ModelState.RETIRED) {
            handle.createUpdate("DELETE FROM model_assignments WHERE sha256 = :sha256 AND role = 'SHADOW'")
                    .bind("sha256", sha256)
                    .execute();
        }
    }

    /** Gives a model one role; it loses any other it has at work in the group. */
    void put(Optional<Band> band, ModelRole role, String sha256, Double share) {
        band(band);
        leave(sha256);
        insert(role.name(), sha256, share);
    }

    /** The model before stays to go back to. */
    void activate(Optional<Band> band, String sha256, Map<String, Slot> slots) {
        Slot active = slots.get(ModelRole.ACTIVE.name());
        if (active != null) {
            clear(ModelRole.ACTIVE.name());
            clear(ModelRows.PREVIOUS);
            insert(ModelRows.PREVIOUS, active.sha256(), null);
        }
        put(band, ModelRole.ACTIVE, sha256, null);
    }

    /** Ends a role; of the active one, the model before takes the place. */
    void rollBack(ModelRole role, Map<String, Slot> slots) {
        clear(role.name());
        Slot previous = slots.get(ModelRows.PREVIOUS);
        if (role == ModelRole.ACTIVE && previous != null) {
            clear(ModelRows.PREVIOUS);
            leave(previous.sha256());
            insert(ModelRole.ACTIVE.name(), previous.sha256(), null);
        }
    }

    private void band(Optional<Band> wanted) {
        Band band = wanted.orElse(Band.DEFAULTS);
        handle.createUpdate("""
                        INSERT INTO model_groups VALUES (:group, :failures, :latency, :raises)
                        ON CONFLICT (group_name) DO UPDATE SET max_failure_share = excluded.max_failure_share,
                            max_latency_ms = excluded.max_latency_ms, max_raise_ratio = excluded.max_raise_ratio
                        WHERE :stated""")
                .bind("group", group)
                .bind("failures", band.maxFailureShare())
                .bind("latency", band.maxLatency().toMillis())
                .bind("raises", band.maxRaiseRatio())
                .bind("stated", wanted.isPresent())
                .execute();
    }

    private void leave(String sha256) {
        handle.createUpdate("""
                        DELETE FROM model_assignments
                        WHERE group_name = :group AND sha256 = :sha256 AND role <> 'PREVIOUS'""")
                .bind("group", group)
                .bind("sha256", sha256)
                .execute();
    }

    private void clear(String role) {
        handle.createUpdate("DELETE FROM model_assignments WHERE group_name = :group AND role = :role")
                .bind("group", group)
                .bind("role", role)
                .execute();
    }

    private void insert(String role, String sha256, Double share) {
        handle.createUpdate("INSERT INTO model_assignments VALUES (:group, :role, :sha256, :share, :now)")
                .bind("group", group)
                .bind("role", role)
                .bind("sha256", sha256)
                .bind("share", share)
                .bind("now", now)
                .execute();
    }
}
