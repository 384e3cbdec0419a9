package org.streetwarden.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.evidence.EvidenceMissing;
import org.streetwarden.api.masking.MaskedStills;
import org.streetwarden.api.masking.NotMasked;
import org.streetwarden.api.masking.Picture;
import org.streetwarden.api.sites.Site;
import org.streetwarden.api.sites.SiteIndex;
import org.streetwarden.api.sites.SiteIndex.Shown;
import org.streetwarden.directory.LonLat;
import org.streetwarden.flight.GroundWarp;

/**
 * What each flight saw of a site, laid over the same square of ground with north above, so that two can be compared; from the
 * masked picture. That it is read stands in the log before it leaves.
 */
final class SitePictureRoutes {

    private static final double METRES_PER_DEGREE = 111_195;
    private static final double SIDE_M = 50;
    private static final int SIDE_PIXELS = 512;
    private static final String STILL = "raised.jpg";

    private final SiteIndex index;
    private final MaskedStills stills;
    private final AccessLog accesses;
    private final Workers workers;

    SitePictureRoutes(SiteIndex index, MaskedStills stills, AccessLog accesses, Workers workers) {
        this.index = index;
        this.stills = stills;
        this.accesses = accesses;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/sites/{siteId}/views/{viewId}/ground.jpg", this::show);
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        long siteId = SiteRoutes.number(context, "siteId");
        long viewId = SiteRoutes.number(context, "viewId");
        Scope scope = Caller.of(context).scope();
        AccessLog.Access access = AccessLog.access(context, "VIEW_MASKED", "", STILL + " of site " + siteId);
        workers.run(() -> ground(scope, siteId, viewId, access))
                .onSuccess(jpeg -> context.response()
                        .putHeader("Content-Type", "image/jpeg")
                        .putHeader("Cache-Control", "no-store")
                        .putHeader("X-Evidence-View", "masked")
                        .end(Buffer.buffer(jpeg)))
                .onFailure(context::fail);
    }

    private byte[] ground(Scope scope, long siteId, long viewId, AccessLog.Access access) throws IOException {
        Site site = index.find(scope, siteId).orElseThrow(() -> Problem.notFound("There is no site " + siteId + "."));
        Site.View view = site.views().stream()
                .filter(each -> each.id() == viewId && each.caseNo() != null)
                .findFirst()
                .orElseThrow(() -> Problem.notFound("There is no such view, or nothing lay there."));
        Shown shown = index.shown(view.incidentId()).orElseThrow(SitePictureRoutes::untold);
        GroundWarp warp = GroundWarp.of(shown.ground().footprint()).orElseThrow(SitePictureRoutes::untold);
        try {
            byte[] masked = stills.of(view.caseNo(), shown.joined() ? view.incidentId() : null, STILL)
                    .jpeg();
            byte[] ground = straightened(masked, warp, site.place());
            accesses.note(new AccessLog.Access(
                    access.action(), access.who(), access.address(), view.caseNo(), access.subject(), access.head()));
            return ground;
        } catch (NotMasked | EvidenceMissing none) {
            throw Problem.notFound("The view's picture is gone, or no masked copy of it can be made.");
        }
    }

    private static Problem untold() {
        return Problem.notFound("The picture's place on the ground is not known.");
    }

    private static byte[] straightened(byte[] jpeg, GroundWarp warp, LonLat middle) throws IOException {
        double north = SIDE_M / METRES_PER_DEGREE;
        double east = north / Math.cos(Math.toRadians(middle.latitude()));
        return Picture.read(jpeg)
                .square(
                        SIDE_PIXELS,
                        (right, down) -> warp.pictured(new LonLat(
                                middle.longitude() + (right - 0.5) * east, middle.latitude() + (0.5 - down) * north)))
                .jpeg();
    }
}
