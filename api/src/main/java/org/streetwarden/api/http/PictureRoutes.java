package org.streetwarden.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.streetwarden.api.adapters.Stills;
import org.streetwarden.api.push.PictureLinks;
import org.streetwarden.api.push.PictureLinks.Worth;

/** Shows a case's masked picture to whoever has a link to it; the link opens nothing else, and every look is logged. */
final class PictureRoutes {

    private static final int MOST_AT_ONCE = 4;

    private final PictureLinks links;
    private final Stills stills;
    private final AccessLog accesses;
    private final Workers workers;
    private final Semaphore developing = new Semaphore(MOST_AT_ONCE);

    PictureRoutes(WebServer.Push push, AccessLog accesses, Workers workers) {
        this.links = push.links();
        this.stills = push.stills();
        this.accesses = accesses;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/pictures/{caseNo}", this::show);
    }

    private void show(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("until", "mac"));
        String caseNo = CaseRoutes.caseNo(context);
        String until =
                query.one("until").filter(text -> text.matches("[0-9]{1,12}")).orElse("0");
        String mac = query.one("mac").orElse("");
        String address = context.request().remoteAddress().hostAddress();
        boolean head = context.request().method().equals(HttpMethod.HEAD);
        AccessLog.Access access =
                new AccessLog.Access("VIEW", "link", address, caseNo, "raised.jpg, masked, until " + until, head);
        workers.run(() -> picture(caseNo, Long.parseLong(until), mac, access))
                .onSuccess(jpeg -> context.response()
                        .putHeader("Content-Type", "image/jpeg")
                        .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
                        .putHeader("Cache-Control", "private, no-store")
                        .end(Buffer.buffer(jpeg)))
                .onFailure(context::fail);
    }

    private byte[] picture(String caseNo, long until, String mac, AccessLog.Access access) throws IOException {
        Worth worth = links.worth(caseNo, until, mac);
        if (worth == Worth.FORGED) {
            throw Problem.notFound("There is no such link.");
        }
        if (worth == Worth.ENDED) {
            throw Problem.of(410, "Gone", "The link has ended; a newer event or the API has another.");
        }
        if (!developing.tryAcquire()) {
            throw Problem.unavailable("Too many pictures are being masked; try again soon.");
        }
        try {
            Stills.Masked masked = stills.of(caseNo);
            if (masked.jpeg().length == 0) {
                throw Problem.notFound("No picture leaves, because none is proven to be masked: " + masked.why() + ".");
            }
            accesses.note(access);
            return masked.jpeg();
        } catch (IOException silent) {
            throw Problem.unavailable("The evidence store does not answer; try again soon.");
        } finally {
            developing.release();
        }
    }
}
