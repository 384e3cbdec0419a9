package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/** Whether the process lives, whether it can do its work, and its metrics. */
final class HealthRoutes {

    private final List<Probe> probes;
    private final PrometheusMeterRegistry registry;
    private final Workers workers;

    HealthRoutes(List<Probe> probes, PrometheusMeterRegistry registry, Workers workers) {
        this.probes = List.copyOf(probes);
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
        Answers.json(context, 200, JsonNodeFactory.instance.objectNode().put("status", "up"));
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
