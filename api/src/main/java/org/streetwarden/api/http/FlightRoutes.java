package org.streetwarden.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.accounts.Role;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.flights.Announced;
import org.streetwarden.api.flights.Flight;
import org.streetwarden.api.flights.FlightFilter;
import org.streetwarden.api.flights.FlightLedger;
import org.streetwarden.api.flights.FlightState;
import org.streetwarden.api.flights.UploadDesk;
import org.streetwarden.api.wire.FlightJson;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightKeys;

/** Announces flights, shows them, deletes them. Pilots see their own, and so does whoever may see a part of the city only. */
final class FlightRoutes {

    private static final String PATH = "/api/v1/flights";
    private static final String ONE = PATH + "/{flightId}";
    private static final Set<Role> READERS = Set.of(Role.OPERATOR, Role.REVIEWER, Role.AUDITOR);
    private static final int MAX_BODY_BYTES = 4 << 20;
    private static final int MAX_NAME_CHARS = 200;
    private static final int MAX_LIMIT = 200;
    private static final int MAX_TRACK_BYTES = 8 << 20;
    private static final String STATES =
            Arrays.stream(FlightState.values()).map(Enum::name).collect(Collectors.joining(", "));

    private final FlightLedger ledger;
    private final UploadDesk desk;
    private final EvidenceStore store;
    private final Workers workers;

    FlightRoutes(WebServer.Flights flights, EvidenceStore store, Workers workers) {
        ledger = flights.ledger();
        desk = flights.desk();
        this.store = store;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get(PATH, this::list);
        routes.post(PATH, this::announce);
        routes.get(ONE, this::show);
        routes.get(ONE + "/track", this::track);
        routes.delete(ONE, this::delete);
    }

    /** @return whose flights the caller sees; null: everybody's */
    static String only(RoutingContext context) {
        Caller caller = Caller.of(context);
        boolean all =
                READERS.stream().anyMatch(caller::holds) && !caller.scope().limited();
        return all ? null : caller.name();
    }

    private void list(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("state", "after", "limit"));
        FlightState state = query.one("state")
                .map(text -> Arrays.stream(FlightState.values())
                        .filter(each -> each.name().equals(text))
                        .findFirst()
                        .orElseThrow(() -> Problem.badParameter("state", "one of " + STATES, text)))
                .orElse(null);
        String after = query.one("after")
                .map(text -> Optional.of(text)
                        .filter(id -> id.matches(FlightKeys.FLIGHT_ID))
                        .orElseThrow(() -> Problem.badParameter("after", "a flight's id", text)))
                .orElse(null);
        int limit = query.number("limit", 1, MAX_LIMIT, 50);
        FlightFilter filter = new FlightFilter(only(context), state, after);
        workers.run(() -> ledger.list(filter, limit + 1))
                .onSuccess(flights -> Answers.json(context, 200, FlightJson.page(flights, limit)))
                .onFailure(context::fail);
    }

    private void announce(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String pilot = Caller.of(context).name();
        RequestBody.read(context, "application/json", MAX_BODY_BYTES)
                .compose(body -> workers.run(() -> ledger.announce(pilot, announced(body))))
                .onSuccess(made -> {
                    context.response()
                            .putHeader("Location", PATH + "/" + made.flight().flightId());
                    Answers.json(context, 201, FlightJson.detail(made));
                })
                .onFailure(context::fail);
    }

    private static Announced announced(Buffer body) {
        BodyFields fields = new BodyFields(body.getBytes(), Set.of("name", "files"));
        String name = fields.required("name", MAX_NAME_CHARS);
        if (!fields.has("files")) {
            fields.missing("files", "the flight's files");
        }
        List<Announced.File> files = new ArrayList<>();
        for (BodyFields each : fields.objects("files", FlightJob.MOST_FILES, Set.of("name", "bytes", "sha256"))) {
            String digest = each.matching("sha256", text -> text.matches("[0-9a-f]{64}"), "64 hexadecimal digits");
            files.add(new Announced.File(each.raw("name"), each.bytes("bytes"), digest));
        }
        fields.finish();
        return new Announced(name, files);
    }

    /** @throws Problem 404 where the caller sees no such flight */
    static FlightLedger.Detail seen(FlightLedger ledger, String only, String flightId) {
        return ledger.find(flightId)
                .filter(found -> only == null || found.flight().pilot().equals(only))
                .orElseThrow(() -> Problem.notFound("There is no such flight, or it is not yours."));
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String only = only(context);
        String flightId = context.pathParam("flightId");
        workers.run(() -> seen(ledger, only, flightId))
                .onSuccess(found -> Answers.json(context, 200, FlightJson.detail(found)))
                .onFailure(context::fail);
    }

    private void track(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String only = only(context);
        String flightId = context.pathParam("flightId");
        workers.run(() -> {
                    Flight flight = seen(ledger, only, flightId).flight();
                    if (flight.trackKey().isEmpty()) {
                        throw Problem.notFound("The flight has no track yet.");
                    }
                    return store.read(flight.trackKey(), MAX_TRACK_BYTES);
                })
                .onSuccess(bytes -> context.response()
                        .putHeader("Content-Type", "application/geo+json")
                        .putHeader("Cache-Control", "no-store")
                        .end(Buffer.buffer(bytes)))
                .onFailure(failure -> UploadRoutes.fail(context, failure));
    }

    private void delete(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String pilot = Caller.of(context).name();
        String flightId = context.pathParam("flightId");
        workers.run(() -> {
                    desk.deleteFlight(pilot, flightId);
                    return null;
                })
                .onSuccess(done -> context.response().setStatusCode(204).end())
                .onFailure(failure -> UploadRoutes.fail(context, failure));
    }
}
