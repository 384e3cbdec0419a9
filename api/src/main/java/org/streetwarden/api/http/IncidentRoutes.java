package org.streetwarden.api.http;

import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.streetwarden.api.rules.IncidentFilter;
import org.streetwarden.api.rules.IncidentIndex;
import org.streetwarden.api.wire.RuleJson;
import org.streetwarden.rule.Outcome;
import org.streetwarden.rule.Reason;
import org.streetwarden.zone.Kind;

/** Lists incidents, and says of each, and of every case, why it was filed or was not. */
final class IncidentRoutes {

    private static final Set<String> PARAMETERS =
            Set.of("outcome", "reason", "kind", "camera", "zone", "from", "to", "after", "limit");
    private static final String INCIDENT_ID = "[0-9A-Za-z._-]{1,64}";
    private static final int MAX_LIMIT = 200;
    private static final int USUAL_LIMIT = 50;
    private static final String OUTCOMES =
            Arrays.stream(Outcome.values()).map(Enum::name).collect(Collectors.joining(", "));
    private static final String REASONS =
            Arrays.stream(Reason.values()).map(Reason::id).collect(Collectors.joining(", "));

    private final IncidentIndex index;
    private final Workers workers;

    IncidentRoutes(IncidentIndex index, Workers workers) {
        this.index = index;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/incidents", this::list);
        routes.get("/api/v1/incidents/{id}", this::show);
        routes.get("/api/v1/cases/{caseNo}/why", this::why);
    }

    private void list(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, PARAMETERS);
        IncidentFilter filter = new IncidentFilter(
                query.many("outcome", OUTCOMES, text -> named(text, Outcome.values(), Outcome::name)),
                query.many("reason", REASONS, text -> named(text, Reason.values(), Reason::id)
                        .map(Reason::id)),
                query.many("kind", CaseRoutes.KINDS, Kind::of),
                query.many("camera", "a camera id", IncidentRoutes::id),
                query.many("zone", "a zone id", IncidentRoutes::id),
                query.time("from"),
                query.time("to"));
        IncidentIndex.After after =
                query.one("after").map(IncidentRoutes::after).orElse(null);
        int limit = query.number("limit", 1, MAX_LIMIT, USUAL_LIMIT);
        workers.run(() -> index.list(filter, after, limit + 1))
                .onSuccess(rows -> {
                    boolean more = rows.size() > limit;
                    List<IncidentIndex.Row> page = more ? rows.subList(0, limit) : rows;
                    Answers.json(context, 200, RuleJson.incidents(page, more ? next(page.getLast()) : null));
                })
                .onFailure(context::fail);
    }

    @FunctionalInterface
    private interface Name<T> {
        String of(T value);
    }

    private static <T> Optional<T> named(String text, T[] all, Name<T> name) {
        return Arrays.stream(all).filter(each -> name.of(each).equals(text)).findFirst();
    }

    private static Optional<String> id(String text) {
        return Optional.of(text).filter(CaseRoutes.CAMERA_ID.asMatchPredicate());
    }

    private static String next(IncidentIndex.Row last) {
        return last.filed().raisedAt().truncatedTo(ChronoUnit.MICROS) + "_"
                + last.filed().incidentId();
    }

    private static IncidentIndex.After after(String text) {
        String[] sides = text.split("_", 2);
        try {
            if (sides.length == 2 && sides[0].length() <= 40 && sides[1].matches(INCIDENT_ID)) {
                return new IncidentIndex.After(Instant.parse(sides[0]), sides[1]);
            }
        } catch (DateTimeException unreadable) {
            // said below
        }
        throw Problem.badParameter("after", "next of this same list", text);
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String id = context.pathParam("id");
        if (!id.matches(INCIDENT_ID)) {
            throw Problem.notFound("The path holds no id of an incident.");
        }
        workers.run(() -> index.find(id).map(row -> RuleJson.detail(row, index.decisions(id))))
                .map(found -> found.orElseThrow(() -> Problem.notFound("There is no incident " + id + ".")))
                .onSuccess(detail -> Answers.json(context, 200, detail))
                .onFailure(context::fail);
    }

    private void why(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        workers.run(() -> index.ofCase(caseNo))
                .map(found -> found.orElseThrow(() -> CaseRoutes.unknown(caseNo)))
                .onSuccess(rows -> Answers.json(
                        context, 200, RuleJson.incidents(rows, null).put("caseNo", caseNo)))
                .onFailure(context::fail);
    }
}
