package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.streetwarden.api.coverage.CoverageWatch;
import org.streetwarden.api.coverage.Standing;
import org.streetwarden.api.wire.CoverageJson;

/** Whether the process lives, whether it can do its work, how its cameras are, and its metrics. */
final class HealthRoutes {

    private final List<Probe> probes;
    private final CoverageWatch coverage;
    private final PrometheusMeterRegistry registry;
    private final Workers workers;

    HealthRoutes(List<Probe> probes, CoverageWatch coverage, PrometheusMeterRegistry registry, Workers workers) {
        this.probes = List.copyOf(probes);
        this.coverage = coverage;
        this.registry = registry;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/healthz", this::live);
        routes.get("/readyz", this::ready);
        routes.get("/metrics", this::metrics);
    }

    private void live(RoutingContext context) {
        new QueryParameters(context, Set.of());
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("status", "up");
        cameras(node.putObject("cameras"), coverage.last());
        Answers.json(context, 200, node);
    }

    /** Ill cameras never make the process ill: nobody should restart it for them. */
    private static void cameras(ObjectNode node, Optional<Standing> standing) {
        node.put("status", standing.map(last -> last.below() ? "below" : "kept").orElse("unknown"));
        standing.ifPresent(last -> CoverageJson.counts(node, last));
    }

    private void ready(RoutingContext context) {
        new QueryParameters(context, Set.of());
        List<Future<Probe.Answer>> asked =
                probes.stream().map(probe -> workers.run(probe::ask)).toList();
        Future.all(asked).onSuccess(all -> answer(context, all.list())).onFailure(context::fail);
    }

    private static void answer(RoutingContext context, List<Probe.Answer> answers) {
        boolean ready = answers.stream().allMatch(Probe.Answer::ready);
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("ready", ready);
        ArrayNode checks = node.putArray("checks");
        answers.forEach(answer -> checks.addObject()
                .put("name", answer.name())
                .put("ready", answer.ready())
                .put("detail", answer.detail()));
        Answers.json(context, ready ? 200 : 503, node);
    }

    private void metrics(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(registry::scrape)
                .onSuccess(text -> context.response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .putHeader("Cache-Control", "no-store")
                        .end(Buffer.buffer(text)))
                .onFailure(context::fail);
    }
}
