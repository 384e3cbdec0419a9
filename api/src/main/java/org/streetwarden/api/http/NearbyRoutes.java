package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.cases.CaseIndex;
import org.streetwarden.api.cases.Scope;
import org.streetwarden.api.models.Refusal;
import org.streetwarden.api.push.NearbyLedger;
import org.streetwarden.api.push.NearbyLedger.Decided;
import org.streetwarden.api.push.NearbyLedger.Decision;
import org.streetwarden.api.push.PushJson;

/** Shows what targets have near a case, and takes a reviewer's word on what is held for it. */
final class NearbyRoutes {

    private static final int MOST_BYTES = 4096;
    private static final List<String> ACTS = List.of("join", "push", "ask");
    private static final String ACTS_WANTED = "join, push or ask";
    private static final int MOST_LINE_CHARS = 500;
    private static final int MOST_ID_CHARS = 40;
    private static final int MOST_NUMBER_CHARS = 64;

    private final NearbyLedger ledger;
    private final CaseIndex index;
    private final Workers workers;

    NearbyRoutes(NearbyLedger ledger, CaseIndex index, Workers workers) {
        this.ledger = ledger;
        this.index = index;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/cases/{caseNo}/nearby", this::show);
        routes.post("/api/v1/cases/{caseNo}/nearby", this::decide);
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        workers.run(() -> index.within(Scope.EVERYTHING, caseNo))
                .compose(known -> known ? shown(caseNo) : Future.failedFuture(CaseRoutes.unknown(caseNo)))
                .onSuccess(node -> Answers.json(context, 200, node))
                .onFailure(context::fail);
    }

    private Future<ObjectNode> shown(String caseNo) {
        return workers.run(() -> PushJson.nearby(ledger.of(caseNo)));
    }

    /** @param asks whether the target is asked once more, instead of a decision */
    private record Wish(boolean asks, Decision decision) {}

    private void decide(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        RequestBody.read(context, "application/json", MOST_BYTES)
                .map(body -> wish(body.getBytes(), Caller.of(context).name()))
                .compose(wish -> workers.run(() -> fulfil(caseNo, wish)).compose(decided -> answer(caseNo, decided)))
                .onSuccess(node -> Answers.json(context, 200, node))
                .onFailure(context::fail);
    }

    private Decided fulfil(String caseNo, Wish wish) {
        Decision said = wish.decision();
        return wish.asks()
                ? ledger.askAgain(caseNo, said.targetId(), said.who(), said.why())
                : ledger.decide(caseNo, said);
    }

    private static Wish wish(byte[] body, String who) {
        BodyFields fields = new BodyFields(body, Set.of("target", "act", "platformCaseNo", "why"));
        String target = fields.required("target", MOST_ID_CHARS);
        String act = fields.matching("act", ACTS::contains, ACTS_WANTED);
        String number = fields.optional("platformCaseNo", MOST_NUMBER_CHARS, false);
        if (!fields.has("act")) {
            fields.missing("act", ACTS_WANTED);
        }
        if (act != null && act.equals("join") != fields.has("platformCaseNo")) {
            fields.missing("platformCaseNo", act.equals("join") ? "the platform's number" : "nothing beside " + act);
        }
        Decision decision = new Decision(target, number, who, null, fields.required("why", MOST_LINE_CHARS));
        fields.finish();
        return new Wish("ask".equals(act), decision);
    }

    private Future<ObjectNode> answer(String caseNo, Decided decided) {
        return switch (decided) {
            case DONE -> shown(caseNo);
            case UNKNOWN -> Future.failedFuture(CaseRoutes.unknown(caseNo));
            case NOT_HELD ->
                Future.failedFuture(Problem.of(
                        409,
                        "Not possible now",
                        "Nothing of the case is held for this target; somebody may have decided."));
            case NOT_NAMED ->
                Future.failedFuture(new Refusal(
                        Refusal.Cause.UNUSABLE,
                        List.of("platformCaseNo: expected one of those that the target named, found another")));
        };
    }
}
