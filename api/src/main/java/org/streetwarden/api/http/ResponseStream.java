package org.streetwarden.api.http;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A response as a stream: each write waits until the connection has taken it, so a slow reader holds one chunk. Written to by
 * one thread, never an event loop; stays open when closed.
 */
final class ResponseStream extends OutputStream {

    private static final long PATIENCE_S = 60;

    private final Context context;
    private final HttpServerResponse response;

    /** @param context of the response's event loop */
    ResponseStream(Context context, HttpServerResponse response) {
        this.context = context;
        this.response = response;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    /** @throws IOException where the reader is gone or takes nothing for a minute */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        Buffer chunk = Buffer.buffer(length).appendBytes(bytes, from, length);
        CompletableFuture<Void> taken = new CompletableFuture<>();
        context.runOnContext(now -> {
            if (response.closed()) {
                taken.completeExceptionally(new IOException("the reader is gone"));
            } else {
                response.write(chunk).onSuccess(taken::complete).onFailure(taken::completeExceptionally);
            }
        });
        try {
            taken.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException gone) {
            throw new IOException("the reader is gone or takes nothing", gone);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }
}
