package org.streetwarden.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.WorkerRecord.BlindReason;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.PatrolConfig.Mode;
import org.streetwarden.config.PatrolConfig.Way;
import org.streetwarden.config.WorkerConfig.WatchConfig;
import org.streetwarden.media.StreamFailure;
import org.streetwarden.media.StreamFailure.Reason;
import org.streetwarden.visit.Pace;
import org.streetwarden.visit.Turn;
import org.streetwarden.visit.Upstream;
import org.streetwarden.visit.VisitSchedule;
import org.streetwarden.visit.VisitWindow;

/**
 * Sends readers to cameras as the schedule says. Cameras that are kept open have a thread each while they are open; visits
 * share a {@link VisitWindow}, those that stay for a burst have places of their own. A thread of its own decides;
 * the lock of this object guards schedule, upstreams and places.
 */
final class Dispatcher implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration LONGEST_NAP = Duration.ofSeconds(1);
    private static final Duration UNJUDGED_AGAIN = Duration.ofSeconds(2);
    private static final int IDLE_READER_S = 30;

    private final WatchConfig settings;
    private final PipelineMetrics metrics;
    private final VisitMetrics visitMetrics;
    private final InstantSource wall;
    private final InstantSource steady;
    private final RandomGenerator chance = RandomGenerator.getDefault();
    private final VisitSchedule schedule = new VisitSchedule();
    private final Map<String, Upstream> upstreams = new HashMap<>();
    private final Map<Turn, CameraWatch> watches = new HashMap<>();
    private final Map<Turn, Sortie> under = new HashMap<>();
    private final Map<Turn, Runnable> leaving = new HashMap<>();
    private final ExecutorService readers = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_READER_S,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("reader-", 0).factory());
    private final Thread thread = Thread.ofPlatform().name("dispatcher").unstarted(this);
    private final VisitWindow window;
    private int visitsOut;
    private int freeBursts;
    private long visits;
    private Instant countedSince;
    private boolean closing;

    /**
     * @param wall decides what plans say
     * @param steady decides when
     */
    Dispatcher(
            WatchConfig settings,
            PipelineMetrics metrics,
            VisitMetrics visitMetrics,
            InstantSource wall,
            InstantSource steady) {
        this.settings = settings;
        this.metrics = metrics;
        this.visitMetrics = visitMetrics;
        this.wall = wall;
        this.steady = steady;
        countedSince = steady.instant();
        window = new VisitWindow(settings.patrol().sessions());
        freeBursts = settings.patrol().mostBursts();
    }

    /** A figure of all upstreams whose ids are meant, together. */
    synchronized int sum(Predicate<String> its, ToIntFunction<Upstream> figure) {
        return upstreams.values().stream()
                .filter(upstream -> its.test(upstream.id()))
                .mapToInt(figure)
                .sum();
    }

    /** Cameras whose time has come. */
    synchronized int waiting() {
        return schedule.waiting();
    }

    /** Visits that may be under way at once. */
    synchronized int window() {
        return window.size();
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Readers under way to cameras, or at them. */
    synchronized int underWay() {
        return under.size();
    }

    /** A place in the schedule for a camera; give it back with {@link #take}. */
    synchronized Turn turnOf(CameraConfig camera) {
        Upstream upstream = upstreams.computeIfAbsent(
                camera.upstream(), id -> new Upstream(settings.patrol().upstreamOf(camera), chance));
        return new Turn(camera.id(), upstream);
    }

    /** Changes what upstreams may be asked for, while nobody begins or ends a session; quick. Any thread. */
    synchronized void allot(Runnable change) {
        change.run();
        notifyAll();
    }

    /** Takes a camera on. */
    synchronized void take(CameraWatch watch) {
        watches.put(watch.turn(), watch);
        put(watch, watch.first(way(watch), steady.instant(), wall.instant(), watches.size()));
        notifyAll();
    }

    /** Sees a camera that is visited before its turn, as soon as its upstream has room. Any thread. */
    synchronized void hurry(CameraWatch watch) {
        if (watches.get(watch.turn()) == watch && watch.isVisited() && schedule.hurry(watch.turn(), steady.instant())) {
            notifyAll();
        }
    }

    /** @param gone run once the camera is closed, on any thread */
    void leave(CameraWatch watch, Runnable gone) {
        synchronized (this) {
            Sortie sortie = under.get(watch.turn());
            if (sortie != null) {
                leaving.put(watch.turn(), gone);
                sortie.visit.stop();
                return;
            }
            schedule.remove(watch.turn());
            watches.remove(watch.turn());
        }
        gone.run();
    }

    /** How a camera is to be seen now. Any thread. */
    Way way(CameraWatch watch) {
        return settings.patrol().way(watch.camera(), wall.instant());
    }

    /**
     * How far the promise is from being kept.
     *
     * @param neededPerSecond visits that the promise takes
     * @param madePerSecond visits since the last time that this was asked
     */
    record Shortfall(VisitSchedule.Arrears arrears, double neededPerSecond, double madePerSecond) {}

    synchronized Shortfall shortfall() {
        Instant now = steady.instant();
        double needed = watches.values().stream()
                .filter(CameraWatch::isVisited)
                .mapToDouble(watch -> 1e9 / way(watch).every().toNanos())
                .sum();
        double made = visits
                * 1000.0
                / Math.max(1, Duration.between(countedSince, now).toMillis());
        visits = 0;
        countedSince = now;
        return new Shortfall(schedule.arrears(now), needed, made);
    }

    /** What those that are late wait for. */
    synchronized Map<Turn, BlindReason> late() {
        Instant now = steady.instant();
        Map<Turn, BlindReason> late = new HashMap<>();
        for (Turn turn : schedule.late(now)) {
            late.put(
                    turn,
                    switch (turn.upstream().refusal(now)) {
                        case CIRCUIT -> BlindReason.REFUSED;
                        case SESSIONS, RATE -> BlindReason.NO_SESSION;
                        case NONE -> BlindReason.OVERLOADED;
                    });
        }
        return late;
    }

    private void put(CameraWatch watch, Pace.Next next) {
        schedule.put(watch.turn(), watch.isVisited(), next.readyAt(), next.dueAt());
    }

    @Override
    public void run() {
        try {
            for (Sortie sortie; (sortie = next()) != null; ) {
                send(sortie);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the next turn; null at the end. */
    private synchronized Sortie next() throws InterruptedException {
        while (!closing) {
            Instant now = steady.instant();
            boolean visitsToo = visitsOut < window.size();
            Optional<Turn> turn = schedule.next(now, visitsToo);
            if (turn.isPresent()) {
                return sortie(turn.get());
            }
            Instant wakeAt = schedule.wakeAt(visitsToo);
            Instant latest = now.plus(LONGEST_NAP);
            wait(Math.max(
                    1,
                    Duration.between(now, wakeAt.isBefore(latest) ? wakeAt : latest)
                            .toMillis()));
        }
        return null;
    }

    private Sortie sortie(Turn turn) {
        CameraWatch watch = watches.get(turn);
        Sortie sortie = new Sortie(watch, turn.isVisit());
        visitsOut += sortie.passing ? 1 : 0;
        visits += sortie.passing ? 1 : 0;
        under.put(turn, sortie);
        return sortie;
    }

    private void send(Sortie sortie) {
        try {
            readers.execute(sortie);
        } catch (OutOfMemoryError noThread) {
            sortie.back(
                    Optional.of(new StreamFailure(Reason.DEFECT, "expected a thread to read with, found none left")));
        }
    }

    /** A reader on its way to a camera and back. */
    private final class Sortie implements Runnable {

        final CameraWatch watch;
        final boolean passing;
        final Stay stay;
        final Visit visit;
        private boolean answered;
        private boolean bursting;

        Sortie(CameraWatch watch, boolean passing) {
            this.watch = watch;
            this.passing = passing;
            stay = passing
                    ? new PassingBy(watch, settings, this::burst, this::judgedAfter, visitMetrics, steady)
                    : new KeptOpen(watch.health(), settings.interval(), this::isToBeKeptOpen, steady);
            visit = new Visit(watch, settings, stay, metrics, this::answered, wall);
        }

        private boolean isToBeKeptOpen() {
            return way(watch).mode() == Mode.WATCH;
        }

        private void answered() {
            synchronized (Dispatcher.this) {
                answered = true;
                watch.turn().upstream().answered();
            }
        }

        private void judgedAfter(Duration waited) {
            synchronized (Dispatcher.this) {
                window.judged(waited, steady.instant());
                Dispatcher.this.notifyAll();
            }
        }

        /** Changes its place among the visits for one among the bursts. */
        private boolean burst() {
            synchronized (Dispatcher.this) {
                bursting = freeBursts > 0;
                freeBursts -= bursting ? 1 : 0;
                visitsOut -= bursting ? 1 : 0;
                Dispatcher.this.notifyAll();
                return bursting;
            }
        }

        @Override
        public void run() {
            Optional<StreamFailure> failure = Optional.of(new StreamFailure(
                    Reason.DEFECT,
                    "camera %s: its reader broke off".formatted(watch.camera().id())));
            try {
                failure = visit.run();
            } finally {
                back(failure);
            }
        }

        void back(Optional<StreamFailure> failure) {
            failure.ifPresent(any -> {
                watch.health().failed(any, passing);
                watch.sightings().failed(any.reason());
            });
            if (stay.isSettled()) {
                watch.desk().rest();
            }
            Runnable gone;
            synchronized (Dispatcher.this) {
                failure.ifPresent(this::blame);
                visitsOut -= passing && !bursting ? 1 : 0;
                freeBursts += bursting ? 1 : 0;
                under.remove(watch.turn());
                schedule.back(watch.turn());
                gone = leaving.remove(watch.turn());
                if (gone == null) {
                    put(watch, again(failure));
                } else {
                    watches.remove(watch.turn());
                }
                Dispatcher.this.notifyAll();
            }
            if (gone != null) {
                gone.run();
            }
        }

        /** Who did not even answer may be silent for all; who answered is not. */
        private void blame(StreamFailure failure) {
            Upstream upstream = watch.turn().upstream();
            switch (failure.reason()) {
                case UNREACHABLE, REFUSED, STALLED, CLOSED_BY_PEER -> {
                    if (!answered) {
                        upstream.failed(watch.camera().id(), steady.instant());
                    }
                }
                case DEFECT, CANCELLED -> {}
                default -> upstream.answered();
            }
        }

        private Pace.Next again(Optional<StreamFailure> failure) {
            Instant now = steady.instant();
            Way way = way(watch);
            if (failure.isPresent()) {
                if (passing) {
                    visitMetrics.failed(failure.get().reason());
                }
                return watch.failed(failure.get(), way, now);
            }
            if (passing && !stay.isContent() && !closing) {
                visitMetrics.unjudged();
                watch.sightings().unjudged();
                return new Pace.Next(now.plus(UNJUDGED_AGAIN), watch.turn().dueAt());
            }
            return watch.after(way, now, wall.instant());
        }
    }

    /** Ends every run and waits until all readers are back. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            under.values().forEach(sortie -> sortie.visit.stop());
            notifyAll();
        }
        try {
            thread.join();
            readers.shutdown();
            if (!readers.awaitTermination(30, TimeUnit.SECONDS)) {
                LOG.error("expected every reader back within 30 s, found {} still under way", schedule.out());
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
