package org.streetwarden.pipeline;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.config.CameraConfig;
import org.streetwarden.config.WorkerConfig;
import org.streetwarden.detect.Verifier;
import org.streetwarden.evidence.CutterSettings;
import org.streetwarden.evidence.EvidenceCutter;
import org.streetwarden.evidence.SecondLook;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.Deliverer;
import org.streetwarden.filing.FilingCounter;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.FilingDesk;
import org.streetwarden.filing.RedisRecordBus;
import org.streetwarden.filing.S3EvidenceStore;
import org.streetwarden.filing.S3Settings;
import org.streetwarden.filing.StateBoard;
import org.streetwarden.incident.Incident;
import org.streetwarden.incident.Look;
import org.streetwarden.models.pixels.LumaShrinker;
import org.streetwarden.rollout.Eye;
import org.streetwarden.rollout.LoadedModel;
import org.streetwarden.rollout.ModelDesk;
import org.streetwarden.rollout.ModelOpener;
import org.streetwarden.scene.ViewState;
import org.streetwarden.source.Reconnect;

/**
 * The process that watches, put together: a reader thread per camera, one detector thread, one judge thread, one evidence
 * cutter, one deliverer. Closing ends them in the order of the road, so that nothing raised is lost.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration TICK = Duration.ofSeconds(5);
    private static final int TICKS_PER_REPORT = 6;
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(30);

    private final WorkerConfig config;
    private final Verifier verifier;
    private final InstantSource clock = InstantSource.system();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PipelineMetrics metrics = new PipelineMetrics(registry);
    private final FilingCounters counters = new FilingCounters();
    private final FilingDesk filing;
    private final EvidenceCutter cutter;
    private final S3EvidenceStore store;
    private final RedisRecordBus recordBus;
    private final RedisRecordBus stateBus;
    private final Deliverer deliverer;
    private final StateBoard states;
    private final ModelDesk models;
    private final LumaShrinker shrinker;
    private final DetectorLoop loop;
    private final StatusServer status;
    private final ThreadFactory readers = Thread.ofPlatform().name("reader-", 0).factory();
    private final ExecutorService judge =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("judge").factory());
    private final List<CameraWatch> watches = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Thread detecting;
    private final Thread clockwork;

    /**
     * Opens the data folder and the status port; nothing is watched before {@link #start}.
     *
     * @param first looks until the rollout says otherwise; owned once this returns
     * @param opener loads the models that the rollout names
     * @param verifier looks again at what is raised; owned once this returns; null: everything raised is filed
     * @throws IOException one sentence: the data folder or the port cannot be used
     */
    public Worker(WorkerConfig config, LoadedModel first, ModelOpener opener, Verifier verifier) throws IOException {
        this.config = config;
        this.verifier = verifier;
        status = new StatusServer(config.port(), registry, this::ill, this::looking);
        try {
            filing = FilingDesk.open(config.dataFolder(), config.maxSpoolBytes());
        } catch (IOException failure) {
            status.close();
            throw failure;
        }
        var evidence = config.evidence();
        store = new S3EvidenceStore(
                new S3Settings(evidence.endpoint(), evidence.accessKey(), evidence.secretKey(), evidence.bucket()));
        recordBus = new RedisRecordBus(config.redisUrl());
        stateBus = new RedisRecordBus(config.redisUrl());
        deliverer = new Deliverer(filing.spool(), store, recordBus, counters, backOff(), clock);
        states = new StateBoard(stateBus, counters, backOff(), clock);
        cutter = new EvidenceCutter(filing, cutting(config), counters, backOff(), clock, secondLook());
        models = new ModelDesk(config, first, opener, registry, clock);
        shrinker = config.scene() == null && config.view() == null ? null : new LumaShrinker();
        loop = new DetectorLoop(models.atWork(), metrics, shrinker);
        detecting = Thread.ofPlatform().name("detector").unstarted(loop);
        clockwork = Thread.ofPlatform().name("clockwork").daemon().unstarted(this::tick);
        config.cameras().forEach(camera -> watches.add(watch(camera)));
        expose();
    }

    private SecondLook secondLook() {
        return verifier == null ? null : new SecondLook(verifier, (incident, verification) -> refused(incident));
    }

    /** Tells the judge, on its thread, that an incident is none. */
    private void refused(Incident incident) {
        if (judge.isShutdown()) {
            return;
        }
        judge.execute(() -> watches.stream()
                .filter(watch -> watch.camera().id().equals(incident.cameraId()))
                .forEach(watch ->
                        watch.desk().refuse(incident.id(), config.verifier().again())));
    }

    private static CutterSettings cutting(WorkerConfig config) {
        CutterSettings usual = CutterSettings.of(config.workerId());
        Duration after = config.watch().postRoll();
        return new CutterSettings(
                config.workerId(),
                config.watch().preRoll(),
                after,
                after.plusSeconds(20),
                usual.maxPictureBytes(),
                usual.maxWaiting());
    }

    private static BackOff backOff() {
        return new BackOff(Duration.ofSeconds(1), LONGEST_BACK_OFF, RandomGenerator.getDefault());
    }

    private CameraWatch watch(CameraConfig camera) {
        CameraDesk desk = Desks.open(
                camera,
                config.rules(),
                config.scene(),
                config.view() == null ? null : config.view().of(camera.id()),
                filing.open(camera.id()),
                cutter,
                metrics);
        var mailbox = loop.mailbox();
        CameraWatch watch = new CameraWatch(
                camera,
                config.workerId(),
                config.watch(),
                desk,
                mailbox,
                new Reconnect(RandomGenerator.getDefault(), config.cameras().size()),
                states::post,
                metrics,
                clock);
        loop.serve(new DetectorLoop.Lane(
                camera.id(), mailbox, (look, eye) -> judge.execute(() -> judged(watch, look, eye))));
        return watch;
    }

    private void judged(CameraWatch watch, Look look, Eye eye) {
        int raised = watch.judged(look, eye.experimental());
        if (raised > 0) {
            models.raised(eye.seat(), raised);
        }
    }

    private void expose() {
        for (FilingCounter counter : FilingCounter.values()) {
            String name = counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
            FunctionCounter.builder("streetwarden.filing." + name, counters, all -> all.value(counter))
                    .description(counter.meaning)
                    .register(registry);
        }
        for (ViewState state : ViewState.values()) {
            Gauge.builder("streetwarden.view.cameras", watches, all -> showing(all, state))
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .description("Cameras by what their view is worth; unknown: nobody compares it yet.")
                    .register(registry);
        }
        Gauge.builder("streetwarden.cameras", watches, List::size)
                .description("Cameras this worker watches.")
                .register(registry);
    }

    private static double showing(List<CameraWatch> watches, ViewState state) {
        return watches.stream()
                .filter(watch -> watch.view().state() == state)
                .count();
    }

    /** Begins to watch, the cameras one after the other as {@link Reconnect#first} says. */
    public void start() {
        cutter.start();
        deliverer.start();
        states.start();
        detecting.start();
        models.start(loop);
        for (CameraWatch watch : watches) {
            Thread reader = readers.newThread(watch);
            threads.add(reader);
            reader.start();
        }
        clockwork.start();
        LOG.info(
                "worker {} watches {} cameras; status on 127.0.0.1:{}",
                config.workerId(),
                watches.size(),
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
                if (tick % TICKS_PER_REPORT == 0) {
                    watches.forEach(CameraWatch::repeat);
                }
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** What stands open now, for a restart. On the judge's thread. */
    private void remember() {
        watches.forEach(watch -> filing.seen(watch.camera().id(), watch.desk().open()));
    }

    private String ill() {
        if (!detecting.isAlive()) {
            return "the detector thread has ended";
        }
        return threads.stream().allMatch(Thread::isAlive) ? "" : "a reader thread has ended";
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
        clockwork.interrupt();
        join(clockwork);
        watches.forEach(CameraWatch::stop);
        threads.forEach(Worker::join);
        models.stop();
        loop.stop();
        join(detecting);
        judge.execute(this::remember);
        judge.close();
        cutter.close();
        deliverer.close();
        states.close();
        filing.close();
        recordBus.close();
        stateBus.close();
        store.close();
        status.close();
        loop.closeMailboxes();
        try {
            watches.forEach(CameraWatch::closeFrames);
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
