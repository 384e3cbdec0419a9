package org.streetwarden.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the check asks the api, as any platform would. */
final class ApiClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String root;
    private final String base;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * Asks nothing yet.
     *
     * @param url of the api's root
     * @param key that it is shown
     */
    ApiClient(String url, String key) {
        root = url;
        base = url + "/api/v1";
        this.key = key;
    }

    /** Whether it has its database and its store. */
    boolean isReady() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + "/readyz"))
                .timeout(PATIENCE)
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    }

    /** Every case, page after page. */
    List<JsonNode> cases() throws IOException, InterruptedException {
        return all("/cases?limit=200", "cases", "nextCursor", "cursor");
    }

    /**
     * Every row, page after page.
     *
     * @param path of the first page, with a query
     * @param rows the answer's field that holds them
     * @param next the answer's field that names the page behind it
     * @param parameter of the query that asks for that page
     */
    List<JsonNode> all(String path, String rows, String next, String parameter)
            throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String page = "";
        do {
            JsonNode answer = get(path + page);
            answer.path(rows).forEach(all::add);
            page = answer.hasNonNull(next)
                    ? "&" + parameter + "=" + answer.path(next).asText()
                    : "";
        } while (!page.isEmpty());
        return all;
    }

    JsonNode cameras() throws IOException, InterruptedException {
        return get("/cameras").path("cameras");
    }

    /** Fetches a case's whole evidence pack into a folder. */
    void fetchEvidence(String caseNo, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        List<String> names = new ArrayList<>(List.of("manifest.json"));
        get("/cases/" + caseNo)
                .path("evidence")
                .path("parts")
                .forEach(part -> names.add(part.path("name").asText()));
        for (String name : names) {
            Path file = folder.resolve(name);
            HttpResponse<Path> response =
                    http.send(request("/cases/" + caseNo + "/evidence/" + name), BodyHandlers.ofFile(file));
            if (response.statusCode() != 200) {
                throw new IOException(
                        "%s of %s: expected 200, found %d".formatted(name, caseNo, response.statusCode()));
            }
        }
    }

    /** Fetches a case's dossier, as an auditor would. */
    void export(String caseNo, String why, Path file) throws IOException, InterruptedException {
        HttpRequest asking = asked("/cases/" + caseNo + "/export")
                .header("X-Why", URLEncoder.encode(why, StandardCharsets.UTF_8).replace("+", "%20"))
                .build();
        HttpResponse<Path> response = http.send(asking, BodyHandlers.ofFile(file));
        if (response.statusCode() != 200) {
            throw new IOException("export of %s: expected 200, found %d".formatted(caseNo, response.statusCode()));
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request(path), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("%s: expected 200, found %d".formatted(path, response.statusCode()));
        }
        return JSON.readTree(response.body());
    }

    /** Sends JSON; a refusal is the caller's to read. */
    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        HttpRequest request = asked(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** @throws IOException where the answer is none of success */
    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        HttpRequest request = asked(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(
                    "%s: expected 2xx, found %d: %s".formatted(path, response.statusCode(), response.body()));
        }
        return JSON.readTree(response.body());
    }

    private HttpRequest request(String path) {
        return asked(path).build();
    }

    private HttpRequest.Builder asked(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
