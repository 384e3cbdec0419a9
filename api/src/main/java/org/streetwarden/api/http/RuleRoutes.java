package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.streetwarden.api.rules.RuleFile;
import org.streetwarden.api.wire.RuleJson;

/** Shows rules, checks and tries others, and puts them in force. */
final class RuleRoutes {

    private static final String YAML = "application/yaml";
    private static final int MAX_BACK_BYTES = 4096;
    private static final int MAX_DAYS = 366;
    private static final int USUAL_DAYS = 30;
    private static final int MAX_CHANGES = 500;
    private static final String SHA256 = "[0-9a-f]{64}";

    private final WebServer.Rules rules;
    private final Workers workers;
    private final Semaphore trying = new Semaphore(1);

    RuleRoutes(WebServer.Rules rules, Workers workers) {
        this.rules = rules;
        this.workers = workers;
    }

    void mount(RouteTable routes) {
        routes.get("/api/v1/rules", this::show);
        routes.get("/api/v1/rules/history", this::history);
        routes.get("/api/v1/rules/versions/{sha256}", this::version);
        routes.post("/api/v1/rules/check", this::check);
        routes.post("/api/v1/rules/try", this::tryOut);
        routes.post("/api/v1/rules/apply", this::apply);
        routes.post("/api/v1/rules/back", this::back);
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(rules.books()::standing)
                .onSuccess(standing -> Answers.json(context, 200, RuleJson.standing(standing)))
                .onFailure(context::fail);
    }

    private void history(RoutingContext context) {
        new QueryParameters(context, Set.of());
        workers.run(() -> rules.books().history(MAX_CHANGES))
                .onSuccess(changes -> Answers.json(context, 200, RuleJson.history(changes)))
                .onFailure(context::fail);
    }

    private void version(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String sha256 = context.pathParam("sha256");
        if (!sha256.matches(SHA256)) {
            throw Problem.notFound("The path holds no version of rules, which has 64 hexadecimal digits.");
        }
        workers.run(() -> rules.books().find(sha256))
                .map(found -> found.orElseThrow(
                        () -> Problem.notFound("No rules of version " + sha256 + " were ever in force.")))
                .onSuccess(file ->
                        Answers.json(context, 200, RuleJson.checked(file.book()).put("content", file.content())))
                .onFailure(context::fail);
    }

    private void check(RoutingContext context) {
        new QueryParameters(context, Set.of());
        RequestBody.read(context, YAML, RuleFile.MAX_BYTES)
                .compose(body -> workers.run(() -> RuleFile.read(body.getBytes())))
                .onSuccess(file -> Answers.json(context, 200, RuleJson.checked(file.book())))
                .onFailure(context::fail);
    }

    private void tryOut(RoutingContext context) {
        int days = new QueryParameters(context, Set.of("days")).number("days", 1, MAX_DAYS, USUAL_DAYS);
        if (!trying.tryAcquire()) {
            throw Problem.unavailable("Other rules are being tried; try again soon.");
        }
        RequestBody.read(context, YAML, RuleFile.MAX_BYTES)
                .compose(
                        body -> workers.run(() -> RuleFile.read(body.getBytes()).book()))
                .compose(book -> workers.run(
                        () -> RuleJson.tally(book, days, rules.replay().run(book, days))))
                .onComplete(done -> trying.release())
                .onSuccess(tally -> Answers.json(context, 200, tally))
                .onFailure(context::fail);
    }

    private void apply(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String who = RequestBody.text(context, "X-Who");
        String why = RequestBody.text(context, "X-Why");
        RequestBody.read(context, YAML, RuleFile.MAX_BYTES)
                .compose(body -> workers.run(() -> rules.books().apply(RuleFile.read(body.getBytes()), who, why)))
                .onSuccess(standing -> Answers.json(context, 200, RuleJson.standing(standing)))
                .onFailure(context::fail);
    }

    private void back(RoutingContext context) {
        new QueryParameters(context, Set.of());
        String who = RequestBody.text(context, "X-Who");
        String why = RequestBody.text(context, "X-Why");
        RequestBody.read(context, "application/json", MAX_BACK_BYTES)
                .map(body -> sha256(RequestBody.object(body.getBytes())))
                .compose(sha256 -> workers.run(() -> rules.books().back(sha256, who, why)))
                .onSuccess(standing -> Answers.json(context, 200, RuleJson.standing(standing)))
                .onFailure(context::fail);
    }

    private static String sha256(JsonNode body) {
        JsonNode sha256 = body.path("sha256");
        if (body.size() != 1 || !sha256.isTextual() || !sha256.asText().matches(SHA256)) {
            throw Problem.badParameter("sha256", "64 hexadecimal digits and no other field", sha256.asText());
        }
        return sha256.asText();
    }
}
