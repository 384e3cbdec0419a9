package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.streetwarden.api.cases.CaseNumber;
import org.streetwarden.api.open311.GeoReport;
import org.streetwarden.api.open311.RequestFilter;
import org.streetwarden.api.open311.RequestIndex;
import org.streetwarden.api.open311.ServiceRequest;
import org.streetwarden.zone.Kind;

/** Serves Open311 GeoReport v2, for reading; errors are problems as everywhere here. */
final class Open311Routes {

    private static final Set<String> PARAMETERS = Set.of(
            "jurisdiction_id",
            "service_request_id",
            "service_code",
            "start_date",
            "end_date",
            "status",
            "page",
            "page_size");
    private static final Duration LONGEST = Duration.ofDays(90);
    private static final int MOST_NUMBERS = 10;
    private static final int MOST_PAGES = 1000;
    private static final int MOST_ROWS = 200;
    private static final int USUAL_ROWS = 50;

    private final RequestIndex index;
    private final Workers workers;
    private final Clock clock;

    Open311Routes(RequestIndex index, Workers workers, Clock clock) {
        this.index = index;
        this.workers = workers;
        this.clock = clock;
    }

    void mount(RouteTable routes) {
        routes.get("/open311/v2/services.{format}", this::services);
        routes.get("/open311/v2/requests.{format}", this::list);
        routes.get("/open311/v2/requests/{caseNo}.{format}", this::show);
    }

    private void services(RoutingContext context) {
        new QueryParameters(context, Set.of("jurisdiction_id"));
        answer(context, xml(context), GeoReport.services(), "services", "service");
    }

    /** @throws Problem 404 where the path ends in neither */
    private static boolean xml(RoutingContext context) {
        String format = context.pathParam("format");
        if (!format.matches("json|xml")) {
            throw Problem.notFound("The path ends neither in .json nor in .xml.");
        }
        return format.equals("xml");
    }

    private static void answer(RoutingContext context, boolean xml, ArrayNode array, String root, String each) {
        if (xml) {
            context.response()
                    .putHeader("Content-Type", "text/xml; charset=utf-8")
                    .putHeader("Cache-Control", "no-store")
                    .end(Buffer.buffer(GeoReport.xml(array, root, each)));
        } else {
            Answers.json(context, 200, array);
        }
    }

    private void list(RoutingContext context) {
        boolean xml = xml(context);
        RequestFilter filter = filter(new QueryParameters(context, PARAMETERS));
        workers.run(() -> index.find(filter))
                .onSuccess(found -> answer(context, xml, GeoReport.requests(found), "service_requests", "request"))
                .onFailure(context::fail);
    }

    /** Ninety days back where no date is given, and never more than ninety at once. */
    private RequestFilter filter(QueryParameters query) {
        Instant start = query.time("start_date");
        Instant end = query.time("end_date");
        Instant to = end != null ? end : start != null ? start.plus(LONGEST) : clock.instant();
        Instant from = start != null ? start : to.minus(LONGEST);
        if (from.isAfter(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw Problem.badParameter("end_date", "a time up to 90 days after start_date, " + from, to.toString());
        }
        return new RequestFilter(
                many(query, "service_request_id", "case numbers", text -> Optional.of(text)
                        .filter(CaseNumber::looksLikeOne)),
                many(query, "service_code", CaseRoutes.KINDS, Kind::of),
                from,
                to,
                open(many(query, "status", "open, closed", text -> Optional.of(text)
                        .filter(word -> word.matches("open|closed")))),
                query.number("page", 1, MOST_PAGES, 1),
                query.number("page_size", 1, MOST_ROWS, USUAL_ROWS));
    }

    private static Boolean open(List<String> wanted) {
        return (wanted.isEmpty() || Set.copyOf(wanted).size() > 1)
                ? null
                : wanted.getFirst().equals("open");
    }

    /** GeoReport writes several values with commas between. */
    private static <T> List<T> many(
            QueryParameters query, String name, String expected, Function<String, Optional<T>> parser) {
        List<T> values = new ArrayList<>();
        query.one(name).ifPresent(all -> Arrays.stream(all.split(",", -1))
                .forEach(text -> values.add(parser.apply(text.strip())
                        .filter(value -> values.size() < MOST_NUMBERS)
                        .orElseThrow(() -> Problem.badParameter(
                                name, "at most %d of %s".formatted(MOST_NUMBERS, expected), text)))));
        return values;
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of("jurisdiction_id"));
        boolean xml = xml(context);
        String caseNo = CaseRoutes.caseNo(context);
        RequestFilter one = new RequestFilter(List.of(caseNo), List.of(), Instant.EPOCH, Instant.EPOCH, null, 1, 1);
        workers.run(() -> index.find(one))
                .onSuccess((List<ServiceRequest> found) -> {
                    if (found.isEmpty()) {
                        context.fail(CaseRoutes.unknown(caseNo));
                    } else {
                        answer(context, xml, GeoReport.requests(found), "service_requests", "request");
                    }
                })
                .onFailure(context::fail);
    }
}
