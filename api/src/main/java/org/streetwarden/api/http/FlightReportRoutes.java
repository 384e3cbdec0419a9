package org.streetwarden.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.evidence.EvidenceMissing;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.flights.FlightFinding;
import org.streetwarden.api.flights.FlightKml;
import org.streetwarden.api.flights.FlightLedger;
import org.streetwarden.api.flights.FlightPaper;
import org.streetwarden.api.flights.FlightReport;
import org.streetwarden.api.masking.MaskedStills;
import org.streetwarden.api.masking.NotMasked;
import org.streetwarden.api.wire.FlightReportJson;

/** A flight's report: as GeoJSON, as KML and on paper. That somebody gets a finding's picture stands in the log before it leaves. */
final class FlightReportRoutes {

    private static final String ONE = "/api/v1/flights/{flightId}";
    private static final int MAX_TRACK_BYTES = 8 << 20;
    private static final int MOST_PAPERS = 2;

    private final FlightLedger ledger;
    private final Database database;
    private final EvidenceStore store;
    private final MaskedStills stills;
    private final AccessLog accesses;
    private final Clock clock;
    private final Workers workers;
    private final Semaphore papers = new Semaphore(MOST_PAPERS);

    FlightReportRoutes(WebServer.Sources sources, AccessLog accesses, Workers workers) {
        ledger = sources.flights().ledger();
        database = sources.proofs().database();
        clock = sources.proofs().clock();
        store = sources.store();
        stills = sources.push().stills();
        this.accesses = accesses;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get(ONE + "/findings.geojson", this::geoJson);
        routes.get(ONE + "/findings.kml", this::kml);
        routes.get(ONE + "/report.pdf", this::paper);
    }

    private FlightReport report(String only, String flightId) throws IOException {
        FlightLedger.Detail found = FlightRoutes.seen(ledger, only, flightId);
        return FlightReport.of(found, track(found.flight().trackKey()), FlightReport.findings(database, flightId));
    }

    /** @return null where there is none, or none any more */
    private byte[] track(String key) throws IOException {
        try {
            return key.isEmpty() ? null : store.read(key, MAX_TRACK_BYTES);
        } catch (EvidenceMissing gone) {
            return null;
        }
    }

    private void geoJson(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String only = FlightRoutes.only(context);
        String flightId = context.pathParam("flightId");
        workers.run(() -> FlightReportJson.of(report(only, flightId)).toString().getBytes(StandardCharsets.UTF_8))
                .onSuccess(bytes -> send(context, "application/geo+json", "geojson", bytes))
                .onFailure(failure -> UploadRoutes.fail(context, failure));
    }

    private void kml(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String only = FlightRoutes.only(context);
        String flightId = context.pathParam("flightId");
        workers.run(() -> FlightKml.of(report(only, flightId)))
                .onSuccess(bytes -> send(context, "application/vnd.google-earth.kml+xml", "kml", bytes))
                .onFailure(failure -> UploadRoutes.fail(context, failure));
    }

    private void paper(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String only = FlightRoutes.only(context);
        String flightId = context.pathParam("flightId");
        AccessLog.Access access = AccessLog.access(context, "VIEW_MASKED", "", "report.pdf of " + flightId);
        if (!papers.tryAcquire()) {
            throw Problem.unavailable("Two reports are being written; try again soon.");
        }
        workers.run(() -> written(report(only, flightId), access))
                .onComplete(done -> papers.release())
                .onSuccess(bytes -> send(context, "application/pdf", "pdf", bytes))
                .onFailure(failure -> UploadRoutes.fail(context, failure));
    }

    private byte[] written(FlightReport report, AccessLog.Access access) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FlightPaper.write(report, finding -> still(finding, access), clock.instant(), out);
        return out.toByteArray();
    }

    private byte[] still(FlightFinding finding, AccessLog.Access access) throws IOException {
        try {
            byte[] jpeg = stills.of(
                            finding.caseNo(), finding.joined() ? finding.incidentId() : null, "raised-boxes.jpg")
                    .jpeg();
            accesses.note(new AccessLog.Access(
                    access.action(),
                    access.who(),
                    access.address(),
                    finding.caseNo(),
                    access.subject(),
                    access.head()));
            return jpeg;
        } catch (NotMasked | EvidenceMissing none) {
            return null;
        }
    }

    private static void send(RoutingContext context, String type, String format, byte[] bytes) {
        context.response()
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .putHeader(
                        "Content-Disposition",
                        "attachment; filename=\"" + context.pathParam("flightId") + "." + format + "\"")
                .end(Buffer.buffer(bytes));
    }
}
