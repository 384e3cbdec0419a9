package org.streetwarden.models.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One api, asked over HTTP. Every refusal becomes a {@link RemoteFailure} with the api's own reasons. */
final class RemoteApi implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(10);
    private static final int LEAST_PREFIX = 8;
    private static final int MAX_PROBLEM_BYTES = 64 * 1024;

    private final URI base;
    private final Optional<String> key;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();

    /** @param url of the api's root, {@code http://host:port} */
    RemoteApi(String url) throws RemoteFailure {
        try {
            base = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (IllegalArgumentException unreadable) {
            throw new RemoteFailure("--api: expected http://HOST:PORT, found " + url);
        }
        if (base.getHost() == null || !String.valueOf(base.getScheme()).matches("https?")) {
            throw new RemoteFailure("--api: expected http://HOST:PORT, found " + url);
        }
        key = ShownKey.find();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    JsonNode get(String path) throws IOException {
        return send("GET", path, BodyPublishers.noBody(), Map.of());
    }

    JsonNode post(String path, ObjectNode body) throws IOException {
        return send("POST", path, BodyPublishers.ofString(body.toString()), Map.of("Content-Type", "application/json"));
    }

    /**
     * Sends a request.
     *
     * @param headers by name
     * @return null where the answer has no body
     */
    JsonNode send(String method, String path, BodyPublisher body, Map<String, String> headers) throws IOException {
        HttpResponse<String> response = send(method, path, body, headers, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw refusal(response.statusCode(), response.body());
        }
        return response.body().isEmpty() ? null : parsed(response);
    }

    /**
     * Opens an answer of any length; its body is the caller's to close.
     *
     * @param headers by name
     */
    HttpResponse<InputStream> open(String path, Map<String, String> headers) throws IOException {
        HttpResponse<InputStream> response =
                send("GET", path, BodyPublishers.noBody(), headers, BodyHandlers.ofInputStream());
        if (response.statusCode() >= 300) {
            try (InputStream problem = response.body()) {
                throw refusal(
                        response.statusCode(),
                        new String(problem.readNBytes(MAX_PROBLEM_BYTES), StandardCharsets.UTF_8));
            }
        }
        return response;
    }

    private <T> HttpResponse<T> send(
            String method, String path, BodyPublisher body, Map<String, String> headers, BodyHandler<T> reader)
            throws RemoteFailure {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/v1" + path))
                .timeout(ANSWER_WITHIN)
                .method(method, body);
        headers.forEach(request::header);
        ShownKey.put(key, request);
        try {
            return client.send(request.build(), reader);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new RemoteFailure("interrupted");
        } catch (IOException unreachable) {
            throw new RemoteFailure("%s: expected an api there, found: %s".formatted(base, said(unreachable)));
        }
    }

    private static String said(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private JsonNode parsed(HttpResponse<String> response) throws RemoteFailure {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException unreadable) {
            throw new RemoteFailure("%s: expected JSON, found something else".formatted(base));
        }
    }

    private static RemoteFailure refusal(int status, String body) {
        if (status == 401) {
            return new RemoteFailure("the api asks for a valid key: " + ShownKey.HINT);
        }
        try {
            JsonNode problem = JSON.readTree(body);
            List<String> problems = new ArrayList<>();
            problem.path("problems").forEach(each -> problems.add(each.asText()));
            return new RemoteFailure(problem.path("detail").asText("the api answered " + status), problems);
        } catch (JsonProcessingException noProblem) {
            return new RemoteFailure("the api answered " + status);
        }
    }

    /** One line of text as a header takes it. */
    static String header(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * The digest that a person means.
     *
     * @param start of a digest, at least {@value #LEAST_PREFIX} digits
     */
    String digest(String start) throws IOException {
        if (!start.matches("[0-9a-f]{" + LEAST_PREFIX + ",64}")) {
            throw new RemoteFailure(
                    "DIGEST: expected at least %d lower-case hexadecimal digits, or a package's folder, found %s"
                            .formatted(LEAST_PREFIX, start));
        }
        if (start.length() == 64) {
            return start;
        }
        List<String> meant = new ArrayList<>();
        for (JsonNode model : get("/models").path("models")) {
            String sha256 = model.path("sha256").asText();
            if (sha256.startsWith(start)) {
                meant.add(sha256);
            }
        }
        if (meant.size() != 1) {
            throw new RemoteFailure("DIGEST: expected the start of one model's digest, found %s%s"
                    .formatted(meant.isEmpty() ? "that none starts with " : "several that start with ", start));
        }
        return meant.getFirst();
    }

    @Override
    public void close() {
        client.close();
    }
}
