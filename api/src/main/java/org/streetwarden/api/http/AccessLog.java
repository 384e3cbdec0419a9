package org.streetwarden.api.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.proof.Act;
import org.streetwarden.api.proof.EvidenceLog;

/** Writes down who reads evidence. Thread-safe; noting blocks on the database. */
final class AccessLog {

    private final Database database;
    private final Clock clock;

    AccessLog(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What a request is about to read.
     *
     * @param who as he says; empty where he does not
     * @param head whether no byte leaves
     */
    record Access(String action, String who, String address, String caseNo, String subject, boolean head) {}

    /** @throws Problem 400 where the request says unreadably who asks */
    static Access access(RoutingContext context, String action, String caseNo, String subject) {
        boolean named = context.request().getHeader("X-Who") != null;
        return new Access(
                action,
                named ? RequestBody.text(context, "X-Who") : "",
                context.request().remoteAddress().hostAddress(),
                caseNo,
                subject,
                context.request().method().equals(HttpMethod.HEAD));
    }

    /** Returns when the entry stands. */
    void note(Access access) {
        if (access.head()) {
            return;
        }
        database.write(handle -> {
            EvidenceLog.addAct(
                    handle,
                    new Act(
                            clock.instant().truncatedTo(ChronoUnit.MICROS),
                            access.action(),
                            access.who(),
                            access.address(),
                            access.caseNo(),
                            access.subject()));
            return null;
        });
    }
}
