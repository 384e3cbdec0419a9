package org.streetwarden.api.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.accounts.Accounts;
import org.streetwarden.api.accounts.Credentials;
import org.streetwarden.api.accounts.Identities;
import org.streetwarden.api.accounts.KeyRing;
import org.streetwarden.api.accounts.OwnAccount;
import org.streetwarden.api.accounts.Refusals;
import org.streetwarden.api.accounts.Sessions;
import org.streetwarden.api.accounts.SignIn;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.coverage.CoverageIndex;
import org.streetwarden.api.coverage.CoverageWatch;
import org.streetwarden.api.dataset.DatasetExport;
import org.streetwarden.api.directory.CameraImports;
import org.streetwarden.api.directory.DirectoryIndex;
import org.streetwarden.api.events.EventLog;
import org.streetwarden.api.events.EventTail;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.export.CaseExport;
import org.streetwarden.api.fleet.FleetBoard;
import org.streetwarden.api.flights.FlightLedger;
import org.streetwarden.api.flights.UploadDesk;
import org.streetwarden.api.insight.InsightIndex;
import org.streetwarden.api.life.CallbackLedger;
import org.streetwarden.api.life.CaseSteps;
import org.streetwarden.api.life.CheckLedger;
import org.streetwarden.api.life.HotSpotIndex;
import org.streetwarden.api.masking.MaskedClips;
import org.streetwarden.api.masking.MaskedStills;
import org.streetwarden.api.models.ModelKeys;
import org.streetwarden.api.models.ModelRegistry;
import org.streetwarden.api.models.ModelSteps;
import org.streetwarden.api.models.RolloutIndex;
import org.streetwarden.api.oidc.OpenIdSignIn;
import org.streetwarden.api.open311.RequestIndex;
import org.streetwarden.api.places.PlaceImports;
import org.streetwarden.api.places.PlaceIndex;
import org.streetwarden.api.proof.LogIdentity;
import org.streetwarden.api.push.DeliveryLog;
import org.streetwarden.api.push.Feed;
import org.streetwarden.api.push.NearbyLedger;
import org.streetwarden.api.push.PictureLinks;
import org.streetwarden.api.push.TryOut;
import org.streetwarden.api.retention.LegalHolds;
import org.streetwarden.api.retention.RetentionIndex;
import org.streetwarden.api.retention.RetentionStart;
import org.streetwarden.api.rules.IncidentIndex;
import org.streetwarden.api.rules.Replay;
import org.streetwarden.api.rules.RuleBooks;
import org.streetwarden.api.sites.SiteIndex;
import org.streetwarden.api.verdicts.ReviewQueue;
import org.streetwarden.api.verdicts.VerdictLedger;

/** The HTTP server: one event loop, every wait on a worker. */
public final class WebServer {

    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final int MAX_REQUEST_LINE_BYTES = 4096;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int IDLE_TIMEOUT_S = 60;
    private static final long STOP_DEADLINE_S = 5;

    private final HttpServer server;
    private final EventRoutes events;
    private final List<String> operations;

    /** What the routes read. */
    public record Sources(
            CaseIndex index,
            EvidenceStore store,
            Models models,
            Reviews reviews,
            Life life,
            Push push,
            Directory directory,
            Places places,
            Coverage coverage,
            Rules rules,
            InsightIndex insight,
            Proofs proofs,
            People people,
            Flights flights,
            Retention retention,
            EventLog eventLog,
            EventTail eventTail,
            List<Probe> probes,
            PrometheusMeterRegistry registry) {
        public Sources {
            probes = List.copyOf(probes);
        }
    }

    /**
     * What the routes of models use.
     *
     * @param maxBytes of one package's archive
     */
    public record Models(
            ModelRegistry registry, ModelSteps steps, RolloutIndex rollout, ModelKeys keys, long maxBytes) {}

    /** What the routes of verdicts, of the queue and of datasets use. */
    public record Reviews(VerdictLedger ledger, ReviewQueue queue, DatasetExport dataset) {}

    /** What the routes of a case's life use. */
    public record Life(CaseSteps steps, CallbackLedger callbacks, CheckLedger checks, HotSpotIndex hotSpots) {}

    /** What the routes of the hand-over use. */
    public record Push(
            DeliveryLog log, NearbyLedger nearby, Feed feed, TryOut tryOut, PictureLinks links, MaskedStills stills) {}

    /** What the routes of the camera directory use. */
    public record Directory(CameraImports imports, DirectoryIndex index) {}

    /** What the routes of registers use. */
    public record Places(PlaceIndex index, PlaceImports imports) {}

    /** What the routes of coverage and of the fleet use. */
    public record Coverage(CoverageIndex index, CoverageWatch watch, FleetBoard fleet) {}

    /** What the routes of rules and incidents use. */
    public record Rules(RuleBooks books, IncidentIndex incidents, Replay replay) {}

    /** What the routes of the log use. */
    public record Proofs(Database database, LogIdentity identity, CaseExport export, Clock clock) {}

    /** What the routes of flights use. */
    public record Flights(FlightLedger ledger, UploadDesk desk) {}

    /** What the routes of retention use. */
    public record Retention(RetentionIndex index, LegalHolds holds, RetentionStart start) {}

    /**
     * Who may ask.
     *
     * @param openId empty where nobody else proves who people are
     * @param tls whether browsers reach the api by TLS
     */
    public record People(
            Credentials credentials,
            SignIn signIn,
            Optional<OpenIdSignIn> openId,
            Sessions sessions,
            Accounts accounts,
            OwnAccount own,
            Identities identities,
            KeyRing keys,
            Refusals refusals,
            boolean tls) {}

    public WebServer(Vertx vertx, Sources sources) {
        Workers workers = new Workers(vertx);
        AccessLog accesses =
                new AccessLog(sources.proofs().database(), sources.proofs().clock());
        Router router = Router.router(vertx);
        People people = sources.people();
        SessionCookie cookie = new SessionCookie(people.tls());
        Doorkeeper door = new Doorkeeper(
                AccessTable.bundled(),
                people,
                cookie,
                sources.index(),
                sources.proofs().clock(),
                workers);
        RouteTable routes = new RouteTable(router, door);
        RequestGuard guard = new RequestGuard(sources.registry(), routes);
        router.errorHandler(400, WebServer::refuseUnreadablePath);
        router.route().handler(guard::handle).failureHandler(Answers::failed);
        new CaseRoutes(sources.index(), workers).mount(routes);
        new EvidenceRoutes(
                        sources.index(),
                        sources.life().checks(),
                        sources.store(),
                        sources.push().stills(),
                        new MaskedClips(sources.index(), sources.store()),
                        sources.retention().index(),
                        accesses,
                        workers,
                        sources.registry())
                .mount(routes);
        new ExportRoutes(vertx, sources.proofs().export(), accesses, workers).mount(routes);
        new LogRoutes(sources.proofs().database(), sources.proofs().identity(), workers).mount(routes);
        new TileRoutes(sources.proofs().database(), workers).mount(routes);
        new VerdictRoutes(sources.reviews().ledger(), workers).mount(routes);
        new QueueRoutes(sources.reviews().queue(), workers).mount(routes);
        new LifeRoutes(sources.life(), sources.index(), workers, sources.registry()).mount(routes);
        new PushRoutes(sources.push(), workers).mount(routes);
        new NearbyRoutes(sources.push().nearby(), sources.index(), workers).mount(routes);
        new PictureRoutes(sources.push(), accesses, workers).mount(routes);
        new Open311Routes(
                        new RequestIndex(sources.proofs().database()),
                        workers,
                        sources.proofs().clock())
                .mount(routes);
        new DatasetRoutes(vertx, sources.reviews().dataset(), workers).mount(routes);
        new CameraRoutes(sources.index(), workers).mount(routes);
        new CameraImportRoutes(vertx, sources.directory().imports(), workers).mount(routes);
        new DirectoryRoutes(sources.directory().index(), workers).mount(routes);
        new PlaceImportRoutes(vertx, sources.places().imports(), workers).mount(routes);
        new PlaceRoutes(sources.places().index(), sources.places().imports(), workers).mount(routes);
        events = new EventRoutes(
                vertx,
                sources.eventLog(),
                sources.eventTail(),
                workers,
                sources.registry(),
                door.rule("get /api/v1/cases").roles());
        events.mount(routes);
        new ModelRoutes(sources.models(), workers).mount(routes);
        new ModelUpload(vertx, sources.models(), sources.store(), workers).mount(routes);
        new GateRoutes(vertx, sources.models(), sources.store(), workers).mount(routes);
        new CoverageRoutes(sources.coverage().index(), workers).mount(routes);
        new InsightRoutes(sources.insight(), sources.proofs().clock(), workers).mount(routes);
        new FleetRoutes(sources.coverage().fleet(), workers).mount(routes);
        new RuleRoutes(sources.rules(), workers).mount(routes);
        new IncidentRoutes(sources.rules().incidents(), workers).mount(routes);
        SiteIndex sites = new SiteIndex(sources.proofs().database());
        new SiteRoutes(sites, workers).mount(routes);
        new SitePictureRoutes(sites, sources.push().stills(), accesses, workers).mount(routes);
        new HealthRoutes(sources.probes(), sources.coverage().watch(), sources.registry(), workers).mount(routes);
        new FlightRoutes(sources.flights(), sources.store(), workers).mount(routes);
        new FlightReportRoutes(sources, accesses, workers).mount(routes);
        new UploadRoutes(vertx, sources.flights(), workers, sources.registry()).mount(routes);
        new PageRoutes().mount(routes);
        new SessionRoutes(people, cookie, workers).mount(routes);
        new OwnAccountRoutes(people, cookie, workers).mount(routes);
        new OpenIdRoutes(people.openId(), cookie, people.tls(), workers).mount(routes);
        new AccountRoutes(people, workers).mount(routes);
        Retention retention = sources.retention();
        new RetentionRoutes(retention.index(), retention.holds(), retention.start(), workers).mount(routes);
        router.route().last().handler(context -> context.fail(404, Problem.notFound("There is nothing at this path.")));
        operations = routes.operations();
        server = vertx.createHttpServer(options())
                .requestHandler(router)
                .invalidRequestHandler(WebServer::refuse)
                .exceptionHandler(failure -> LOG.debug("connection failed", failure));
    }

    private static HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setIdleTimeout(IDLE_TIMEOUT_S)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHttp2ClearTextEnabled(false)
                .setCompressionSupported(false);
    }

    /** What is not HTTP, or too long to be taken for it. */
    private static void refuse(HttpServerRequest request) {
        String reason = String.valueOf(request.decoderResult().cause());
        int status = reason.contains("TooLongHttpLine") ? 414 : reason.contains("TooLongHttpHeader") ? 431 : 400;
        RequestGuard.putSecurityHeaders(request.response());
        request.response().putHeader("Connection", "close");
        Answers.problem(request.response(), Problem.of(status, "Bad request", "The request cannot be read."))
                .onComplete(sent -> request.connection().close());
    }

    /** A path whose escapes cannot be decoded fails before any route. */
    private static void refuseUnreadablePath(RoutingContext context) {
        RequestGuard.putSecurityHeaders(context.response());
        Answers.problem(context.response(), Problem.of(400, "Bad request", "The path cannot be read."));
    }

    /** @return the port it listens on */
    public Future<Integer> listen(int port, String address) {
        return server.listen(port, address).map(HttpServer::actualPort);
    }

    /** Method and path of each, as {@code openapi.yaml} writes them: {@code get /api/v1/cases}. */
    public List<String> operations() {
        return operations;
    }

    /** Ends event streams, lets other answers finish. */
    public Future<Void> shutdown() {
        events.closeAll();
        return server.shutdown(STOP_DEADLINE_S, TimeUnit.SECONDS);
    }
}
