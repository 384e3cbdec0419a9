package org.streetwarden.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.streetwarden.engines.PostgresEngine;
import org.streetwarden.engines.RedisEngine;
import org.streetwarden.engines.S3Engine;
import org.streetwarden.engines.ServerProcess;

/**
 * Everything on one machine: three engines, the camera farm, the api and a worker, each a process of its own that is started
 * again where it dies. Closing ends them all.
 */
final class Demo implements AutoCloseable {

    private static final String BUCKET = "streetwarden-evidence";
    private static final int SMALL_HEAP_MB = 192;
    private static final int WORKER_HEAP_MB = 384;

    private final Installation installation;
    private final ModuleProcess modules;
    private final DemoCameras cameras;
    private final Map<String, Integer> ports = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private boolean closed;

    /**
     * @param installation closed with the demo
     * @param port of the api and its console
     */
    Demo(Installation installation, ModuleProcess modules, DemoCameras cameras, int port) throws IOException {
        this.installation = installation;
        this.modules = modules;
        this.cameras = cameras;
        for (String part : List.of("redis", "postgres", "s3", "farm", "worker")) {
            ports.put(part, ServerProcess.freePort());
        }
        ports.put("api", port);
        parts.add(new Part("redis", () -> RedisEngine.start(folder("redis"), port("redis"), secret("redis"))));
        parts.add(new Part(
                "postgres", () -> PostgresEngine.start(folder("postgres"), port("postgres"), secret("postgres"))));
        parts.add(new Part(
                "s3", () -> S3Engine.start(folder("s3"), port("s3"), secret("s3-access"), secret("s3-secret"))));
        parts.add(new Part("farm", this::startFarm));
        parts.add(new Part("api", this::startApi));
        parts.add(new Part("worker", this::startWorker));
    }

    /**
     * Starts every part in order.
     *
     * @param progress told each part's name before it is started
     * @throws IOException where one does not come up; the others still run until {@link #close}
     */
    void start(Consumer<String> progress) throws IOException {
        for (Part part : parts) {
            progress.accept(part.name());
            startOne(part);
        }
    }

    private synchronized void startOne(Part part) throws IOException {
        if (closed) {
            throw new IOException("stopped while starting");
        }
        part.start();
    }

    /** Starts again what has died. Call about once a second. */
    void revive() {
        parts.forEach(this::reviveOne);
    }

    private synchronized void reviveOne(Part part) {
        if (!closed) {
            part.revive(Instant.now());
        }
    }

    /** Revives until the thread is interrupted or the demo is closed. */
    void supervise() {
        while (!Thread.currentThread().isInterrupted() && !isClosed()) {
            revive();
            LockSupport.parkNanos(500_000_000L);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    String url() {
        return "http://127.0.0.1:" + port("api");
    }

    /** The process id of a part. */
    synchronized long pid(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private ServerProcess startFarm() throws IOException {
        Path config = folder("farm").resolve("farm.yaml");
        cameras.writeFarm(config, secret("camera"));
        return modules.start(
                "farm",
                folder("farm"),
                port("farm"),
                modules.command(
                        "stream-workers",
                        "org.streetwarden.cli.Main",
                        SMALL_HEAP_MB,
                        List.of("farm", "--config", config.toString(), "--port", "" + port("farm"))),
                Map.of());
    }

    private ServerProcess startApi() throws IOException {
        Map<String, String> environment = shared();
        environment.put(
                "STREETWARDEN_DB_URL",
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port("postgres"), PostgresEngine.USER));
        environment.put("STREETWARDEN_DB_USER", PostgresEngine.USER);
        environment.put("STREETWARDEN_DB_PASSWORD", secret("postgres"));
        environment.put("STREETWARDEN_PORT", "" + port("api"));
        return modules.start(
                "api",
                folder("api"),
                port("api"),
                modules.command("api", "org.streetwarden.api.ApiMain", SMALL_HEAP_MB, List.of()),
                environment);
    }

    private ServerProcess startWorker() throws IOException {
        Path config = folder("worker").resolve("worker.yaml");
        Path zoo = modules.root().resolve("models/zoo/street-nano-0.3");
        cameras.writeWorker(config, zoo, port("farm"), port("worker"), secret("camera"));
        Map<String, String> environment = shared();
        environment.put("STREETWARDEN_DATA_DIR", folder("worker").toString());
        return modules.start(
                "worker",
                folder("worker"),
                port("worker"),
                modules.command(
                        "stream-workers",
                        "org.streetwarden.cli.Main",
                        WORKER_HEAP_MB,
                        List.of("worker", "--config", config.toString())),
                environment);
    }

    private Map<String, String> shared() {
        Map<String, String> environment = new HashMap<>();
        environment.put("STREETWARDEN_REDIS_URL", "redis://:%s@127.0.0.1:%d".formatted(secret("redis"), port("redis")));
        environment.put("STREETWARDEN_S3_ENDPOINT", "http://127.0.0.1:" + port("s3"));
        environment.put("STREETWARDEN_S3_BUCKET", BUCKET);
        environment.put("STREETWARDEN_S3_ACCESS_KEY", secret("s3-access"));
        environment.put("STREETWARDEN_S3_SECRET_KEY", secret("s3-secret"));
        return environment;
    }

    private Path folder(String part) throws IOException {
        return installation.folder(part);
    }

    private int port(String part) {
        return ports.get(part);
    }

    private String secret(String name) {
        return installation.secret(name);
    }

    /** Ends every part, the last started first. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (Part part : parts.reversed()) {
            part.close();
        }
        installation.close();
    }
}
