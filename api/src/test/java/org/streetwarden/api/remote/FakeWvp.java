package org.streetwarden.api.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/**
 * Answers as a WVP-GB28181-pro does to {@code GET /api/common/channel/list?page&count} with the header {@code access-token}, by its
 * own source, and misbehaves on demand.
 */
public final class FakeWvp implements AutoCloseable {

    public static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.t.s";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> channels = new CopyOnWriteArrayList<>();
    private final List<Integer> asked = new CopyOnWriteArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private Integer statedTotal;
    private boolean deaf;

    /** What goes wrong with one answer. */
    public enum Fault {
        NONE,
        ERROR_500,
        ERROR_IN_BODY,
        TORN,
        NEVER_ENDS,
        TOO_LONG,
        REDIRECT
    }

    public FakeWvp(int cameras) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/common/channel/list", this::answer);
        server.setExecutor(threads);
        server.start();
        IntStream.rangeClosed(1, cameras).forEach(number -> channels.add(channel(number, code(number), 0)));
    }

    public static String code(int number) {
        return "3701260008132600%04d".formatted(number);
    }

    /** One channel as JSON, with the fields that must never leave. */
    public static String channel(int id, String code, int secrecy) {
        return """
                {"gbId":%d,"gbDeviceId":%s,"gbName":"路口 %d","gbManufacturer":"m","gbCivilCode":"370126",
                 "gbParentId":"37012600082006000001","gbSecrecy":%d,"gbIpAddress":"10.1.2.3","gbPort":5060,
                 "gbPassword":"hunter2","gbStatus":"ON","gbLongitude":117.17,"gbLatitude":36.98,"gbPtzType":3,
                 "gbDirectionType":1,"dataType":1}""".formatted(id, code == null ? "null" : '"' + code + '"', id, secrecy);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public List<String> channels() {
        return channels;
    }

    /** The pages that were asked for, in order. */
    public List<Integer> asked() {
        return asked;
    }

    /** What happens to the next answers, one each. */
    public FakeWvp then(Fault... next) {
        faults.addAll(List.of(next));
        return this;
    }

    /** Says this many instead of how many there are. */
    public FakeWvp state(int total) {
        statedTotal = total;
        return this;
    }

    /** Always answers with the first page, whatever is asked. */
    public FakeWvp deaf() {
        deaf = true;
        return this;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getQuery();
            int page = Integer.parseInt(query.replaceAll(".*page=(\\d+).*", "$1"));
            int count = Integer.parseInt(query.replaceAll(".*count=(\\d+).*", "$1"));
            asked.add(page);
            if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("access-token"))) {
                send(exchange, 401, "{\"code\":401,\"msg\":\"请登录后重新请求\",\"data\":null}");
                return;
            }
            answer(exchange, body(deaf ? 1 : page, count), faults.isEmpty() ? Fault.NONE : faults.poll());
        }
    }

    private void answer(HttpExchange exchange, String body, Fault fault) throws IOException {
        switch (fault) {
            case NONE -> send(exchange, 200, body);
            case ERROR_500 -> send(exchange, 500, "oops");
            case ERROR_IN_BODY -> send(exchange, 200, "{\"code\":100,\"msg\":\"失败\",\"data\":null}");
            case TORN -> send(exchange, 200, body.substring(0, body.length() / 2));
            case TOO_LONG -> send(exchange, 200, " ".repeat(9 << 20) + body);
            case REDIRECT -> {
                exchange.getResponseHeaders().add("Location", uri() + "/elsewhere");
                send(exchange, 302, "");
            }
            case NEVER_ENDS -> {
                exchange.sendResponseHeaders(200, 1000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                try {
                    Thread.sleep(5000);
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private String body(int page, int count) {
        int from = Math.min(channels.size(), (page - 1) * count);
        int to = Math.min(channels.size(), from + count);
        List<String> list = new ArrayList<>(channels.subList(from, to));
        return "{\"code\":0,\"msg\":\"成功\",\"data\":{\"total\":%d,\"list\":[%s],\"pageNum\":%d,\"pageSize\":%d}}"
                .formatted(statedTotal == null ? channels.size() : statedTotal, String.join(",", list), page, count);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
