package org.streetwarden.api.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One api, asked. Every refusal becomes a {@link RemoteFailure} with the api's own reasons. */
final class ApiClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(10);
    private static final int MAX_ANSWER_BYTES = 16 << 20;

    private final URI base;
    private final Optional<String> key;
    private final Asked asked = new Asked(ANSWER_WITHIN, MAX_ANSWER_BYTES);

    /** @param url of the api's root, {@code http://host:port} */
    ApiClient(String url) throws RemoteFailure {
        base = root("--api", url);
        key = ShownKey.find();
    }

    /**
     * A server's root.
     *
     * @throws RemoteFailure where it is none, or holds credentials or a query
     */
    static URI root(String option, String url) throws RemoteFailure {
        try {
            URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            boolean plain = uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && String.valueOf(uri.getScheme()).matches("https?");
            if (plain) {
                return uri;
            }
        } catch (IllegalArgumentException unreadable) {
            throw new RemoteFailure(option + ": expected http://HOST:PORT, found something else");
        }
        throw new RemoteFailure(
                option + ": expected http://HOST:PORT without credentials or a query, found more or less");
    }

    JsonNode get(String path, Map<String, String> query) throws IOException {
        return send(request(path, query).GET().build());
    }

    JsonNode post(String path, ObjectNode body) throws IOException {
        return post(path, body, Map.of());
    }

    /** @param headers as {@link #encoded} writes them */
    JsonNode post(String path, ObjectNode body, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = request(path, Map.of())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        headers.forEach(request::header);
        return send(request.build());
    }

    JsonNode put(String path, ObjectNode body) throws IOException {
        return send(request(path, Map.of())
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.toString()))
                .build());
    }

    URI base() {
        return base;
    }

    /** @param headers as {@link #encoded} writes them */
    JsonNode delete(String path, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = request(path, Map.of()).DELETE();
        headers.forEach(request::header);
        return send(request.build());
    }

    JsonNode upload(String path, Map<String, String> query, Path file, Map<String, String> headers) throws IOException {
        HttpRequest.Builder request = request(path, query).POST(BodyPublishers.ofFile(file));
        headers.forEach(request::header);
        return send(request.build());
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        List<String> pairs = new ArrayList<>();
        query.forEach((name, value) -> pairs.add(name + "=" + encoded(value)));
        String suffix = pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/api/v1" + path + suffix));
        ShownKey.put(key, request);
        return request;
    }

    /** A query in the order given, without what is null. */
    static Map<String, String> query(String... namesAndValues) {
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                query.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return query;
    }

    /** As a header or a query takes it. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Saves what is no JSON.
     *
     * @param headers as {@link #encoded} writes them
     * @param file replaced
     */
    void download(String path, Map<String, String> headers, Path file) throws IOException {
        HttpRequest.Builder request = request(path, Map.of()).GET();
        headers.forEach(request::header);
        HttpResponse<byte[]> response = answer(() -> asked.save(request.build(), file));
        if (response.statusCode() != 200) {
            throw refusal(response.statusCode(), json(response));
        }
    }

    private JsonNode send(HttpRequest request) throws IOException {
        HttpResponse<byte[]> response = answer(() -> asked.send(request));
        JsonNode answer = json(response);
        if (response.statusCode() >= 300) {
            throw refusal(response.statusCode(), answer);
        }
        return answer;
    }

    private interface Question {
        HttpResponse<byte[]> ask() throws IOException;
    }

    private HttpResponse<byte[]> answer(Question question) throws IOException {
        try {
            return question.ask();
        } catch (RemoteFailure interrupted) {
            throw interrupted;
        } catch (IOException unreachable) {
            throw new RemoteFailure("%s: expected an api there, found: %s".formatted(base, unreachable.getMessage()));
        }
    }

    private JsonNode json(HttpResponse<byte[]> response) throws RemoteFailure {
        try {
            return JSON.readTree(response.body());
        } catch (IOException noJson) {
            throw new RemoteFailure(
                    "%s: expected JSON, found status %d with something else".formatted(base, response.statusCode()));
        }
    }

    private static RemoteFailure refusal(int status, JsonNode problem) {
        if (status == 401) {
            return new RemoteFailure("the api asks for a valid key: " + ShownKey.HINT);
        }
        List<String> problems = new ArrayList<>();
        problem.path("problems").forEach(each -> problems.add(each.asText()));
        return new RemoteFailure(
                problems.isEmpty()
                        ? problem.path("detail").asText("the api answered " + status)
                        : String.join(System.lineSeparator(), problems));
    }

    @Override
    public void close() {
        asked.close();
    }
}
