package org.streetwarden.api.remote;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One request and its whole answer, bounded in bytes and in time from beginning to end. No redirect is followed. */
final class Asked implements AutoCloseable {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_WITHIN)
            .build();
    private final Duration within;
    private final int maxBytes;

    Asked(Duration within, int maxBytes) {
        this.within = within;
        this.maxBytes = maxBytes;
    }

    /** @throws IOException saying what happened instead of an answer, without the request's headers */
    HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        return whole(request, head -> new BoundedBody(maxBytes));
    }

    /**
     * Saves the body of an answer of status 200, which has no bound but the time.
     *
     * @param file replaced
     * @return the answer; with its body where it has another status, else without
     */
    HttpResponse<byte[]> save(HttpRequest request, Path file) throws IOException {
        return whole(
                request,
                head -> head.statusCode() == 200
                        ? BodySubscribers.mapping(BodySubscribers.ofFile(file), saved -> new byte[0])
                        : new BoundedBody(maxBytes));
    }

    private HttpResponse<byte[]> whole(HttpRequest request, BodyHandler<byte[]> handler) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, handler);
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IOException("no whole answer within %d ms".formatted(within.toMillis()));
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw new IOException(said, cause);
        } catch (InterruptedException stop) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new RemoteFailure("interrupted");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
