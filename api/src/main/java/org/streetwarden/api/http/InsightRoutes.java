package org.streetwarden.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.insight.InsightIndex;
import org.streetwarden.api.insight.ReportPage;
import org.streetwarden.api.insight.ReportWeek;
import org.streetwarden.api.insight.Span;
import org.streetwarden.api.insight.WeeklyReport;
import org.streetwarden.api.wire.InsightJson;

/** Shows what the cases of some weeks say together. */
final class InsightRoutes {

    private static final int MOST_WEEKS = 26;
    private static final int USUAL_WEEKS = 9;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Map<String, String> FORMATS =
            Map.of("html", "text/html; charset=utf-8", "pdf", "application/pdf");

    private final InsightIndex index;
    private final Clock clock;
    private final Workers workers;

    InsightRoutes(InsightIndex index, Clock clock, Workers workers) {
        this.index = index;
        this.clock = clock;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/insight", this::show);
        routes.get("/api/v1/reports/weekly", this::weekly);
    }

    private void weekly(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("week", "format"));
        Instant now = clock.instant();
        ReportWeek week = query.one("week")
                .map(text -> ReportWeek.parse(text)
                        .filter(each -> each.end().isBefore(now.plus(WEEK)))
                        .orElseThrow(
                                () -> Problem.badParameter("week", "an ISO week as 2026-W47, begun already", text)))
                .orElseGet(() -> ReportWeek.last(now));
        String format = query.one("format").orElse("html");
        if (!FORMATS.containsKey(format)) {
            throw Problem.badParameter("format", "html or pdf", format);
        }
        Scope scope = Caller.of(context).scope();
        workers.run(() -> written(index.report(week, now, scope.grids(), scope.cameraGroups()), format, now))
                .onSuccess(file -> context.response()
                        .putHeader("Content-Type", FORMATS.get(format))
                        .putHeader("Cache-Control", "no-store")
                        .putHeader(
                                "Content-Disposition",
                                "inline; filename=\"streetwarden-" + week.text() + "." + format + "\"")
                        .end(file))
                .onFailure(context::fail);
    }

    private static Buffer written(WeeklyReport report, String format, Instant now) throws IOException {
        if (format.equals("html")) {
            return Buffer.buffer(ReportPage.of(report));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        report.writePdf(out, now);
        return Buffer.buffer(out.toByteArray());
    }

    private void show(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("weeks", "to"));
        int weeks = query.number("weeks", 1, MOST_WEEKS, USUAL_WEEKS);
        Instant now = clock.instant();
        Instant asked = query.time("to");
        Instant to = asked == null || asked.isAfter(now) ? now : asked;
        Scope scope = Caller.of(context).scope();
        workers.run(() -> index.of(new Span(to, weeks, now, scope.grids(), scope.cameraGroups())))
                .onSuccess(insight -> Answers.json(context, 200, InsightJson.of(insight)))
                .onFailure(context::fail);
    }
}
