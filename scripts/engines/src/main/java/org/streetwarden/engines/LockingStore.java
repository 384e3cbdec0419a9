package org.streetwarden.engines;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One bucket with S3 Object Lock in memory, for tests: those requests of the S3 API that this project sends to such a bucket, answered
 * as its public reference says. It keeps versions, demands a checksum with a retention, and refuses to delete a locked version. A double
 * and no store: it checks no signature. Thread-safe.
 */
public final class LockingStore implements AutoCloseable {

    private static final String MODE = "x-amz-object-lock-mode";
    private static final String UNTIL = "x-amz-object-lock-retain-until-date";
    private static final String CONFIGURATION =
            "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>";

    private final HttpServer server;
    private final String bucket;
    private final InstantSource clock;
    private final Map<String, List<Version>> objects = new TreeMap<>();
    private int versions;

    private static final class Version {
        private final String id;
        private final byte[] content;
        private final String mode;
        private final Instant until;
        private boolean held;

        Version(String id, byte[] content, String mode, Instant until) {
            this.id = id;
            this.content = content;
            this.mode = mode;
            this.until = until;
        }
    }

    private record Answer(int status, String body) {}

    private LockingStore(HttpServer server, String bucket, InstantSource clock) {
        this.server = server;
        this.bucket = bucket;
        this.clock = clock;
    }

    /**
     * Serves on a free port of this machine.
     *
     * @param clock by which retention ends
     */
    public static LockingStore start(String bucket, InstantSource clock) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        LockingStore store = new LockingStore(server, bucket, clock);
        server.createContext("/", store::serve);
        server.start();
        return store;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Puts an empty object, or a version of it. */
    public synchronized void put(String key, String mode, Instant until) {
        objects.computeIfAbsent(key, any -> new ArrayList<>())
                .add(new Version("v" + ++versions, new byte[0], mode, until));
    }

    /** How many versions of an object are there. */
    public synchronized int versions(String key) {
        return objects.get(key).size();
    }

    /** The retention's mode of an object; null where it has none. */
    public synchronized String mode(String key) {
        return objects.get(key).getLast().mode;
    }

    /** When its retention ends. */
    public synchronized Instant until(String key) {
        return objects.get(key).getLast().until;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer = answer(exchange, body);
            byte[] said = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.getResponseHeaders().add("ETag", "\"0\"");
            boolean bare = exchange.getRequestMethod().equals("HEAD") || answer.status() == 204;
            exchange.sendResponseHeaders(answer.status(), bare || said.length == 0 ? -1 : said.length);
            if (!bare) {
                exchange.getResponseBody().write(said);
            }
        }
    }

    private synchronized Answer answer(HttpExchange exchange, byte[] body) {
        String path = exchange.getRequestURI().getPath().substring(1);
        String query = exchange.getRequestURI().getQuery() == null
                ? ""
                : exchange.getRequestURI().getQuery();
        if (!path.equals(bucket) && !path.startsWith(bucket + "/")) {
            return refusal(404, "NoSuchBucket");
        }
        String key = path.substring(bucket.length()).replaceFirst("^/", "");
        return key.isEmpty() ? ofBucket(query) : ofObject(exchange, key, query, body);
    }

    private Answer ofBucket(String query) {
        Set<String> asked = Set.of(query.split("&"));
        if (asked.stream().anyMatch(each -> each.startsWith("object-lock"))) {
            return new Answer(200, CONFIGURATION);
        }
        if (asked.stream().noneMatch(each -> each.matches("versions=?"))) {
            return new Answer(200, "");
        }
        StringBuilder list = new StringBuilder(
                "<ListVersionsResult><Name>%s</Name><Prefix></Prefix><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>"
                        .formatted(bucket));
        objects.forEach((key, all) -> all.forEach(
                each -> list.append("""
                <Version><Key>%s</Key><VersionId>%s</VersionId><IsLatest>%s</IsLatest>\
                <LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>"0"</ETag><Size>%d</Size>\
                <StorageClass>STANDARD</StorageClass></Version>""".formatted(key, each.id, each == all.getLast(), each.content.length))));
        return new Answer(200, list.append("</ListVersionsResult>").toString());
    }

    private Answer ofObject(HttpExchange exchange, String key, String query, byte[] body) {
        String asked = exchange.getRequestMethod() + " " + query.replaceAll("=.*", "");
        if (asked.equals("PUT ")) {
            return put(exchange, key, body);
        }
        List<Version> all = objects.getOrDefault(key, List.of());
        if (all.isEmpty()) {
            return refusal(404, "NoSuchKey");
        }
        Version newest = all.getLast();
        return switch (asked) {
            case "PUT legal-hold" -> hold(newest, new String(body, UTF_8));
            case "GET legal-hold" ->
                new Answer(200, "<LegalHold><Status>%s</Status></LegalHold>".formatted(newest.held ? "ON" : "OFF"));
            case "GET retention" ->
                newest.mode == null
                        ? refusal(404, "NoSuchObjectLockConfiguration")
                        : new Answer(
                                200,
                                "<Retention><Mode>%s</Mode><RetainUntilDate>%s</RetainUntilDate></Retention>"
                                        .formatted(newest.mode, newest.until));
            case "DELETE versionId" -> delete(key, query.substring(query.indexOf('=') + 1));
            case "HEAD ", "GET " -> new Answer(200, new String(newest.content, UTF_8));
            default -> refusal(501, "NotImplemented");
        };
    }

    private Answer put(HttpExchange exchange, String key, byte[] body) {
        var headers = exchange.getRequestHeaders();
        String mode = headers.getFirst(MODE);
        boolean checked = headers.containsKey("Content-MD5")
                || headers.keySet().stream()
                        .anyMatch(each -> each.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum-"));
        if (mode != null && !checked) {
            return refusal(400, "InvalidRequest");
        }
        Instant until = mode == null ? null : Instant.parse(headers.getFirst(UNTIL));
        objects.computeIfAbsent(key, any -> new ArrayList<>()).add(new Version("v" + ++versions, body, mode, until));
        return new Answer(200, "");
    }

    private static Answer hold(Version version, String body) {
        version.held = body.contains("<Status>ON</Status>");
        return new Answer(200, "");
    }

    private Answer delete(String key, String versionId) {
        List<Version> all = objects.get(key);
        boolean locked = all.stream()
                .filter(each -> each.id.equals(versionId))
                .anyMatch(each -> each.held || (each.until != null && each.until.isAfter(clock.instant())));
        if (locked) {
            return refusal(403, "AccessDenied");
        }
        all.removeIf(each -> each.id.equals(versionId));
        return new Answer(204, "");
    }

    private static Answer refusal(int status, String code) {
        return new Answer(status, "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(code, code));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
