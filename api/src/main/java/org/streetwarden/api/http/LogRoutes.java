package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.streetwarden.api.cases.CaseNumber;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.proof.EvidenceLog;
import org.streetwarden.api.proof.LogIdentity;
import org.streetwarden.api.proof.Stamps;
import org.streetwarden.api.proof.Stamps.Stamp;
import org.streetwarden.proof.LogProof;
import org.streetwarden.proof.NoteKey;

/** Shows the append-only log: what it is now, that a case stands in it, that it only grew, and what it says. */
final class LogRoutes {

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int MAX_ENTRIES = 1000;
    private static final int USUAL_ENTRIES = 100;

    private final Database database;
    private final LogIdentity identity;
    private final Workers workers;

    LogRoutes(Database database, LogIdentity identity, Workers workers) {
        this.database = database;
        this.identity = identity;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/log/checkpoint", this::checkpoint);
        routes.get("/api/v1/log/key", this::key);
        routes.get("/api/v1/log/consistency", this::consistency);
        routes.get("/api/v1/log/entries", this::entries);
        routes.get("/api/v1/cases/{caseNo}/proof", this::proof);
        routes.get("/api/v1/cases/{caseNo}/time-stamp", this::timeStamp);
    }

    private void timeStamp(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String caseNo = CaseRoutes.caseNo(context);
        workers.run(() -> database.read(
                        handle -> Stamps.over(handle, proof(handle, caseNo, 0).index())))
                .onSuccess(stamp -> Answers.json(context, 200, json(stamp)))
                .onFailure(context::fail);
    }

    private static ObjectNode json(Optional<Stamp> stamp) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("stamped", stamp.isPresent());
        stamp.ifPresent(each -> node.put("at", each.at().toString())
                .put("accuracyMs", each.accuracy().toMillis())
                .put("authority", each.authority())
                .put("policy", each.policy())
                .put("serial", each.serial())
                .put("logSize", each.checkpoint().size())
                .put("token", Base64.getEncoder().encodeToString(each.token())));
        return node;
    }

    private void checkpoint(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(() -> database.read(handle -> identity.sign(
                                EvidenceLog.checkpoint(handle, identity.origin(), EvidenceLog.size(handle)))
                        .encode()))
                .onSuccess(note -> text(context, note))
                .onFailure(context::fail);
    }

    private void key(RoutingContext context) {
        new QueryParameters(context, Set.of());
        text(
                context,
                identity.publicKey()
                                .map(NoteKey::text)
                                .orElseThrow(
                                        () -> Problem.notFound("The log has no key; its checkpoints are not signed."))
                        + "\n");
    }

    private void proof(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("size"));
        String caseNo = CaseRoutes.caseNo(context);
        int size = query.number("size", 1, Integer.MAX_VALUE, 0);
        workers.run(() -> database.read(handle -> proof(handle, caseNo, size)))
                .onSuccess(proof -> text(context, new String(proof.encode(), StandardCharsets.UTF_8)))
                .onFailure(context::fail);
    }

    /** @param size 0: of the log as it is now */
    private LogProof proof(Handle handle, String caseNo, long size) {
        Optional<LogProof> proof = size == 0
                ? EvidenceLog.proof(handle, identity, caseNo)
                : EvidenceLog.proof(handle, identity, caseNo, known("size", size, EvidenceLog.size(handle)));
        return proof.orElseThrow(
                () -> Problem.notFound("The log has no evidence of case " + caseNo + " at that size."));
    }

    private void consistency(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("from", "to"));
        int to = query.number("to", 1, Integer.MAX_VALUE, 1);
        int from = query.number("from", 1, to, 1);
        workers.run(() -> database.read(
                        handle -> EvidenceLog.consistency(handle, from, known("to", to, EvidenceLog.size(handle)))))
                .onSuccess(hashes -> Answers.json(context, 200, json(from, to, hashes)))
                .onFailure(context::fail);
    }

    private static ObjectNode json(long from, long to, List<byte[]> hashes) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("from", from).put("to", to);
        ArrayNode all = node.putArray("hashes");
        hashes.forEach(hash -> all.add(Base64.getEncoder().encodeToString(hash)));
        return node;
    }

    private void entries(RoutingContext context) {
        QueryParameters query = new QueryParameters(context, Set.of("case", "from", "limit"));
        String caseNo = query.one("case")
                .map(text -> Optional.of(text)
                        .filter(CaseNumber::looksLikeOne)
                        .orElseThrow(() -> Problem.badParameter("case", "a case number", text)))
                .orElse(null);
        int from = query.number("from", 0, Integer.MAX_VALUE, 0);
        int limit = query.number("limit", 1, MAX_ENTRIES, USUAL_ENTRIES);
        workers.run(() -> database.read(handle -> EvidenceLog.entries(handle, caseNo, from, limit)))
                .onSuccess(entries -> Answers.json(context, 200, json(entries)))
                .onFailure(context::fail);
    }

    private static ObjectNode json(List<EvidenceLog.Entry> entries) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode all = node.putArray("entries");
        for (EvidenceLog.Entry entry : entries) {
            all.addObject()
                    .put("position", entry.position())
                    .putRawValue("entry", new RawValue(new String(entry.body(), StandardCharsets.UTF_8)));
        }
        return node;
    }

    private static long known(String parameter, long size, long now) {
        if (size > now) {
            throw Problem.badParameter(parameter, "at most the log's size, " + now, Long.toString(size));
        }
        return size;
    }

    private static void text(RoutingContext context, String text) {
        context.response()
                .putHeader("Content-Type", TEXT)
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(text));
    }
}
