package org.streetwarden.api.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.models.ModelRows.Slot;
import org.streetwarden.casefile.ModelRole;

/** What must hold, besides the table of transitions, before a step is taken; every reason against it at once. */
final class StepConditions {

    private static final int MAX_GROUPS = 256;

    private final Handle handle;
    private final ModelEntry model;
    private final StepRequest request;
    private final Transition transition;
    private final Map<String, Slot> slots;
    private final List<String> problems = new ArrayList<>();

    StepConditions(
            Handle handle, ModelEntry model, StepRequest request, Transition transition, Map<String, Slot> slots) {
        this.handle = handle;
        this.model = model;
        this.request = request;
        this.transition = transition;
        this.slots = slots;
    }

    /**
     * Refuses or finds the gate.
     *
     * @return the gate it rests on in one sentence; null where it needs none
     */
    String check() {
        if (transition.skips() && request.skip() == null) {
            problems.add("skip: expected a reason, because %s from %s leaves states out, found nothing"
                    .formatted(request.step().id(), transition.from()));
        }
        String gate =
                switch (request.step()) {
                    case CHECK -> gate(null);
                    case SHADOW -> placed(ModelRole.SHADOW);
                    case CANARY -> canary();
                    case ACTIVATE -> activate();
                    case ROLLBACK -> null;
                    case RETIRE -> retire();
                };
        if (!problems.isEmpty()) {
            throw new Refusal(Refusal.Cause.CONFLICT, problems);
        }
        return gate;
    }

    private String canary() {
        if (request.share() == null) {
            problems.add("share: expected a share of the group's cameras, found nothing");
        }
        return placed(ModelRole.CANARY);
    }

    private String activate() {
        placed(ModelRole.ACTIVE);
        Slot active = slots.get(ModelRole.ACTIVE.name());
        return gate(active == null ? null : active.sha256());
    }

    /** @param baseline null where there is nothing it must have been compared with */
    private String gate(String baseline) {
        String against = baseline == null ? "" : " against the group's active model " + baseline;
        Optional<GateReport> gate = GateRows.against(handle, model.sha256(), baseline);
        if (gate.isEmpty()) {
            problems.add("gate: expected a report of %s %s%s, found none"
                    .formatted(model.name(), model.version(), against));
            return null;
        }
        if (!gate.get().passed()) {
            problems.add("gate: expected one that passed%s, found: %s"
                    .formatted(against, String.join("; ", gate.get().failed())));
        }
        return gate.get().summary();
    }

    /** Only detectors are rolled out, and only into an empty place; an active one gives its place up. */
    private String placed(ModelRole role) {
        if (!model.role().equals("detector")) {
            problems.add("role: expected a detector, found a " + model.role() + ", which the workers' configuration names");
        }
        Slot there = slots.get(role.name());
        if (role != ModelRole.ACTIVE && there != null && !there.sha256().equals(model.sha256())) {
            problems.add("group %s: expected no other %s, found %s; roll it back first"
                    .formatted(request.group(), role.name().toLowerCase(java.util.Locale.ROOT), there.sha256()));
        }
        long groups = handle.createQuery("SELECT count(*) FROM model_groups WHERE group_name <> :group")
                .bind("group", request.group())
                .mapTo(Long.class)
                .one();
        if (groups >= MAX_GROUPS) {
            problems.add("group: expected at most " + MAX_GROUPS + " groups, found another");
        }
        return null;
    }

    private String retire() {
        handle.createQuery("""
                        SELECT group_name, role FROM model_assignments
                        WHERE sha256 = :sha256 AND role <> 'SHADOW' ORDER BY group_name, role""")
                .bind("sha256", model.sha256())
                .map((row, context) -> row.getString(2).equals(ModelRows.PREVIOUS)
                        ? "group %s: expected another model to go back to, found this one".formatted(row.getString(1))
                        : "group %s: expected another model at work, found this one as %s"
                                .formatted(row.getString(1), row.getString(2)))
                .forEach(problems::add);
        return null;
    }
}
