package org.streetwarden.api.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.cases.CaseCursor;
import org.streetwarden.api.cases.CaseDetail;
import org.streetwarden.api.cases.CaseFilter;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.CaseNumber;
import org.streetwarden.api.cases.CaseStatus;
import org.streetwarden.api.cases.MapWindow;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.wire.CaseJson;
import org.streetwarden.zone.Kind;

/** Lists cases and shows one. */
final class CaseRoutes {

    private static final Set<String> LIST_PARAMETERS =
            Set.of("kind", "camera", "status", "grid", "bbox", "from", "to", "held", "cursor", "limit");
    static final Pattern CAMERA_ID = Pattern.compile("(flight:)?[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern GRID = Pattern.compile(".{1,64}");
    private static final int MAX_LIMIT = 200;
    private static final int USUAL_LIMIT = 50;
    static final String KINDS = Arrays.stream(Kind.values()).map(Kind::id).collect(Collectors.joining(", "));
    private static final String STATUSES =
            Arrays.stream(CaseStatus.values()).map(Enum::name).collect(Collectors.joining(", "));

    private final CaseIndex index;
    private final Workers workers;

    CaseRoutes(CaseIndex index, Workers workers) {
        this.index = index;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/cases", this::list);
        routes.get("/api/v1/cases/{caseNo}", this::show);
    }

    private void list(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, LIST_PARAMETERS);
        CaseFilter filter = filter(query, Caller.of(context).scope());
        CaseCursor after = query.one("cursor")
                .map(text -> CaseCursor.parse(text, filter)
                        .orElseThrow(() -> Problem.badParameter("cursor", "nextCursor of this same list", text)))
                .orElse(null);
        int limit = query.number("limit", 1, MAX_LIMIT, USUAL_LIMIT);
        workers.run(() -> index.list(filter, after, limit))
                .onSuccess(page -> Answers.json(
                        context,
                        200,
                        CaseJson.page(
                                page,
                                page.next().map(cursor -> cursor.text(filter)).orElse(null))))
                .onFailure(context::fail);
    }

    private static CaseFilter filter(QueryParameters query, Scope scope) {
        CaseFilter filter = new CaseFilter(
                query.many("kind", KINDS, Kind::of),
                query.many("camera", "a camera id", id -> Optional.of(id).filter(CAMERA_ID.asMatchPredicate())),
                query.many("status", STATUSES, CaseStatus::of),
                query.many("grid", "a code of a grid", code -> Optional.of(code).filter(GRID.asMatchPredicate())),
                query.one("bbox")
                        .map(text -> MapWindow.parse(text)
                                .orElseThrow(
                                        () -> Problem.badParameter("bbox", "west,south,east,north in degrees", text)))
                        .orElse(null),
                query.time("from"),
                query.time("to"),
                query.truth("held"),
                scope);
        if (filter.from() != null && filter.to() != null && !filter.from().isBefore(filter.to())) {
            throw Problem.badParameter(
                    "to", "a time after from, " + filter.from(), filter.to().toString());
        }
        return filter;
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = caseNo(context);
        workers.run(() -> index.find(caseNo))
                .map(found -> found.orElseThrow(() -> unknown(caseNo)))
                .onSuccess((CaseDetail detail) -> Answers.json(context, 200, CaseJson.detail(detail)))
                .onFailure(context::fail);
    }

    /** @throws Problem 404 where the path holds no case number */
    static String caseNo(RoutingContext context) {
        String caseNo = context.pathParam("caseNo");
        if (!CaseNumber.looksLikeOne(caseNo)) {
            throw Problem.notFound("The path holds no case number such as VA-370126-20261121-000001.");
        }
        return caseNo;
    }

    static Problem unknown(String caseNo) {
        return Problem.notFound("There is no case " + caseNo + ".");
    }
}
