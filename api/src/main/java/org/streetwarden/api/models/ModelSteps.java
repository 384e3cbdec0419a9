package org.streetwarden.api.models;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.Announcement;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.models.ModelRows.Slot;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;

/**
 * Moves models from state to state: one transaction per step with the rollout's next revision, all steps one after the
 * other. Thread-safe; blocks on the database.
 */
public final class ModelSteps {

    /** How far a worker's clock may be behind; news older than a decision by more than this is not about it. */
    private static final Duration CLOCK_ERROR = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;
    private final Runnable afterStep;

    /** @param afterStep called after each commit, on the caller's thread */
    public ModelSteps(Database database, Clock clock, Runnable afterStep) {
        this.database = database;
        this.clock = clock;
        this.afterStep = afterStep;
    }

    /** @throws Refusal naming every reason */
    public void take(StepRequest request) {
        database.write(handle -> {
            StepRows.lock(handle);
            ModelEntry model =
                    ModelRows.find(handle, request.sha256()).orElseThrow(() -> Refusal.unknown(request.sha256()));
            Transition transition = transition(model, request);
            Map<String, Slot> slots = request.step().ofGroup() ? ModelRows.slots(handle, request.group()) : Map.of();
            String gate = new StepConditions(handle, model, request, transition, slots).check();
            apply(handle, model, request, transition, slots, gate);
            return null;
        });
        afterStep.run();
    }

    private static Transition transition(ModelEntry model, StepRequest request) {
        ModelStep step = request.step();
        ModelState from = step.ofGroup() ? model.state(request.group()) : model.state();
        return Transition.of(from, step)
                .orElseThrow(() -> Refusal.conflict("%s %s is %s%s; %s is possible from %s"
                        .formatted(
                                model.name(),
                                model.version(),
                                from,
                                step.ofGroup() ? " towards group " + request.group() : "",
                                step.id(),
                                Transition.sources(step))));
    }

    private void apply(
            Handle handle,
            ModelEntry model,
            StepRequest request,
            Transition transition,
            Map<String, Slot> slots,
            String gate) {
        Instant now = StepRows.now(clock);
        AssignmentRows rows = new AssignmentRows(handle, request.group(), now);
        switch (request.step()) {
            case CHECK, RETIRE -> rows.stage(model.sha256(), transition.to());
            case SHADOW -> rows.put(request.band(), ModelRole.SHADOW, model.sha256(), null);
            case CANARY -> rows.put(request.band(), ModelRole.CANARY, model.sha256(), request.share());
            case ACTIVATE -> rows.activate(request.band(), model.sha256(), slots);
            case ROLLBACK -> rows.rollBack(ModelRole.valueOf(transition.from().name()), slots);
        }
        StepRows.add(
                handle,
                model.sha256(),
                new ModelDetail.Step(
                        now,
                        request.who(),
                        request.why(),
                        request.step().name(),
                        transition.from().name(),
                        transition.to().name(),
                        request.step().ofGroup() ? request.group() : null,
                        request.share(),
                        request.skip(),
                        gate,
                        StepRows.nextRevision(handle)));
        announce(handle, model.sha256(), slots, now);
    }

    /** The model itself, and those it moved out of or into the active one's place. */
    private static void announce(Handle handle, String sha256, Map<String, Slot> slots, Instant now) {
        List<String> changed = new ArrayList<>(List.of(sha256));
        Optional.ofNullable(slots.get(ModelRole.ACTIVE.name())).map(Slot::sha256).ifPresent(changed::add);
        Optional.ofNullable(slots.get(ModelRows.PREVIOUS)).map(Slot::sha256).ifPresent(changed::add);
        changed.stream().distinct().forEach(each -> Announcement.write(handle, "model-changed", each, now));
    }

    /**
     * Goes back where a worker already has: moves the assignment once, and only where it is still the one that the worker
     * left.
     *
     * @param event a {@link ModelEvent.Step#ROLLED_BACK}
     * @return whether anything changed
     */
    boolean rollBack(Handle handle, ModelEvent event) {
        StepRows.lock(handle);
        Map<String, Slot> slots = ModelRows.slots(handle, event.group());
        Slot slot = slots.get(event.role().name());
        boolean meant = slot != null
                && slot.sha256().equals(event.model().sha256())
                && !event.at().isBefore(slot.since().minus(CLOCK_ERROR));
        if (!meant) {
            return false;
        }
        Instant now = StepRows.now(clock);
        new AssignmentRows(handle, event.group(), now).rollBack(event.role(), slots);
        StepRows.add(
                handle,
                slot.sha256(),
                new ModelDetail.Step(
                        now,
                        "worker:" + event.workerId(),
                        event.why(),
                        ModelStep.ROLLBACK.name(),
                        event.role().name(),
                        ModelState.CHECKED.name(),
                        event.group(),
                        slot.share(),
                        null,
                        null,
                        StepRows.nextRevision(handle)));
        announce(handle, slot.sha256(), slots, now);
        return true;
    }

    /** To be called after a commit that {@link #rollBack} was part of. */
    void rolledBack() {
        afterStep.run();
    }
}
