package org.streetwarden.rollout;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.detect.Detection;
import org.streetwarden.detect.DetectorFailure;
import org.streetwarden.evidence.ClipEye.Glance;
import org.streetwarden.filing.Complaint;
import org.streetwarden.incident.Look;
import org.streetwarden.media.Frame;
import org.streetwarden.rollout.Roster.Crew;

/**
 * Shows pictures to the models whose turn it is: the active one of a camera's group or its canary, whose answer goes to
 * the judge; then the group's shadow, whose answer is only compared. A canary that fails is a look of the active model at
 * once. Everything happens on the detector's thread.
 */
public final class ModelsAtWork {

    /** More boxes than this in one picture are no answer. */
    static final int MOST_BOXES = 250;

    private static final Logger LOG = LoggerFactory.getLogger(ModelsAtWork.class);

    private final Tallies tallies;
    private final int leastLooks;
    private final Complaint complaint = new Complaint(LOG, InstantSource.system());
    private Map<Seat, BandWatch> watches = new HashMap<>();
    private Roster roster;
    private BiConsumer<Seat, String> alarm = (seat, why) -> {};

    /** One picture of a camera, and who is told what was seen in it. The frame stays the caller's to close. */
    public record Sight(String cameraId, Frame frame, BiConsumer<Look, Eye> judge) {}

    /** A picture in front of one model. */
    private record Turn(Sight sight, Seat seat, GroupModels group) {}

    /**
     * @param leastLooks pictures before which a band says nothing
     */
    ModelsAtWork(Roster roster, Tallies tallies, int leastLooks) {
        this.roster = roster;
        this.tallies = tallies;
        this.leastLooks = leastLooks;
    }

    /** @param alarm told, on the detector's thread and once, that a seat's model left its band and why; must not block */
    void alarm(BiConsumer<Seat, String> alarm) {
        this.alarm = alarm;
    }

    /** Between two batches: from now on these models look. Those that are not in it any more are not touched again. */
    void switchTo(Roster next) {
        Map<Seat, BandWatch> kept = new HashMap<>();
        next.groups().forEach((name, group) -> {
            boolean sameActive = group.active().equals(activeOf(name));
            Seat active = new Seat(name, ModelRole.ACTIVE, group.active().identity());
            group.before().ifPresent(before -> kept.put(active, watch(active, Counts.NONE, sameActive)));
            group.canary().ifPresent(trial -> {
                Seat canary = new Seat(name, ModelRole.CANARY, trial.model().identity());
                kept.put(canary, watch(canary, tallies.total(active), sameActive));
            });
        });
        watches = kept;
        roster = next;
    }

    private LoadedModel activeOf(String group) {
        return roster.groups().get(group).active();
    }

    private BandWatch watch(Seat seat, Counts referenceBegan, boolean goesOn) {
        BandWatch before = goesOn ? watches.get(seat) : null;
        return before == null ? new BandWatch(leastLooks, tallies.total(seat), referenceBegan) : before;
    }

    /** @return how many of the pictures were looked at; the others failed with every model that may judge them */
    public int look(List<Sight> sights) {
        List<Turn> turns = new ArrayList<>();
        for (Sight sight : sights) {
            Crew crew = roster.crew(sight.cameraId());
            turns.add(new Turn(sight, crew.seat(), crew.models()));
        }
        List<Turn> failed = new ArrayList<>();
        int looked = judge(turns, failed);
        List<Turn> again = failed.stream()
                .filter(turn -> turn.seat().role() == ModelRole.CANARY)
                .map(ModelsAtWork::byTheActive)
                .toList();
        looked += judge(again, new ArrayList<>());
        keepToBands();
        return looked;
    }

    /**
     * What a camera's model sees in a picture that is judged by nobody: it is counted nowhere, and no shadow sees it.
     *
     * @param frame borrowed
     */
    public Glance glance(String cameraId, Frame frame) throws DetectorFailure {
        LoadedModel model = roster.crew(cameraId).judge();
        List<Detection> things = model.detector().detect(List.of(frame)).getFirst();
        checkSane(things);
        return new Glance(model.identity(), model.labels(), things);
    }

    private static Turn byTheActive(Turn turn) {
        Seat active = new Seat(
                turn.seat().group(), ModelRole.ACTIVE, turn.group().active().identity());
        return new Turn(turn.sight(), active, turn.group());
    }

    /** Batch by model; then the shadows of those that an active model judged. */
    private int judge(List<Turn> turns, List<Turn> failed) {
        Map<LoadedModel, List<Turn>> batches = new LinkedHashMap<>();
        turns.forEach(turn ->
                batches.computeIfAbsent(modelOf(turn), key -> new ArrayList<>()).add(turn));
        Map<Turn, List<Detection>> judged = new LinkedHashMap<>();
        batches.forEach((model, batch) -> {
            Map<Turn, List<Detection>> seen = see(model, batch);
            batch.stream().filter(turn -> !seen.containsKey(turn)).forEach(failed::add);
            seen.forEach((turn, detections) -> tell(turn, model, detections));
            judged.putAll(seen);
        });
        compare(judged);
        return judged.size();
    }

    private static LoadedModel modelOf(Turn turn) {
        return turn.seat().role() == ModelRole.CANARY
                ? turn.group().canary().orElseThrow().model()
                : turn.group().active();
    }

    private static void tell(Turn turn, LoadedModel model, List<Detection> seen) {
        Frame frame = turn.sight().frame();
        Look look = new Look(frame.ptsUs(), frame.arrivedAt(), seen, model.identity());
        turn.sight().judge().accept(look, new Eye(turn.seat(), model.experimental()));
    }

    private void compare(Map<Turn, List<Detection>> judged) {
        Map<LoadedModel, Map<Turn, List<Detection>>> batches = new LinkedHashMap<>();
        judged.forEach((turn, seen) -> {
            if (turn.seat().role() == ModelRole.ACTIVE) {
                turn.group().shadow().ifPresent(shadow -> {
                    Seat seat = new Seat(turn.seat().group(), ModelRole.SHADOW, shadow.identity());
                    batches.computeIfAbsent(shadow, key -> new LinkedHashMap<>())
                            .put(new Turn(turn.sight(), seat, turn.group()), seen);
                });
            }
        });
        batches.forEach((shadow, byActive) -> see(shadow, List.copyOf(byActive.keySet()))
                .forEach((turn, seen) -> tallies.compared(turn.seat(), Likeness.of(byActive.get(turn), seen))));
    }

    /** @return what the model saw, picture by picture; those it failed on are missing */
    private Map<Turn, List<Detection>> see(LoadedModel model, List<Turn> turns) {
        Map<Turn, List<Detection>> seen = new LinkedHashMap<>();
        int most = model.detector().maxBatch();
        for (int from = 0; from < turns.size(); from += most) {
            seeBatch(model, turns.subList(from, Math.min(from + most, turns.size())), seen);
        }
        return seen;
    }

    /** Where a batch fails, each picture is tried alone: one that a model chokes on must not blind the others. */
    private void seeBatch(LoadedModel model, List<Turn> batch, Map<Turn, List<Detection>> seen) {
        long began = System.nanoTime();
        try {
            List<List<Detection>> answers = answers(model, batch);
            long us = (System.nanoTime() - began) / 1000 / batch.size();
            for (int i = 0; i < batch.size(); i++) {
                tallies.looked(batch.get(i).seat(), us, answers.get(i));
                seen.put(batch.get(i), answers.get(i));
            }
        } catch (DetectorFailure failure) {
            failed(model, batch, failure.getMessage(), seen);
        } catch (RuntimeException defect) {
            failed(model, batch, "expected detections, found a defect: " + defect, seen);
        }
    }

    private void failed(LoadedModel model, List<Turn> batch, String why, Map<Turn, List<Detection>> seen) {
        if (batch.size() > 1) {
            batch.forEach(turn -> seeBatch(model, List.of(turn), seen));
            return;
        }
        Seat seat = batch.getFirst().seat();
        tallies.failed(seat);
        complaint.say(seat + ": " + why);
    }

    private static List<List<Detection>> answers(LoadedModel model, List<Turn> batch) throws DetectorFailure {
        List<List<Detection>> answers = model.detector()
                .detect(batch.stream().map(turn -> turn.sight().frame()).toList());
        if (answers.size() != batch.size()) {
            throw new DetectorFailure(
                    "expected answers to %d pictures, found %d".formatted(batch.size(), answers.size()));
        }
        for (List<Detection> answer : answers) {
            checkSane(answer);
        }
        return answers;
    }

    /** @throws DetectorFailure where it is no answer that a street can give */
    static void checkSane(List<Detection> answer) throws DetectorFailure {
        if (answer.size() > MOST_BOXES) {
            throw new DetectorFailure(
                    "expected at most %d boxes in a picture, found %d".formatted(MOST_BOXES, answer.size()));
        }
        for (Detection detection : answer) {
            if (!(detection.score() >= 0 && detection.score() <= 1)) {
                throw new DetectorFailure("expected scores from 0 to 1, found " + detection.score());
            }
        }
    }

    /** A canary loses its seat here and now; an active model keeps it until the one before has been loaded again. */
    private void keepToBands() {
        for (Map.Entry<Seat, BandWatch> entry : List.copyOf(watches.entrySet())) {
            Seat seat = entry.getKey();
            GroupModels group = roster.groups().get(seat.group());
            Counts reference = seat.role() == ModelRole.CANARY
                    ? tallies.total(new Seat(
                            seat.group(), ModelRole.ACTIVE, group.active().identity()))
                    : group.before().orElse(Counts.NONE);
            Optional<String> why = entry.getValue().outside(group.band(), tallies.total(seat), reference);
            if (why.isPresent()) {
                watches.remove(seat);
                roster = seat.role() == ModelRole.CANARY ? roster.withoutCanary(seat.group()) : roster;
                alarm.accept(seat, why.get());
            }
        }
    }
}
