package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.imports.Format;
import org.streetwarden.api.imports.Imports;
import org.streetwarden.directory.CoordinateSystem;

/**
 * Takes in files, one at a time, shows what they would do, and does it.
 *
 * @param <Q> what is said of a file
 * @param <I> an import
 */
abstract class ImportRoutes<Q, I> {

    private static final Logger LOG = LoggerFactory.getLogger(ImportRoutes.class);
    private static final String TYPES =
            Arrays.stream(Format.values()).map(Format::mime).collect(Collectors.joining(" or "));

    private final Vertx vertx;
    private final Imports<Q, I> imports;
    private final String path;
    private final long maxFileBytes;
    private final Workers workers;
    private final Semaphore place = new Semaphore(1);

    /** @param path of all imports */
    ImportRoutes(Vertx vertx, Imports<Q, I> imports, String path, long maxFileBytes, Workers workers) {
        this.vertx = vertx;
        this.imports = imports;
        this.path = path;
        this.maxFileBytes = maxFileBytes;
        this.workers = workers;
    }

    /** @param upload where files are taken in */
    final void mount(RouteTable routes, String upload) {
        routes.post(upload, this::receive);
        routes.get(path + "/{id}", this::show);
        routes.post(path + "/{id}/apply", this::apply);
    }

    /** @throws Problem naming the first parameter at fault */
    abstract Q request(RoutingContext context, Format format);

    /** An import as the api shows it; its number is {@code id}. */
    abstract ObjectNode summary(I each);

    private void receive(RoutingContext context) {
        Format format = format(context);
        Q request = request(context, format);
        if (!place.tryAcquire()) {
            throw Problem.unavailable("Another import is being read; try again soon.");
        }
        FileBody.receive(vertx, context, workers, format.mime(), maxFileBytes)
                .compose(body -> body.with(workers, () -> imports.take(request, body.path(), body.sha256())))
                .onComplete(done -> place.release())
                .onSuccess(taken -> answer(context, taken))
                .onFailure(failure -> fail(context, failure));
    }

    private void answer(RoutingContext context, Imports.Taken<I> taken) {
        ObjectNode draft = summary(taken.draft());
        context.response().putHeader("Location", path + "/" + draft.path("id").asText());
        Answers.json(context, taken.added() ? 201 : 200, draft);
    }

    private static void fail(RoutingContext context, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.warn("an import could not be read back: {}", failure.getMessage());
            context.fail(Problem.unavailable("The server's disk does not take the file; try again later."));
        } else {
            context.fail(failure);
        }
    }

    private static Format format(RoutingContext context) {
        return Arrays.stream(Format.values())
                .filter(format -> RequestBody.isOf(context.request(), format.mime()))
                .findFirst()
                .orElseThrow(() -> Problem.of(415, "Media type not taken", "Content-Type: expected " + TYPES + "."));
    }

    static CoordinateSystem system(String id) {
        return CoordinateSystem.of(id).orElseThrow(() -> Problem.badParameter("crs", CoordinateSystem.ids(), id));
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        long id = id(context);
        workers.run(() -> imports.find(id))
                .map(found -> found.orElseThrow(() -> Problem.notFound("There is no import " + id + ".")))
                .onSuccess(found -> Answers.json(context, 200, summary(found)))
                .onFailure(context::fail);
    }

    private void apply(RoutingContext context) {
        new QueryParameters(context, Set.of());
        long id = id(context);
        RequestBody.read(context, "application/json", ApplyJson.MAX_BYTES)
                .map(body -> ApplyJson.read(body.getBytes()))
                .compose(ask -> workers.run(() -> imports.apply(id, ask.who(), ask.allowGone())))
                .onSuccess(done -> Answers.json(context, 200, summary(done)))
                .onFailure(context::fail);
    }

    /** @throws Problem 404 where the path holds no number */
    static long id(RoutingContext context) {
        return Optional.of(context.pathParam("id"))
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() -> Problem.notFound("The path holds no number of an import."));
    }

    /** @return null where none is asked for */
    static <O extends Enum<O>> O outcome(QueryParameters query, O[] outcomes) {
        return query.one("outcome").map(name -> outcome(name, outcomes)).orElse(null);
    }

    private static <O extends Enum<O>> O outcome(String name, O[] outcomes) {
        return Arrays.stream(outcomes)
                .filter(outcome -> outcome.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.badParameter(
                        "outcome", Arrays.stream(outcomes).map(Enum::name).collect(Collectors.joining(", ")), name));
    }

    /** So many of them; one more than these says that a page follows. */
    static <T> List<T> first(List<T> found, int limit) {
        return found.subList(0, Math.min(limit, found.size()));
    }
}
