package org.streetwarden.api.models;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Database;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.Rollout.Band;
import org.streetwarden.casefile.Rollout.Canary;
import org.streetwarden.casefile.Rollout.Group;
import org.streetwarden.detect.ModelIdentity;

/** What was decided and what came of it. Thread-safe; blocks on the database. */
public final class RolloutIndex {

    private static final int MAX_WORKERS = 2000;

    private final Database database;

    public RolloutIndex(Database database) {
        this.database = database;
    }

    /**
     * One model at one worker, as the worker last said.
     *
     * @param state {@code LOOKING} or a {@link org.streetwarden.casefile.WorkerRecord.ModelEvent.Step}
     * @param why empty where all is well
     * @param seenAt worker's clock
     */
    public record AtWork(
            String workerId, String group, String role, ModelIdentity model, String state, String why, Instant seenAt) {}

    /**
     * What a shadow and the active model saw, over all of its reports.
     *
     * @param meanUs mean time of one picture, microseconds
     */
    public record Totals(
            String group, ModelRole role, long looks, long failures, long meanUs, long maxUs, long raises, List<LabelTotals> labels) {
        public Totals {
            labels = List.copyOf(labels);
        }
    }

    /** The same for one label; the last three are of a shadow. */
    public record LabelTotals(String label, long detections, long both, long onlyActive, long onlyShadow) {}

    /**
     * The rollout, what its groups would go back to, and what workers say.
     *
     * @param previous by group; a group without one goes back to the workers' configuration
     */
    public record Standing(Rollout rollout, Map<String, ModelIdentity> previous, List<AtWork> workers) {}

    /** What workers are to follow. */
    public Rollout rollout() {
        return database.write(RolloutIndex::rollout);
    }

    public Standing standing() {
        return database.write(handle -> new Standing(rollout(handle), previous(handle), workers(handle)));
    }

    private static Rollout rollout(Handle handle) {
        handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        Map<String, Group> groups = new TreeMap<>();
        handle.createQuery("SELECT * FROM model_groups")
                .map((row, context) -> Map.entry(
                        row.getString("group_name"),
                        new Band(
                                row.getDouble("max_failure_share"),
                                Duration.ofMillis(row.getLong("max_latency_ms")),
                                row.getDouble("max_raise_ratio"))))
                .forEach(group -> groups.put(group.getKey(), group(handle, group.getKey(), group.getValue())));
        return new Rollout(StepRows.revision(handle), groups);
    }

    private static Group group(Handle handle, String name, Band band) {
        Map<String, ModelRows.Slot> slots = ModelRows.slots(handle, name);
        return new Group(
                model(handle, slots, ModelRole.ACTIVE),
                model(handle, slots, ModelRole.CANARY)
                        .map(model -> new Canary(model, slots.get(ModelRole.CANARY.name()).share())),
                model(handle, slots, ModelRole.SHADOW),
                band);
    }

    private static Optional<ModelIdentity> model(
            Handle handle, Map<String, ModelRows.Slot> slots, ModelRole role) {
        return Optional.ofNullable(slots.get(role.name()))
                .flatMap(slot -> ModelRows.find(handle, slot.sha256()))
                .map(entry -> new ModelIdentity(entry.name(), entry.version(), entry.sha256()));
    }

    private static Map<String, ModelIdentity> previous(Handle handle) {
        Map<String, ModelIdentity> previous = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT a.group_name, m.name, m.version, m.sha256
                        FROM model_assignments a JOIN models m USING (sha256) WHERE a.role = 'PREVIOUS'""")
                .map((row, context) -> Map.entry(
                        row.getString(1), new ModelIdentity(row.getString(2), row.getString(3), row.getString(4))))
                .forEach(each -> previous.put(each.getKey(), each.getValue()));
        return previous;
    }

    private static List<AtWork> workers(Handle handle) {
        return handle.createQuery("SELECT * FROM model_workers ORDER BY worker_id, group_name, role LIMIT " + MAX_WORKERS)
                .map((row, context) -> new AtWork(
                        row.getString("worker_id"),
                        row.getString("group_name"),
                        row.getString("role"),
                        new ModelIdentity(row.getString("name"), row.getString("version"), row.getString("sha256")),
                        row.getString("state"),
                        row.getString("why"),
                        ModelRows.instant(row, "seen_at")))
                .list();
    }

    /** What a model did for one group in one role, so far. */
    public Totals totals(String sha256, String group, ModelRole role) {
        return database.read(handle -> handle.createQuery("""
                        SELECT coalesce(sum(looks), 0), coalesce(sum(failures), 0), coalesce(sum(total_us), 0),
                            coalesce(max(max_us), 0), coalesce(sum(raises), 0)
                        FROM model_totals WHERE sha256 = :sha256 AND group_name = :group AND role = :role""")
                .bind("sha256", sha256)
                .bind("group", group)
                .bind("role", role.name())
                .map((row, context) -> new Totals(
                        group,
                        role,
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(1) == 0 ? 0 : Math.round(row.getDouble(3) / row.getLong(1)),
                        row.getLong(4),
                        row.getLong(5),
                        labels(handle, sha256, group, role)))
                .one());
    }

    private static List<LabelTotals> labels(Handle handle, String sha256, String group, ModelRole role) {
        return handle.createQuery("""
                        SELECT label, sum(detections), sum(agreed), sum(only_active), sum(only_shadow)
                        FROM model_label_totals WHERE sha256 = :sha256 AND group_name = :group AND role = :role
                        GROUP BY label ORDER BY label""")
                .bind("sha256", sha256)
                .bind("group", group)
                .bind("role", role.name())
                .map((row, context) -> new LabelTotals(
                        row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .list();
    }
}
