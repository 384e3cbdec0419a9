package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.cases.Database;
import org.streetwarden.api.cases.StepRefused;
import org.streetwarden.api.flights.UploadRefused;
import org.streetwarden.api.models.Refusal;

/** Writes JSON and problems. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    static void json(RoutingContext context, int status, JsonNode body) {
        json(context, status, body.toString());
    }

    /** @param body JSON that was written on another thread, because it is long */
    static void json(RoutingContext context, int status, String body) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(body));
    }

    /** The failure handler of every route. */
    static void failed(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.headWritten() || response.closed()) {
            response.reset();
            return;
        }
        problem(response, problemOf(context));
    }

    static Future<Void> problem(HttpServerResponse response, Problem problem) {
        if (problem.status() == 503 || problem.status() == 429) {
            response.putHeader("Retry-After", "5");
        }
        return response.setStatusCode(problem.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(problem.json().toString()));
    }

    private static Problem problemOf(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure instanceof Refusal refusal) {
            return Problem.of(refusal);
        }
        if (failure instanceof StepRefused refused) {
            return Problem.of(409, "Not possible now", refused.getMessage());
        }
        if (failure instanceof UploadRefused refused) {
            return Problem.of(refused.status(), "Not taken", refused.getMessage());
        }
        int status = failure instanceof HttpException http ? http.getStatusCode() : context.statusCode();
        if (status >= 400 && status < 500) {
            return Problem.of(status, "Bad request", "The request cannot be read.");
        }
        if (Database.isUnavailable(failure)) {
            LOG.warn("{} waits for the database: {}", context.request().path(), failure.getMessage());
            return Problem.unavailable("The database does not answer; try again soon.");
        }
        LOG.error("{} failed", context.normalizedPath(), failure);
        return Problem.of(500, "Internal error", "The server failed; its log says why.");
    }
}
