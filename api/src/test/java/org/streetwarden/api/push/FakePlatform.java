package org.streetwarden.api.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A city's platform that answers as it is told and keeps what it got; its check of signatures shares nothing with ours. */
public final class FakePlatform implements AutoCloseable {

    /** The secret of the test vector that Standard Webhooks publishes. */
    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /** One request. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Call(String path, String id, String timestamp, String signatures, String contentType, byte[] body) {

        public String text() {
            return new String(body, UTF_8);
        }
    }

    /** What it says to one. */
    public record Answer(int status, String body, Map<String, String> headers) {

        public static Answer of(int status, String body) {
            return new Answer(status, body, Map.of());
        }
    }

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Function<Call, Answer> behaviour = call -> Answer.of(200, "{}");

    public FakePlatform() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Call call = new Call(
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getFirst("webhook-id"),
                exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                exchange.getRequestHeaders().getFirst("webhook-signature"),
                exchange.getRequestHeaders().getFirst("content-type"),
                exchange.getRequestBody().readAllBytes());
        calls.add(call);
        Answer answer = behaviour.apply(call);
        if (answer != null) {
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** @param behaviour null for no answer at all */
    public void behave(Function<Call, Answer> behaviour) {
        this.behaviour = behaviour;
    }

    /** Everything it got, in the order it came. */
    public List<Call> calls() {
        return calls;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** This platform as a target that may be reached although it is on this machine. */
    public Target target(String id, String... secrets) {
        return new Target(
                id,
                URI.create("http://127.0.0.1:" + port() + "/hook?key=1"),
                Arrays.stream(secrets).map(WebhookSecret::parse).toList(),
                Set.of("127.0.0.1:" + port()),
                Optional.empty());
    }

    /** Whether one of the signatures is the secret's. */
    public static boolean signed(String secret, String id, String timestamp, byte[] body, String signatures) {
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "RAW"));
            mac.update(id.getBytes(UTF_8));
            mac.update((byte) '.');
            mac.update(timestamp.getBytes(UTF_8));
            mac.update((byte) '.');
            byte[] expected = mac.doFinal(body);
            return Arrays.stream(signatures.split(" ", -1))
                    .filter(each -> each.startsWith("v1,"))
                    .anyMatch(each ->
                            MessageDigest.isEqual(expected, Base64.getDecoder().decode(each.substring(3))));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
