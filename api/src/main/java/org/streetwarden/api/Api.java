package org.streetwarden.api;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.streetwarden.api.cases.CaseFacts;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseLedger;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.coverage.CoverageIndex;
import org.streetwarden.api.coverage.CoverageLedger;
import org.streetwarden.api.coverage.CoverageWatch;
import org.streetwarden.api.dataset.DatasetExport;
import org.streetwarden.api.directory.CameraImports;
import org.streetwarden.api.directory.DirectoryIndex;
import org.streetwarden.api.events.EventLog;
import org.streetwarden.api.events.EventTail;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.export.CaseExport;
import org.streetwarden.api.fleet.FleetBoard;
import org.streetwarden.api.fleet.FleetWatch;
import org.streetwarden.api.flights.FlightLedger;
import org.streetwarden.api.flights.FlightNews;
import org.streetwarden.api.flights.PartStore;
import org.streetwarden.api.flights.UploadDesk;
import org.streetwarden.api.http.Probe;
import org.streetwarden.api.http.WebServer;
import org.streetwarden.api.insight.InsightIndex;
import org.streetwarden.api.intake.AskedLooks;
import org.streetwarden.api.intake.FlightJobs;
import org.streetwarden.api.intake.Intake;
import org.streetwarden.api.intake.RedisProbe;
import org.streetwarden.api.intake.RedisRecordStream;
import org.streetwarden.api.intake.RolloutPublisher;
import org.streetwarden.api.life.AskedChecks;
import org.streetwarden.api.life.CallbackLedger;
import org.streetwarden.api.life.CaseSteps;
import org.streetwarden.api.life.CheckLedger;
import org.streetwarden.api.life.HotSpotIndex;
import org.streetwarden.api.masking.MaskedStills;
import org.streetwarden.api.masking.SightedModels;
import org.streetwarden.api.models.ModelKeys;
import org.streetwarden.api.models.ModelNews;
import org.streetwarden.api.models.ModelRegistry;
import org.streetwarden.api.models.ModelSteps;
import org.streetwarden.api.models.RolloutIndex;
import org.streetwarden.api.notary.Notary;
import org.streetwarden.api.oidc.OpenIdSignIn;
import org.streetwarden.api.places.CasePlacer;
import org.streetwarden.api.places.PlaceImports;
import org.streetwarden.api.places.PlaceIndex;
import org.streetwarden.api.proof.ExtraAlgorithms;
import org.streetwarden.api.push.HandOver;
import org.streetwarden.api.push.Sender;
import org.streetwarden.api.retention.LegalHolds;
import org.streetwarden.api.retention.RetentionIndex;
import org.streetwarden.api.retention.RetentionStart;
import org.streetwarden.api.retention.RetentionSweep;
import org.streetwarden.api.rules.IncidentIndex;
import org.streetwarden.api.rules.IncidentJudge;
import org.streetwarden.api.rules.Replay;
import org.streetwarden.api.rules.RuleBooks;
import org.streetwarden.api.sites.SiteRegister;
import org.streetwarden.api.verdicts.ReviewQueue;
import org.streetwarden.api.verdicts.VerdictLedger;

/** The whole api, assembled: opens without any of its servers, becomes ready when they answer. */
final class Api implements AutoCloseable {

    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(10);
    private static final Duration FACTS_EVERY = Duration.ofSeconds(5);
    private static final Duration COVERAGE_EVERY = Duration.ofSeconds(15);
    private static final Duration FLEET_EVERY = Duration.ofSeconds(5);
    private static final Duration PUSH_EVERY = Duration.ofSeconds(1);
    private static final Duration RULES_EVERY = Duration.ofSeconds(1);
    private static final int MOST_JUDGED = 200;
    private static final Duration FLIGHTS_EVERY = Duration.ofMillis(500);
    private static final Duration UPLOADS_EVERY = Duration.ofSeconds(10);
    private static final Duration CHECKS_EVERY = Duration.ofSeconds(1);
    private static final Duration RETENTION_EVERY = Duration.ofMinutes(1);
    private static final Duration NOTARY_EVERY = Duration.ofSeconds(1);
    private static final Duration REFUSALS_EVERY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Database database;
    private final EvidenceStore store;
    private final RedisProbe redis;
    private final EventTail tail;
    private final Intake intake;
    private final RolloutPublisher publisher;
    private final FleetBoard fleet;
    private final AskedLooks askedLooks;
    private final PartStore parts;
    private final FlightJobs flightJobs;
    private final List<Rounds> rounds = new ArrayList<>();
    private final HandOver handOver;
    private final List<Rounds> pushRounds;
    private final WebServer.People people;
    private final WebServer web;
    private int port;

    private Api(ApiSettings settings, Clock clock) {
        ExtraAlgorithms.offer();
        PrometheusMeterRegistry registry = registry();
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        database = Database.open(settings.databaseUrl(), settings.databaseUser(), settings.databasePassword());
        store = new EvidenceStore(
                settings.s3Endpoint(),
                settings.s3Region(),
                settings.s3AccessKey(),
                settings.s3SecretKey(),
                settings.s3Bucket());
        redis = new RedisProbe(settings.redisUrl());
        CaseIndex index = new CaseIndex(database);
        CaseFacts facts = new CaseFacts(database, clock);
        again("facts", FACTS_EVERY, facts::look);
        ModelRegistry models = new ModelRegistry(database, clock);
        CoverageIndex coverage = new CoverageIndex(database, settings.coverage(), clock);
        EventLog log = new EventLog(database, index, models, coverage);
        tail = new EventTail(log, database, clock);
        RedisRecordStream stream = new RedisRecordStream(settings.redisUrl(), consumer(settings), ABANDONED_AFTER);
        CasePlacer placer = new CasePlacer();
        RuleBooks rules = new RuleBooks(database, clock);
        IncidentJudge judge = new IncidentJudge(rules, placer.neighbourhood());
        CaseLedger ledger = new CaseLedger(database, settings.district(), settings.review(), placer, judge, clock);
        again("rules", RULES_EVERY, () -> judgeDue(ledger));
        RolloutIndex rollout = new RolloutIndex(database);
        publisher = new RolloutPublisher(rollout, database, settings.redisUrl(), registry);
        ModelSteps steps = new ModelSteps(database, clock, this::modelsChanged);
        ModelNews news = new ModelNews(database, steps, clock, registry);
        CoverageLedger sights = new CoverageLedger(database, settings.coverage(), clock);
        AskedChecks checks =
                new AskedChecks(database, settings.checks(), settings.log().key(), clock, tail::wake);
        askedLooks = new AskedLooks(checks, database, settings.redisUrl(), registry);
        again("checks", CHECKS_EVERY, askedLooks::look);
        FlightNews flightNews = new FlightNews(database, clock);
        SiteRegister sites = new SiteRegister(database, clock);
        intake = new Intake(stream, database, ledger, news, sights, checks, flightNews, sites, tail::wake, registry);
        parts = new PartStore(
                settings.s3Endpoint(),
                settings.s3Region(),
                settings.s3AccessKey(),
                settings.s3SecretKey(),
                settings.s3Bucket());
        FlightLedger flights = new FlightLedger(database, settings.uploads(), clock);
        UploadDesk uploads = new UploadDesk(database, flights, parts);
        flightJobs = new FlightJobs(flights, database, settings.redisUrl());
        again("flights", FLIGHTS_EVERY, flightJobs::look);
        again("uploads", UPLOADS_EVERY, uploads::look);
        CoverageWatch watch = new CoverageWatch(database, coverage, settings.coverage(), clock, tail::wake, registry);
        again("coverage", COVERAGE_EVERY, watch::look);
        fleet = new FleetBoard(settings.redisUrl(), database, clock);
        again("fleet", FLEET_EVERY, new FleetWatch(fleet, registry)::look);
        RetentionSweep sweep = new RetentionSweep(database, store, settings.retention(), clock, registry);
        again("retention", RETENTION_EVERY, sweep::look);
        MaskedStills stills = new MaskedStills(index, store, new SightedModels(models));
        handOver = new HandOver(database, index, settings.handOver(), stills, clock, registry);
        pushRounds = pushRounds(handOver);
        Notary notary = new Notary(
                database, settings.log(), settings.notary(), settings.handOver().own(), clock, registry);
        again("notary", NOTARY_EVERY, notary::look);
        people = Reception.open(database, settings, clock);
        again("refusals", REFUSALS_EVERY, this::tellRefusals);
        web = new WebServer(
                vertx,
                new WebServer.Sources(
                        index,
                        store,
                        new WebServer.Models(
                                models,
                                steps,
                                rollout,
                                ModelKeys.parse(settings.modelKeys()),
                                settings.modelMaxBytes()),
                        new WebServer.Reviews(
                                new VerdictLedger(database, clock, tail::wake),
                                new ReviewQueue(database, index, clock),
                                new DatasetExport(database, index, store, models, clock)),
                        new WebServer.Life(
                                new CaseSteps(database, clock, tail::wake),
                                new CallbackLedger(database, settings.statusMap(), clock, tail::wake),
                                new CheckLedger(database, settings.checks(), clock, tail::wake),
                                new HotSpotIndex(facts, clock)),
                        new WebServer.Push(
                                handOver.log(),
                                handOver.nearby(),
                                handOver.feed(),
                                handOver.tryOut(),
                                handOver.links(),
                                stills),
                        new WebServer.Directory(new CameraImports(database, clock), new DirectoryIndex(database)),
                        new WebServer.Places(new PlaceIndex(database), new PlaceImports(database, clock)),
                        new WebServer.Coverage(coverage, watch, fleet),
                        new WebServer.Rules(rules, new IncidentIndex(database), new Replay(database, clock)),
                        new InsightIndex(database, facts),
                        new WebServer.Proofs(
                                database,
                                settings.log(),
                                new CaseExport(database, index, store, settings.log(), clock),
                                clock),
                        people,
                        new WebServer.Flights(flights, uploads),
                        new WebServer.Retention(
                                new RetentionIndex(database, store, settings.retention(), clock),
                                new LegalHolds(database, clock),
                                new RetentionStart(database, clock)),
                        log,
                        tail,
                        probes(),
                        registry));
    }

    private void again(String name, Duration every, Question look) {
        rounds.add(new Rounds(name, every, asked(look)));
    }

    /** What looks after all targets, and one for each, so that a slow one holds up no other. */
    private static List<Rounds> pushRounds(HandOver handOver) {
        List<Rounds> rounds = new ArrayList<>(List.of(new Rounds("push", PUSH_EVERY, asked(handOver::look))));
        for (Sender sender : handOver.senders()) {
            rounds.add(new Rounds("push-" + sender.targetId(), PUSH_EVERY, () -> {
                sender.round();
                return null;
            }));
        }
        return List.copyOf(rounds);
    }

    private void tellRefusals() {
        if (database.migrated()) {
            people.refusals().look();
        }
    }

    private void judgeDue(CaseLedger ledger) {
        if (database.migrated() && ledger.judgeDue(MOST_JUDGED) > 0) {
            tail.wake();
        }
    }

    private void modelsChanged() {
        publisher.wake();
        tail.wake();
    }

    private static PrometheusMeterRegistry registry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        return registry;
    }

    private List<Probe> probes() {
        return List.of(
                new Probe("postgresql", asked(database::ping)),
                new Probe("redis", asked(redis::ping)),
                new Probe("s3", asked(store::ping)));
    }

    private interface Question {
        void ask() throws IOException;
    }

    private static Callable<Void> asked(Question question) {
        return () -> {
            question.ask();
            return null;
        };
    }

    /** The same after a restart on the same host and port. */
    private static String consumer(ApiSettings settings) {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            host = "host";
        }
        return "api-" + host + "-" + settings.port();
    }

    /**
     * Listens, then lets intake and events begin.
     *
     * @throws IOException where the address cannot be had; everything is closed then
     */
    static Api start(ApiSettings settings, Clock clock) throws IOException {
        Api api = new Api(settings, clock);
        try {
            api.port = api.web
                    .listen(settings.port(), settings.bindAddress())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            api.close();
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new IOException(
                    "%s:%d: expected to listen there, found: %s"
                            .formatted(settings.bindAddress(), settings.port(), cause.getMessage()),
                    cause);
        } catch (InterruptedException stop) {
            api.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting", stop);
        }
        api.tail.start();
        api.intake.start();
        api.publisher.start();
        api.rounds.forEach(Rounds::start);
        api.pushRounds.forEach(Rounds::start);
        return api;
    }

    /** Method and path of each, as {@code openapi.yaml} writes them: {@code get /api/v1/cases}. */
    List<String> operations() {
        return web.operations();
    }

    int port() {
        return port;
    }

    /** Readers first, then the record at hand, then the connections. */
    @Override
    public void close() {
        await(() -> web.shutdown()
                .toCompletionStage()
                .toCompletableFuture()
                .get(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS));
        intake.close();
        publisher.close();
        rounds.forEach(Rounds::close);
        await(asked(people.refusals()::finish));
        people.openId().ifPresent(OpenIdSignIn::close);
        askedLooks.close();
        flightJobs.close();
        parts.close();
        handOver.close();
        pushRounds.forEach(Rounds::close);
        fleet.close();
        tail.close();
        redis.close();
        store.close();
        await(() -> vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .get(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS));
        database.close();
    }

    private static void await(Callable<?> end) {
        try {
            end.call();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } catch (Exception late) {
            org.slf4j.LoggerFactory.getLogger(Api.class).warn("an orderly end failed: {}", late.getMessage());
        }
    }
}
