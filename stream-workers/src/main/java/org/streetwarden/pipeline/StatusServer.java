package org.streetwarden.pipeline;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code /metrics} and {@code /healthz}, on loopback unless {@value #BIND} names another address. */
final class StatusServer implements AutoCloseable {

    static final String BIND = "STREETWARDEN_STATUS_BIND";

    private final HttpServer server;

    /**
     * @param address null: loopback
     * @param port 0 for a free one
     * @param ill why this worker itself is ill; empty where it is well, whatever its cameras are
     * @param looking which models look, one a line
     * @throws IOException where the address is none of this machine or the port is taken
     */
    StatusServer(
            String address, int port, PrometheusMeterRegistry registry, Supplier<String> ill, Supplier<String> looking)
            throws IOException {
        InetAddress bound = address == null ? InetAddress.getLoopbackAddress() : InetAddress.getByName(address);
        try {
            server = HttpServer.create(new InetSocketAddress(bound, port), 16);
        } catch (java.net.BindException taken) {
            throw new IOException(
                    "worker.port: expected a free port on %s, found %d: %s"
                            .formatted(bound.getHostAddress(), port, taken.getMessage()),
                    taken);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/metrics", exchange -> answer(exchange, 200, registry.scrape()));
        server.createContext("/healthz", exchange -> {
            String why = ill.get();
            answer(exchange, why.isEmpty() ? 200 : 503, (why.isEmpty() ? "well" : why) + "\n" + looking.get() + "\n");
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
