package org.streetwarden.pipeline;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.decode.KeySessions;
import org.streetwarden.detect.Verifier;
import org.streetwarden.evidence.ClipMasking;
import org.streetwarden.evidence.EvidenceCutter;
import org.streetwarden.evidence.SecondLook;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.Deliverer;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.FilingDesk;
import org.streetwarden.filing.RedisRecordBus;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.filing.S3Settings;
import org.streetwarden.filing.StateBoard;
import org.streetwarden.fleet.FileMemoryShelf;
import org.streetwarden.fleet.FleetSettings;
import org.streetwarden.fleet.MemoryShelf;
import org.streetwarden.flights.FlightDesk;
import org.streetwarden.incident.CameraMemory;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.Look;
import org.streetwarden.models.pixels.LumaShrinker;
import org.streetwarden.rollout.Eye;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.rollout.ModelDesk;
import org.streetwarden.rollout.ModelOpener;
import org.streetwarden.scene.ViewSettings;
import org.streetwarden.source.Reconnect;
import org.streetwarden.visit.Sightings;
import org.streetwarden.visit.SteadyClock;

/**
 * The process that watches, put together: a dispatcher and its readers, one detector thread, one judge thread, one evidence
 * cutter, one deliverer. It takes cameras and leaves them while it runs. Closing ends them in the order of the road, so that nothing raised is lost.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final int TICKS_PER_REPORT = 6;
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

    private final WorkerConfig config;
    private final Verifier verifier;
    private final InstantSource clock = InstantSource.system();
    private final RandomGenerator chance = RandomGenerator.getDefault();
    private final Set<String> known;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PipelineMetrics metrics = new PipelineMetrics(registry);
    private final FilingCounters counters = new FilingCounters();
    private final FilingDesk filing;
    private final EvidenceCutter cutter;
    private final ClipMasking masking;
    private final S3EvidenceStore store;
    private final RedisRecordBus recordBus;
    private final RedisRecordBus stateBus;
    private final Deliverer deliverer;
    private final StateBoard states;
    private final ModelDesk models;
    private final LumaShrinker shrinker;
    private final KeySessions.Hold keySessions;
    private final DetectorLoop loop;
    private final StatusServer status;
    private final Dispatcher dispatcher;
    private final CoverageBoard coverage;
    private final LookTaker looks;
    private final ExecutorService judge =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("judge").factory());
    private final Map<String, CameraWatch> watches = new ConcurrentHashMap<>();
    private final Thread detecting;
    private final Thread clockwork;
    private final VisitMetrics visits = new VisitMetrics(registry);
    private final Undelivered undelivered = new Undelivered(clock);
    private final SharedCameras shared;
    private final Optional<FlightDesk> flights;
    private final FileMemoryShelf own;
    private final MemoryShelf shelf;

    /**
     * Opens the data folder and the status port; nothing is watched before {@link #start}.
     *
     * @param first looks until the rollout says otherwise; owned once this returns
     * @param opener loads the models that the rollout names
     * @param verifier looks again at what is raised; owned once this returns; null: everything raised is filed
     * @throws IOException one sentence: the data folder or the port cannot be used
     */
    public Worker(WorkerConfig config, LoadedModel first, ModelOpener opener, Verifier verifier) throws IOException {
        this(config, first, opener, verifier, FleetSettings.DEFAULTS);
    }

    Worker(WorkerConfig config, LoadedModel first, ModelOpener opener, Verifier verifier, FleetSettings fleet)
            throws IOException {
        this.config = config;
        known = config.cameras().stream().map(CameraConfig::id).collect(Collectors.toSet());
        this.verifier = verifier;
        status = new StatusServer(System.getenv(StatusServer.BIND), config.port(), registry, this::ill, this::looking);
        try {
            filing = FilingDesk.open(config.dataFolder(), config.maxSpoolBytes());
        } catch (IOException failure) {
            status.close();
            throw failure;
        }
        var evidence = config.evidence();
        store = new S3EvidenceStore(new S3Settings(
                evidence.endpoint(), evidence.accessKey(), evidence.secretKey(), evidence.bucket(), evidence.lock()));
        recordBus = new RedisRecordBus(config.redisUrl());
        stateBus = new RedisRecordBus(config.redisUrl());
        deliverer = new Deliverer(filing.spool(), store, undelivered.seenBy(recordBus), counters, backOff(), clock);
        states = new StateBoard(stateBus, counters, backOff(), clock);
        models = new ModelDesk(config, first, opener, registry, clock);
        shrinker = config.scene() == null && config.view() == null ? null : new LumaShrinker();
        loop = new DetectorLoop(models.atWork(), metrics, shrinker);
        masking = evidence.maskedClips() ? ClipGlances.masking(loop, models.atWork()) : null;
        cutter = new EvidenceCutter(filing, Desks.cutting(config), counters, backOff(), clock, secondLook(), masking);
        detecting = Thread.ofPlatform().name("detector").unstarted(loop);
        clockwork = Thread.ofPlatform().name("clockwork").daemon().unstarted(this::tick);
        keySessions = KeySessions.hold();
        dispatcher = new Dispatcher(config.watch(), metrics, visits, clock, new SteadyClock());
        DispatchGauges.expose(registry, dispatcher, config.watch().patrol());
        coverage = new CoverageBoard(config.workerId(), states::post, registry, clock);
        looks = HeldCameras.looks(config, watches, dispatcher, counters, clock);
        WatchGauges.expose(registry, watches, counters);
        shared = config.fleet().enabled()
                ? new SharedCameras(config, fleet, this, dispatcher, metrics, visits, registry)
                : null;
        flights = FlightDesk.open(config, filing, opener, loop::isBehind, registry, clock);
        own = shared != null ? null : FileMemoryShelf.open(config.dataFolder().resolve("memories"), known, clock);
        shelf = shared == null ? own : shared.shelf();
        if (shared == null) {
            config.cameras().forEach(this::take);
        }
    }

    private SecondLook secondLook() {
        return verifier == null ? null : new SecondLook(verifier, (incident, verification) -> refused(incident));
    }

    /** Tells the judge, on its thread, that an incident is none. */
    private void refused(Incident incident) {
        undelivered.settled(incident.id());
        if (judge.isShutdown()) {
            return;
        }
        judge.execute(() -> {
            CameraWatch watch = watches.get(incident.cameraId());
            if (watch != null) {
                watch.desk().refuse(incident.id(), config.verifier().again());
            }
        });
    }

    private static BackOff backOff() {
        return new BackOff(Duration.ofSeconds(1), LONGEST_BACK_OFF, RandomGenerator.getDefault());
    }

    /**
     * Takes a camera on: from now on it is seen as its way says. Any thread; quick.
     *
     * @param camera one of the configuration's, whose groups the models know
     * @throws IllegalArgumentException where it is none of them
     * @throws IllegalStateException where this worker holds it already
     */
    public void take(CameraConfig camera) {
        if (!known.contains(camera.id())) {
            throw new IllegalArgumentException(
                    "camera '%s': expected one of the configuration's cameras".formatted(camera.id()));
        }
        CameraWatch watch = watch(camera);
        if (watches.putIfAbsent(camera.id(), watch) != null) {
            throw new IllegalStateException("camera '%s': expected it free, found it held".formatted(camera.id()));
        }
        coverage.taken(watch.sightings());
        watch.servedBy(loop.serve(camera.id(), (look, eye) -> judge.execute(() -> judged(watch, look, eye))));
        dispatcher.take(watch);
    }

    private CameraWatch watch(CameraConfig camera) {
        CameraMemory memory =
                Desks.memory(camera.id(), shelf.of(camera.id()), filing.open(camera.id()), shared == null);
        ViewSettings view = config.view() == null ? null : config.view().of(camera.id());
        CameraDesk desk =
                Desks.open(camera, config.rules(), config.scene(), view, memory, undelivered, cutter, metrics);
        CameraHealth health = new CameraHealth(camera, config.workerId(), states::post, clock);
        Reconnect reconnect = new Reconnect(chance, config.cameras().size());
        Sightings sightings =
                new Sightings(camera.id(), clock.instant(), memory.seenAt().orElse(null));
        return new CameraWatch(camera, dispatcher.turnOf(camera), desk, health, sightings, memory, reconnect, chance);
    }

    /**
     * Leaves a camera: it is closed, judged no longer, and what stands open there is remembered. Any thread; quick.
     *
     * @return completed once nothing of it is held any more; at once where it was not held
     */
    public CompletableFuture<Void> leave(String cameraId) {
        CameraWatch watch = watches.remove(cameraId);
        if (watch == null) {
            return CompletableFuture.completedFuture(null);
        }
        dispatcher.leave(watch, () -> loop.leave(watch.lane(), () -> released(watch)));
        return watch.gone();
    }

    /** Its camera is closed and the models hold none of its frames. */
    private void released(CameraWatch watch) {
        watch.frames().close();
        judge.execute(() -> {
            watch.leave();
            remember(watch);
            coverage.left(watch.sightings());
            watch.gone().complete(null);
        });
    }

    /** The cameras this worker holds now. */
    public Set<String> held() {
        return Set.copyOf(watches.keySet());
    }

    private void judged(CameraWatch watch, Look look, Eye eye) {
        int candidates = watch.desk().pinned();
        int raised = watch.judged(look, eye.experimental());
        if (raised > 0) {
            models.raised(eye.seat(), raised);
        }
        if (watches.get(watch.camera().id()) == watch) {
            looks.judged(watch.desk(), watch.camera().id(), look);
        }
        if (watch.isVisited() || watch.desk().pinned() != candidates) {
            remember(watch);
        }
    }

    /** Begins to watch, the cameras one after the other. */
    public void start() {
        cutter.start();
        deliverer.start();
        states.start();
        looks.start();
        detecting.start();
        models.start(loop);
        dispatcher.start();
        clockwork.start();
        flights.ifPresent(FlightDesk::start);
        if (shared != null) {
            shared.start();
        }
        LOG.info(
                "worker {} {} {} cameras; status on 127.0.0.1:{}",
                config.workerId(),
                shared == null ? "watches" : "shares",
                config.cameras().size(),
                status.port());
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** Remembers often what stands open, reports now and then how the cameras are. */
    private void tick() {
        try {
            for (int tick = 1; ; tick++) {
                Thread.sleep(TICK);
                judge.execute(this::remember);
                coverage.reportMoves();
                if (tick % TICKS_PER_REPORT == 0) {
                    watches.values().forEach(watch -> watch.health().repeat(watch.isVisited()));
                    coverage.report(watches.values(), dispatcher);
                }
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** What stands open now, for a restart. On the judge's thread. */
    private void remember() {
        watches.values().forEach(this::remember);
    }

    private void remember(CameraWatch watch) {
        String cameraId = watch.camera().id();
        filing.seen(cameraId, watch.desk().open());
        if (watches.get(cameraId) == watch && !undelivered.has(cameraId)) {
            shelf.keep(cameraId, watch.memory());
        }
    }

    /** The same for some cameras, now; waits until it is done, 2 s at most. Any thread but the judge's. */
    void rememberNow(Collection<String> cameraIds) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        judge.execute(() -> {
            cameraIds.stream().map(watches::get).filter(Objects::nonNull).forEach(this::remember);
            done.countDown();
        });
        if (!done.await(2, TimeUnit.SECONDS)) {
            LOG.warn("the judge is busy: {} cameras go with what was remembered last", cameraIds.size());
        }
    }

    private String ill() {
        if (!detecting.isAlive()) {
            return "the detector thread has ended";
        }
        return dispatcher.isAlive() ? "" : "the dispatcher thread has ended";
    }

    private String looking() {
        return models.shown();
    }

    /** Port of {@code /metrics} and {@code /healthz} on loopback. */
    public int statusPort() {
        return status.port();
    }

    /** Native and other figures by name, as {@code /metrics} shows them. */
    public String scrape() {
        return registry.scrape();
    }

    /** Ends the road from its beginning; waits for what was read to be judged and filed. */
    @Override
    public void close() throws IOException {
        flights.ifPresent(FlightDesk::close);
        if (shared != null) {
            shared.close();
        }
        clockwork.interrupt();
        join(clockwork);
        looks.close();
        dispatcher.close();
        keySessions.close();
        models.stop();
        loop.stop();
        join(detecting);
        judge.execute(this::remember);
        judge.close();
        coverage.reportMoves();
        coverage.report(watches.values(), dispatcher);
        if (own != null) {
            own.close();
        }
        cutter.close();
        if (masking != null) {
            masking.close();
        }
        deliverer.close();
        states.close();
        filing.close();
        recordBus.close();
        stateBus.close();
        store.close();
        status.close();
        loop.closeMailboxes();
        try {
            watches.values().forEach(watch -> watch.frames().close());
        } finally {
            models.close();
            if (shrinker != null) {
                shrinker.close();
            }
            if (verifier != null) {
                verifier.close();
            }
        }
    }
}
