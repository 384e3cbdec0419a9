package org.streetwarden.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.accounts.Caller;
import org.streetwarden.api.flights.Upload;
import org.streetwarden.api.flights.UploadDesk;
import org.streetwarden.api.flights.UploadRefused;

/** The files of flights by tus 1.0.0: core, creation, checksum, expiration, termination. */
final class UploadRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(UploadRoutes.class);
    static final String PATH = "/api/v1/uploads";
    private static final String ONE = PATH + "/{uploadId}";
    private static final String VERSION = "1.0.0";
    private static final String TYPE = "application/offset+octet-stream";
    private static final int MOST_AT_ONCE = 8;
    private static final int MOST_METADATA_CHARS = 8192;

    private final Vertx vertx;
    private final UploadDesk desk;
    private final long maxBytes;
    private final Workers workers;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Counter receivedBytes;

    UploadRoutes(Vertx vertx, WebServer.Flights flights, Workers workers, MeterRegistry registry) {
        this.vertx = vertx;
        this.desk = flights.desk();
        this.maxBytes = flights.ledger().bounds().fileBytes();
        this.workers = workers;
        receivedBytes = registry.counter("streetwarden.uploads.received.bytes");
        Gauge.builder("streetwarden.uploads.sending", places, free -> MOST_AT_ONCE - free.availablePermits())
                .register(registry);
    }

    void mount(RouteTable routes) {
        routes.options(PATH, this::tell);
        routes.post(PATH, this::create);
        routes.get(ONE, this::show);
        routes.patch(ONE, this::receive);
        routes.delete(ONE, this::terminate);
    }

    private void tell(RoutingContext context) {
        new QueryParameters(context, Set.of());
        context.response()
                .putHeader("Tus-Resumable", VERSION)
                .putHeader("Tus-Version", VERSION)
                .putHeader("Tus-Extension", "creation,checksum,expiration,termination")
                .putHeader("Tus-Checksum-Algorithm", "sha256")
                .putHeader("Tus-Max-Size", Long.toString(maxBytes))
                .setStatusCode(204)
                .end();
    }

    private static void greet(RoutingContext context) {
        new QueryParameters(context, Set.of());
        context.response().putHeader("Tus-Resumable", VERSION).putHeader("Cache-Control", "no-store");
        if (!VERSION.equals(context.request().getHeader("Tus-Resumable"))) {
            context.response().putHeader("Tus-Version", VERSION);
            throw Problem.of(412, "Another version", "Tus-Resumable: expected " + VERSION + ".");
        }
    }

    private static long number(RoutingContext context, String header) {
        String text = Optional.ofNullable(context.request().getHeader(header)).orElse("");
        if (!text.matches("[0-9]{1,18}")) {
            throw Problem.badParameter(header, "a whole number of bytes", text);
        }
        return Long.parseLong(text);
    }

    private void create(RoutingContext context) {
        greet(context);
        if (RequestGuard.carriesBody(context.request())) {
            throw Problem.of(413, "Body not allowed", "Creating an upload takes no bytes; send them by PATCH.");
        }
        if (context.request().getHeader("Upload-Defer-Length") != null) {
            throw Problem.badParameter("Upload-Defer-Length", "Upload-Length, which is known of a file", "this");
        }
        long length = number(context, "Upload-Length");
        if (length > maxBytes) {
            context.response().putHeader("Tus-Max-Size", Long.toString(maxBytes));
            throw Problem.of(
                    413,
                    "File too long",
                    "Upload-Length: expected at most %d bytes, found %d; have the aircraft split its recordings, or cut it."
                            .formatted(maxBytes, length));
        }
        Map<String, String> metadata =
                metadata(Optional.ofNullable(context.request().getHeader("Upload-Metadata"))
                        .orElse(""));
        String pilot = Caller.of(context).name();
        workers.run(() -> desk.create(pilot, metadata.get("flight"), metadata.get("filename"), length))
                .onSuccess(upload -> {
                    put(context.response(), upload);
                    context.response()
                            .putHeader("Location", PATH + "/" + upload.uploadId())
                            .setStatusCode(201)
                            .end();
                })
                .onFailure(failure -> fail(context, failure));
    }

    /** @throws Problem 400 where it does not name a flight and a file */
    private static Map<String, String> metadata(String header) {
        Map<String, String> values = new HashMap<>();
        if (header.length() <= MOST_METADATA_CHARS) {
            for (String pair : header.split(",", -1)) {
                String[] words = pair.strip().split(" ", -1);
                if (words.length == 2 && words[1].matches("[A-Za-z0-9+/]*={0,2}") && words[1].length() % 4 == 0) {
                    values.put(words[0], new String(Base64.getDecoder().decode(words[1]), StandardCharsets.UTF_8));
                }
            }
        }
        if (!values.containsKey("flight")
                || !values.containsKey("filename")
                || values.values().stream().anyMatch(value -> value.indexOf(0) >= 0)) {
            throw Problem.badParameter("Upload-Metadata", "flight and filename, each with its value in base64", header);
        }
        return values;
    }

    private void show(RoutingContext context) {
        new QueryParameters(context, Set.of());
        context.response().putHeader("Tus-Resumable", VERSION);
        String pilot = Caller.of(context).name();
        String uploadId = context.pathParam("uploadId");
        workers.run(() -> desk.find(pilot, uploadId))
                .onSuccess(upload -> {
                    put(context.response(), upload);
                    Answers.json(
                            context,
                            200,
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("flightId", upload.flightId())
                                    .put("name", upload.name())
                                    .put("bytes", upload.bytes())
                                    .put("received", upload.received())
                                    .put("stored", upload.stored()));
                })
                .onFailure(failure -> fail(context, failure));
    }

    private static void put(HttpServerResponse response, Upload upload) {
        response.putHeader("Upload-Offset", Long.toString(upload.received()))
                .putHeader("Upload-Length", Long.toString(upload.bytes()))
                .putHeader(
                        "Upload-Metadata",
                        "flight " + base64(upload.flightId()) + ",filename " + base64(upload.name()));
        if (!upload.stored()) {
            response.putHeader(
                    "Upload-Expires",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            upload.expiresAt().atOffset(ZoneOffset.UTC)));
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void receive(RoutingContext context) {
        greet(context);
        if (!RequestBody.isOf(context.request(), TYPE)) {
            throw Problem.of(415, "Media type not taken", "Content-Type: expected " + TYPE + ".");
        }
        long offset = number(context, "Upload-Offset");
        byte[] checksum = UploadDesk.checksum(context.request().getHeader("Upload-Checksum"));
        if (!places.tryAcquire()) {
            throw Problem.unavailable("Too many files arrive at once; try again soon.");
        }
        String pilot = Caller.of(context).name();
        String uploadId = context.pathParam("uploadId");
        BodyPipe body = new BodyPipe(context.request(), vertx.getOrCreateContext());
        Future<Upload> received = apart(() -> desk.receive(pilot, uploadId, offset, checksum, body));
        body.start();
        received.onComplete(done -> places.release())
                .onSuccess(upload -> {
                    receivedBytes.increment((double) (upload.received() - offset));
                    if (!body.whole()) {
                        RequestGuard.endConnection(context);
                    }
                    put(context.response(), upload);
                    context.response().setStatusCode(204).end();
                })
                .onFailure(failure -> {
                    body.close();
                    RequestGuard.endConnection(context);
                    fail(context, failure);
                });
    }

    /** On a thread of its own: it waits for the pilot's connection, which may take hours. */
    private <T> Future<T> apart(Callable<T> work) {
        Promise<T> done = Promise.promise();
        Context context = vertx.getOrCreateContext();
        Thread.ofVirtual().name("upload").start(() -> {
            try {
                T result = work.call();
                context.runOnContext(now -> done.complete(result));
            } catch (Exception failure) {
                context.runOnContext(now -> done.fail(failure));
            }
        });
        return done.future();
    }

    private void terminate(RoutingContext context) {
        greet(context);
        String pilot = Caller.of(context).name();
        String uploadId = context.pathParam("uploadId");
        workers.run(() -> {
                    desk.terminate(pilot, uploadId);
                    return null;
                })
                .onSuccess(done -> context.response().setStatusCode(204).end())
                .onFailure(failure -> fail(context, failure));
    }

    static void fail(RoutingContext context, Throwable failure) {
        if (failure instanceof IOException) {
            LOG.warn("an upload stops: {}", failure.getMessage());
            context.fail(
                    Problem.unavailable("The object store does not answer, or the connection was cut; go on soon."));
        } else if (failure instanceof UploadRefused refused && refused.status() == 400) {
            context.fail(Problem.of(400, "Bad request", refused.getMessage()));
        } else {
            context.fail(failure);
        }
    }
}
