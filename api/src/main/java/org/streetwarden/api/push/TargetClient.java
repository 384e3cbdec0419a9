package org.streetwarden.api.push;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;

/**
 * Sends webhooks to one target. No redirect is followed, no proxy used, no body sent twice within a call, and nothing waited for
 * longer than {@link #PATIENCE}, however slowly it drips. Thread-safe.
 */
final class TargetClient implements AutoCloseable {

    /** For a whole call: name, connection, TLS, request and answer. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So much of an answer is read; a longer one counts by its status alone. */
    static final int MOST_ANSWER_BYTES = 64 * 1024;

    private static final MediaType CLOUD_EVENT = MediaType.get("application/cloudevents+json; charset=utf-8");

    private final Target target;
    private final OkHttpClient client;
    private final Duration patience;

    TargetClient(Target target, List<AddressGuard.Service> own, Duration patience) {
        this.target = target;
        this.patience = patience;
        client = GuardedClient.open(target.allowed(), own, target.authorities(), patience);
    }

    /** Never written twice within a call. */
    private static RequestBody once(MediaType type, byte[] content) {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return type;
            }

            @Override
            public long contentLength() {
                return content.length;
            }

            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(content);
            }
        };
    }

    /**
     * Sends one event.
     *
     * @param id of the webhook, the same on every try
     * @param now signed with it
     */
    Reply send(String id, Instant now, byte[] body) {
        return ask(
                signed(target.url(), id, now, body)
                        .post(once(CLOUD_EVENT, body))
                        .build(),
                now,
                patience);
    }

    /**
     * Sends a form, signed where the target has a secret.
     *
     * @param path behind the target's own
     * @param type of the body
     * @param most to wait for the whole call
     */
    Reply send(String path, String id, Instant now, MediaType type, byte[] body, Duration most) {
        return ask(signed(at(path), id, now, body).post(once(type, body)).build(), now, most);
    }

    /** @param query parameters and values */
    Reply find(String path, ObjectNode query, Instant now, Duration most) {
        HttpUrl.Builder url = HttpUrl.get(at(path)).newBuilder();
        query.properties()
                .forEach(each ->
                        url.addQueryParameter(each.getKey(), each.getValue().asText()));
        return ask(request().url(url.build()).build(), now, most);
    }

    private URI at(String path) {
        if (path.isEmpty()) {
            return target.url();
        }
        String own = target.url().getRawPath();
        String query = target.url().getRawQuery();
        return URI.create(target.origin() + own.replaceAll("/$", "") + path + (query == null ? "" : "?" + query));
    }

    private Request.Builder request() {
        Request.Builder request = new Request.Builder()
                .header("User-Agent", "Streetwarden")
                .header("Accept", "application/json")
                .header("Accept-Encoding", "identity");
        target.headers().forEach(request::header);
        return request;
    }

    private Request.Builder signed(URI url, String id, Instant now, byte[] body) {
        long timestamp = now.getEpochSecond();
        String signatures = target.secrets().stream()
                .map(secret -> secret.sign(id, timestamp, body))
                .collect(Collectors.joining(" "));
        Request.Builder request = request().url(url.toString()).header("webhook-id", id);
        return signatures.isEmpty()
                ? request
                : request.header("webhook-timestamp", Long.toString(timestamp)).header("webhook-signature", signatures);
    }

    private Reply ask(Request request, Instant now, Duration most) {
        Duration wait = most.compareTo(patience) < 0 ? most : patience;
        Call call = client.newCall(request);
        call.timeout().timeout(wait.toMillis(), TimeUnit.MILLISECONDS);
        try (Response response = call.execute()) {
            return new Reply(response.code(), bounded(response), retryAfter(response.header("Retry-After"), now), "");
        } catch (IOException failure) {
            return Reply.none(inWords(failure, wait));
        }
    }

    private static byte[] bounded(Response response) throws IOException {
        BufferedSource source = response.body().source();
        boolean longer = source.request(MOST_ANSWER_BYTES + 1L);
        return longer ? new byte[0] : source.readByteArray();
    }

    /** Seconds or a date (RFC 9110); what cannot be read asks for nothing. */
    static Duration retryAfter(String header, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Duration wait = Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return wait.isNegative() ? null : wait;
        } catch (DateTimeException unreadable) {
            return null;
        }
    }

    private static String inWords(IOException failure, Duration wait) {
        return switch (failure) {
            case AddressGuard.Forbidden forbidden -> forbidden.getMessage();
            case UnknownHostException nameless -> "its name leads nowhere";
            case ConnectException closed -> "nobody listens there";
            case SSLException untrusted -> "TLS: " + printable(untrusted.getMessage());
            case SocketTimeoutException slow -> "no answer in time";
            case InterruptedIOException slow -> "no whole answer within " + wait.toSeconds() + " s";
            default -> "no answer: " + failure.getClass().getSimpleName();
        };
    }

    private static String printable(String message) {
        String line = String.valueOf(message).replaceAll("\\p{Cntrl}", " ");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }

    /** What is under way fails. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
