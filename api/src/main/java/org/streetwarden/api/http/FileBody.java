package org.streetwarden.api.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.api.models.Digests;

/**
 * A long body on its way into a temporary file, in constant memory, with its digest. Everything runs on the request's event
 * loop but the disk.
 */
final class FileBody {

    private static final Logger LOG = LoggerFactory.getLogger(FileBody.class);

    private final HttpServerRequest request;
    private final long maxBytes;
    private final MessageDigest digest = Digests.sha256();
    private final Promise<Void> end = Promise.promise();
    private AsyncFile file;
    private long bytes;

    /**
     * A received body.
     *
     * @param path gone when the work that was given it has ended
     * @param sha256 64 lower-case hexadecimal digits
     */
    record Received(Path path, long bytes, String sha256) {

        /** Works with the file on a worker and deletes it then, also where no worker takes the work. */
        <T> Future<T> with(Workers workers, Callable<T> work) {
            return workers.run(work).onComplete(done -> delete());
        }

        private void delete() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException left) {
                LOG.warn("a temporary file is left behind: {}", left.getMessage());
            }
        }
    }

    private FileBody(HttpServerRequest request, long maxBytes) {
        this.request = request;
        this.maxBytes = maxBytes;
        request.exceptionHandler(end::tryFail);
        request.pause();
    }

    /** Receives the whole body. Call before the request's handler returns. */
    static Future<Received> receive(Vertx vertx, RoutingContext context, Workers workers, String type, long maxBytes) {
        HttpServerRequest request = context.request();
        if (!RequestBody.isOf(request, type)) {
            return RequestBody.refused(
                    context, Problem.of(415, "Media type not taken", "Content-Type: expected " + type + "."));
        }
        if (statedBytes(request) > maxBytes) {
            return RequestBody.refused(context, RequestBody.tooLong(maxBytes));
        }
        FileBody body = new FileBody(request, maxBytes);
        return workers.run(() -> Files.createTempFile("streetwarden-", ".part"))
                .compose(path -> vertx.fileSystem()
                        .open(path.toString(), new OpenOptions().setWrite(true).setTruncateExisting(true))
                        .compose(file -> body.receive(file, path))
                        .onFailure(failure -> workers.run(() -> Files.deleteIfExists(path))))
                .onFailure(failure -> RequestGuard.endConnection(context));
    }

    private static long statedBytes(HttpServerRequest request) {
        String stated = request.getHeader("Content-Length");
        return stated != null && stated.matches("[0-9]{1,18}") ? Long.parseLong(stated) : 0;
    }

    private Future<Received> receive(AsyncFile opened, Path path) {
        file = opened;
        request.endHandler(done -> end.tryComplete());
        request.handler(this::take);
        request.resume();
        return end.future()
                .eventually(() -> file.close())
                .map(done -> new Received(path, bytes, HexFormat.of().formatHex(digest.digest())));
    }

    private void take(Buffer chunk) {
        bytes += chunk.length();
        if (bytes > maxBytes) {
            request.handler(rest -> {});
            end.tryFail(RequestBody.tooLong(maxBytes));
            return;
        }
        digest.update(chunk.getBytes());
        file.write(chunk).onFailure(end::tryFail);
        if (file.writeQueueFull()) {
            request.pause();
            file.drainHandler(drained -> request.resume());
        }
    }
}
