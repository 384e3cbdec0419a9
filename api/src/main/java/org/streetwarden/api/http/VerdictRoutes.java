package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.verdicts.Verdict;
import org.streetwarden.api.verdicts.VerdictLedger;
import org.streetwarden.api.wire.VerdictJson;

/** Takes verdicts on a case and shows them. */
final class VerdictRoutes {

    private final VerdictLedger ledger;
    private final Workers workers;

    VerdictRoutes(VerdictLedger ledger, Workers workers) {
        this.ledger = ledger;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/cases/{caseNo}/verdicts", this::list);
        routes.post("/api/v1/cases/{caseNo}/verdicts", this::give);
    }

    private void list(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        workers.run(() -> ledger.of(caseNo))
                .map(found -> found.orElseThrow(() -> CaseRoutes.unknown(caseNo)))
                .onSuccess(verdicts -> Answers.json(context, 200, json(verdicts)))
                .onFailure(context::fail);
    }

    private static ObjectNode json(List<Verdict> verdicts) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode array = node.putArray("verdicts");
        verdicts.forEach(verdict -> array.add(VerdictJson.verdict(verdict)));
        return node;
    }

    private void give(RoutingContext context) {
        boolean unjudged = new QueryParameters(context, Set.of("unjudged")).truth("unjudged");
        String caseNo = CaseRoutes.caseNo(context);
        RequestBody.read(context, "application/json", OpinionJson.MAX_BYTES)
                .map(body ->
                        OpinionJson.read(body.getBytes(), Caller.of(context).name()))
                .compose(opinion -> workers.run(() -> ledger.give(caseNo, opinion, unjudged)))
                .map(given -> given.orElseThrow(() -> CaseRoutes.unknown(caseNo)))
                .onSuccess(
                        given -> Answers.json(context, given.added() ? 201 : 200, VerdictJson.verdict(given.verdict())))
                .onFailure(context::fail);
    }
}
