package org.streetwarden.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.streetwarden.api.accounts.KeyFile;
import org.streetwarden.api.accounts.Secret;
import org.streetwarden.engines.PostgresEngine;

/** The api as a process of its own, and a client that takes its time. */
final class ServedApi implements AutoCloseable {

    private static final int WARM_UP = 30;
    private static final int ASKED = 200;
    private static final int LEAST_ASKED = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_PAGES = 300;
    private static final Pattern NEXT = Pattern.compile("\"nextCursor\":\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final String base;
    private final Secret key;

    private ServedApi(Process process, int port, Secret key) {
        this.process = process;
        this.key = key;
        base = "http://127.0.0.1:" + port;
    }

    /** Without an object store: nothing that is asked then needs one. */
    static ServedApi start(Path dir, PostgresEngine postgres, String password, String redisUrl)
            throws IOException, InterruptedException {
        Map<String, String> nowhere = Map.of(
                "STREETWARDEN_S3_ENDPOINT", "http://127.0.0.1:9",
                "STREETWARDEN_S3_ACCESS_KEY", "nobody",
                "STREETWARDEN_S3_SECRET_KEY", password);
        return start(dir, postgres, password, redisUrl, nowhere);
    }

    /** @param store settings of the object store */
    static ServedApi start(
            Path dir, PostgresEngine postgres, String password, String redisUrl, Map<String, String> store)
            throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Secret key = Secret.make();
        Path keys = dir.resolve("keys");
        Files.writeString(
                keys, KeyFile.line(key, List.of("operator", "auditor", "reviewer", "platform", "pilot"), "bench"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "org.streetwarden.api.ApiMain")
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("api.log").toFile());
        builder.environment().put("STREETWARDEN_CALLERS", keys.toString());
        builder.environment()
                .putAll(Map.of(
                        "CLASSPATH",
                        System.getProperty("java.class.path"),
                        "STREETWARDEN_PORT",
                        Integer.toString(port),
                        "STREETWARDEN_DB_URL",
                        postgres.url(),
                        "STREETWARDEN_DB_USER",
                        PostgresEngine.USER,
                        "STREETWARDEN_DB_PASSWORD",
                        password,
                        "STREETWARDEN_REDIS_URL",
                        redisUrl));
        builder.environment().putAll(store);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end of the api"));
        ServedApi api = new ServedApi(process, port, key);
        api.awaitSchema();
        return api;
    }

    private void awaitSchema() throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            try {
                if (get("/api/v1/cases?limit=1").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    throw new IOException("the api ended: see api.log", notYet);
                }
            }
            Thread.sleep(200);
        }
        throw new IOException("the api did not answer within two minutes: see api.log");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).timeout(Duration.ofSeconds(30)));
    }

    /** A request that shows the key. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + key.text());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /**
     * Asks {@link #ASKED} times after a warm-up, or as often as {@link #PATIENCE} allows.
     *
     * @param path of the request of that number, from 0
     */
    void time(String what, IntFunction<String> path) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        long start = System.nanoTime();
        boolean late = false;
        for (int i = 0; i < WARM_UP + ASKED && !(late && millis.size() >= LEAST_ASKED); i++) {
            double took = took(path.apply(i), new StringBuilder());
            if (i >= WARM_UP || late) {
                millis.add(took);
            }
            late = System.nanoTime() - start > PATIENCE.toNanos();
        }
        print(what, millis);
    }

    /** Follows the cursor of a list from page to page. */
    void walk(String what, String path) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        String next = path;
        while (next != null && millis.size() < MAX_PAGES) {
            StringBuilder body = new StringBuilder();
            millis.add(took(next, body));
            Matcher cursor = NEXT.matcher(body);
            next = cursor.find() ? path + "&cursor=" + cursor.group(1) : null;
        }
        print(what, millis);
    }

    private double took(String path, StringBuilder body) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> answer = get(path);
        double millis = (System.nanoTime() - start) / 1e6;
        if (answer.statusCode() != 200) {
            throw new IOException(path + ": expected 200, found " + answer.statusCode() + " " + answer.body());
        }
        body.append(answer.body());
        return millis;
    }

    private static void print(String what, List<Double> millis) {
        Collections.sort(millis);
        System.out.printf(
                "%-44s %8.1f %8.1f %8.1f %6d%n",
                what, share(millis, 0.5), share(millis, 0.95), millis.getLast(), millis.size());
    }

    private static double share(List<Double> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
