package org.streetwarden.rollout;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.ModelRole;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.WorkerRecord.ModelEvent;
import org.streetwarden.casefile.WorkerRecord.ModelEvent.Step;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.filing.Complaint;
import org.streetwarden.rollout.GroupModels.Trial;

/**
 * Keeps the models at work to what the rollout says, on a thread of its own: has what is new loaded and proven beside what
 * runs, the detector's thread switch between two batches, and what no longer looks freed. Where a model cannot be had, the one
 * before goes on; where one leaves its band, the one before comes back. Owns every model it has had loaded, and the first.
 */
public final class ModelCurator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelCurator.class);
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

    /** Runs something between two batches. */
    @FunctionalInterface
    public interface Seam {

        /**
         * Waits until it has run on the detector's thread.
         *
         * @return false where that thread has ended; it did not run then
         */
        boolean between(Runnable task) throws InterruptedException;
    }

    /**
     * What a curator works with.
     *
     * @param groupOfCamera by camera id
     * @param folder of the package that looks where the rollout names none
     * @param repeat how often a roll-back is said until the rollout has followed it
     * @param leastLooks pictures before which a band says nothing
     */
    public record Setting(
            String workerId, Map<String, String> groupOfCamera, Path folder, Duration repeat, int leastLooks) {
        public Setting {
            groupOfCamera = Map.copyOf(groupOfCamera);
        }
    }

    private record Alarm(Seat seat, String why) {}

    private final Setting setting;
    private final ModelSupply supply;
    private final Tallies tallies;
    private final ModelReports reports;
    private final InstantSource clock;
    private final ModelsAtWork atWork;
    private final ModelIdentity configured;
    private final Bars bars;
    private final ModelsInMemory memory;
    private final Set<Seat> refused = new HashSet<>();
    private final Map<String, ModelIdentity> homes = new HashMap<>();
    /** Seats that were given up while their model still looked elsewhere. */
    private final Set<Seat> left = new HashSet<>();

    private final Queue<Alarm> alarms = new ArrayDeque<>();
    private final Complaint complaint;
    private final Thread thread = new Thread(this::work, "models");
    private volatile Roster roster;
    private Seam seam;
    private Rollout rollout = Rollout.NONE;
    private boolean news;

    /** @param first looks at every camera until the rollout says otherwise; owned once this returns */
    public ModelCurator(
            Setting setting,
            LoadedModel first,
            ModelOpener opener,
            ModelSupply supply,
            Tallies tallies,
            ModelReports reports,
            InstantSource clock) {
        this.setting = setting;
        this.supply = supply;
        this.tallies = tallies;
        this.reports = reports;
        this.clock = clock;
        complaint = new Complaint(LOG, clock);
        configured = first.identity();
        memory = new ModelsInMemory(first, setting.folder(), opener, supply);
        bars = new Bars(setting.repeat(), clock, reports::post);
        Map<String, GroupModels> groups = new TreeMap<>();
        Set.copyOf(setting.groupOfCamera().values()).forEach(name -> groups.put(name, only(first)));
        roster = new Roster(setting.groupOfCamera(), groups);
        atWork = new ModelsAtWork(roster, tallies, setting.leastLooks());
        atWork.alarm(this::outside);
    }

    private static GroupModels only(LoadedModel first) {
        return new GroupModels(first, Optional.empty(), Optional.empty(), Optional.empty(), Rollout.Band.DEFAULTS);
    }

    /** For the detector's thread alone. */
    public ModelsAtWork atWork() {
        return atWork;
    }

    /** @param seam of the loop that shows pictures to {@link #atWork()} */
    public void start(Seam seam) {
        this.seam = seam;
        supply.start(this::wake);
        reports.hold(() -> roster.seats());
        reports.start();
        thread.start();
    }

    /** The rollout has changed. Any thread. */
    public synchronized void follow(Rollout decided) {
        rollout = decided;
        wake();
    }

    private synchronized void outside(Seat seat, String why) {
        alarms.add(new Alarm(seat, why));
        wake();
    }

    private synchronized void wake() {
        news = true;
        notifyAll();
    }

    /** Every seat that is held, one a line, for people. Any thread. */
    public String shown() {
        return roster.seats().stream().map(Seat::toString).collect(Collectors.joining("\n"));
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                tryToKeepUp();
                nap();
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next try may do: a defect here must not leave the worker without anybody who follows the rollout. */
    private void tryToKeepUp() throws InterruptedException {
        try {
            keepUp();
        } catch (RuntimeException defect) {
            complaint.say("models: expected to follow the rollout, found a defect: " + defect);
        }
    }

    private synchronized void nap() throws InterruptedException {
        long until = System.nanoTime() + LONGEST_NAP.toNanos();
        for (long leftMs; !news && (leftMs = (until - System.nanoTime()) / 1_000_000) > 0; ) {
            wait(leftMs);
        }
        news = false;
    }

    private synchronized Rollout decided() {
        return rollout;
    }

    private synchronized Optional<Alarm> alarm() {
        return Optional.ofNullable(alarms.poll());
    }

    private void keepUp() throws InterruptedException {
        for (Optional<Alarm> alarm = alarm(); alarm.isPresent(); alarm = alarm()) {
            rollBack(alarm.get().seat(), alarm.get().why());
        }
        Rollout decided = decided();
        Set<Seat> named = named(decided);
        bars.sayAgain(named::contains);
        Set<ModelIdentity> models = named.stream().map(Seat::model).collect(Collectors.toSet());
        models.addAll(homes.values());
        models.add(configured);
        memory.startAnew(models);
        refused.removeIf(seat -> memory.refusal(seat.model()).isEmpty());
        Map<String, GroupModels> groups = new TreeMap<>();
        roster.groups().forEach((name, now) -> groups.put(name, next(name, now, decided.group(name))));
        supply.want(memory.missing());
        Roster next = new Roster(setting.groupOfCamera(), groups);
        if (!next.equals(roster)) {
            switchTo(next);
            // what is named, and what a roll-back would bring back
            models.addAll(memory.held());
            models.addAll(homes.values());
            supply.keep(models.stream().map(ModelIdentity::sha256).collect(Collectors.toSet()));
        }
    }

    private void rollBack(Seat seat, String why) {
        LOG.warn("{}: goes back to the model before: {}", seat, why);
        bars.bar(seat, event(seat, Step.ROLLED_BACK, why));
    }

    /** Every seat that the rollout gives to a model in a group of this worker's cameras. */
    private Set<Seat> named(Rollout decided) {
        Set<Seat> named = new LinkedHashSet<>();
        for (String name : roster.groups().keySet()) {
            Rollout.Group group = decided.group(name);
            group.active().ifPresent(model -> named.add(new Seat(name, ModelRole.ACTIVE, model)));
            group.canary().ifPresent(canary -> named.add(new Seat(name, ModelRole.CANARY, canary.model())));
            group.shadow().ifPresent(model -> named.add(new Seat(name, ModelRole.SHADOW, model)));
        }
        return named;
    }

    private GroupModels next(String name, GroupModels now, Rollout.Group decided) {
        ModelIdentity active = now.active().identity();
        ModelIdentity wanted = active(name, decided);
        LoadedModel looks = wanted.equals(active)
                ? now.active()
                : ready(new Seat(name, ModelRole.ACTIVE, wanted)).orElse(now.active());
        Optional<Counts> before = now.before();
        if (!looks.identity().equals(active)) {
            boolean promoted = decided.active().equals(Optional.of(wanted));
            before = promoted ? Optional.of(tallies.total(new Seat(name, ModelRole.ACTIVE, active))) : Optional.empty();
            if (promoted) {
                homes.put(name, active);
            }
        }
        Optional<Trial> canary = decided.canary()
                .filter(trial -> !trial.model().equals(looks.identity()))
                .flatMap(trial -> ready(new Seat(name, ModelRole.CANARY, trial.model()))
                        .map(model -> new Trial(model, trial.share())));
        Optional<LoadedModel> shadow = decided.shadow()
                .filter(model -> !model.equals(looks.identity()))
                .flatMap(model -> ready(new Seat(name, ModelRole.SHADOW, model)));
        return new GroupModels(looks, before, canary, shadow, decided.band());
    }

    /** Which model is to judge a group: as decided, but where it has left its band the one before. */
    private ModelIdentity active(String name, Rollout.Group decided) {
        ModelIdentity wanted = decided.active().orElse(configured);
        if (!bars.holds(new Seat(name, ModelRole.ACTIVE, wanted))) {
            return wanted;
        }
        ModelIdentity home = homes.getOrDefault(name, configured);
        return memory.refusal(home).isPresent() ? configured : home;
    }

    /** A model in memory; empty where it is barred from that seat, refused, or still to come. */
    private Optional<LoadedModel> ready(Seat seat) {
        if (bars.holds(seat)) {
            return Optional.empty();
        }
        Optional<LoadedModel> model = memory.find(seat.model());
        Optional<String> refusal = memory.refusal(seat.model());
        if (refusal.isPresent() && refused.add(seat)) {
            LOG.error("{}: refused: {}", seat, refusal.get());
            reports.post(event(seat, Step.REFUSED, refusal.get()));
        }
        return model;
    }

    private void switchTo(Roster next) throws InterruptedException {
        Roster old = roster;
        if (!seam.between(() -> atWork.switchTo(next))) {
            return;
        }
        roster = next;
        say(old.seats(), next.seats(), memory.keepOnly(next.models()));
    }

    private void say(Set<Seat> old, Set<Seat> next, Set<ModelIdentity> freed) {
        for (Seat seat : next) {
            if (!old.contains(seat)) {
                LOG.info("{}: looks", seat);
                reports.post(event(seat, Step.LOADED, "It was loaded, warmed up and proven, and looks."));
            }
        }
        left.addAll(old);
        left.removeAll(next);
        for (Seat seat : Set.copyOf(left)) {
            if (freed.contains(seat.model())) {
                left.remove(seat);
                LOG.info("{}: freed", seat);
                reports.post(event(seat, Step.UNLOADED, "It does not look any more and its memory is freed."));
            }
        }
    }

    private ModelEvent event(Seat seat, Step step, String why) {
        return new ModelEvent(
                reports.newId(),
                setting.workerId(),
                seat.group(),
                seat.role(),
                seat.model(),
                step,
                why.length() > 2000 ? why.substring(0, 1999) + "…" : why,
                clock.instant());
    }

    /** Ends the keeping; models stay for those that still look. */
    public void stop() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        supply.close();
    }

    /** After the detector's thread has ended: frees every model. */
    @Override
    public void close() {
        memory.close();
    }
}
