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
 * Everything on one machine: three engines, the camera farm, the api and the workers, each a process of its own that is
 * started again where it dies. Closing ends them all.
 */
final class Rig implements AutoCloseable {

    private static final String BUCKET = "streetwarden-evidence";
    private static final int API_HEAP_MB = 192;
    private static final int PLATFORM_HEAP_MB = 64;

    private final Installation installation;
    private final ModuleProcess modules;
    private final Streets streets;
    private final Map<String, Integer> ports = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private boolean closed;

    /**
     * @param installation closed with the rig
     * @param port of the api and its console
     */
    Rig(Installation installation, ModuleProcess modules, Streets streets, int port) throws IOException {
        this.installation = installation;
        this.modules = modules;
        this.streets = streets;
        for (String part : List.of("redis", "postgres", "s3", "farm", "platform")) {
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
        if (streets.handsOver()) {
            parts.add(new Part("platform", this::startPlatform));
        }
        for (int number = 1; number <= streets.workers(); number++) {
            int worker = number;
            ports.put(worker(worker), ServerProcess.freePort());
            parts.add(new Part(worker(worker), () -> startWorker(worker)));
        }
    }

    /** Name of a worker's part: {@code worker} where there is but one, else {@code worker-1} and so on. */
    String worker(int number) {
        return streets.workers() == 1 ? "worker" : "worker-" + number;
    }

    /** Names of all parts, in the order they start. */
    List<String> parts() {
        return parts.stream().map(Part::name).toList();
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

    /** Revives until the thread is interrupted or the rig is closed. */
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

    /** Asks the api whatever its console shows. */
    ApiClient api() {
        return new ApiClient(url(), installation.apiKey("api"));
    }

    /** Holds the key that commands show the api. */
    Path keyFile() throws IOException {
        return installation.keyFile();
    }

    /** The account that opens the console; made where it is not there yet. */
    DemoAccount account() {
        return new DemoAccount(url(), installation);
    }

    /** The process id of a part. */
    synchronized long pid(String name) {
        return part(name).pid();
    }

    private Part part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Kills a part as {@code kill -9} would, and does not start it again before {@link #release}. */
    synchronized void hold(String name) {
        part(name).hold();
    }

    /** Lets a held part be started again. */
    synchronized void release(String name) {
        part(name).release();
    }

    private ServerProcess startFarm() throws IOException {
        Path config = folder("farm").resolve("farm.yaml");
        streets.writeFarm(config, secret("camera"));
        return modules.start(
                "farm",
                folder("farm"),
                port("farm"),
                modules.command(
                        "stream-workers",
                        "org.streetwarden.cli.Main",
                        streets.heaps().farm(),
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
        environment.put("STREETWARDEN_CALLERS", installation.apiKeys().toString());
        environment.put("STREETWARDEN_LOG_ORIGIN", "demo.streetwarden/log");
        environment.put("STREETWARDEN_LOG_KEYSTORE", installation.key("api").toString());
        environment.put("STREETWARDEN_LOG_PASSWORD", secret("signing"));
        if (streets.handsOver()) {
            environment.put(
                    "STREETWARDEN_PUSH_TARGETS", platform().writeTargets().toString());
            environment.put("STREETWARDEN_CHECKS", DemoPlatform.CHECKS);
        }
        return modules.start(
                "api",
                folder("api"),
                port("api"),
                modules.command("api", "org.streetwarden.api.ApiMain", API_HEAP_MB, List.of()),
                environment);
    }

    private DemoPlatform platform() throws IOException {
        return new DemoPlatform(folder("platform"), port("platform"), secret("push"));
    }

    private ServerProcess startPlatform() throws IOException {
        return modules.start(
                "platform",
                folder("platform"),
                port("platform"),
                modules.command(
                        "api",
                        "org.streetwarden.api.remote.PlatformMain",
                        PLATFORM_HEAP_MB,
                        platform().arguments(url())),
                Map.of("STREETWARDEN_API_KEY", installation.apiKey("platform")));
    }

    private ServerProcess startWorker(int number) throws IOException {
        String name = worker(number);
        Path config = folder(name).resolve("worker.yaml");
        streets.writeWorker(number, config, model(modules), port("farm"), port(name), secret("camera"));
        Map<String, String> environment = shared();
        environment.put("STREETWARDEN_DATA_DIR", folder(name).toString());
        environment.put("STREETWARDEN_SIGNING_KEYSTORE", installation.key(name).toString());
        environment.put("STREETWARDEN_SIGNING_PASSWORD", secret("signing"));
        return modules.start(
                name,
                folder(name),
                port(name),
                modules.command(
                        "stream-workers",
                        "org.streetwarden.cli.Main",
                        streets.heaps().worker(),
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

    /** The package that its workers look with. */
    static Path model(ModuleProcess modules) {
        return modules.root().resolve("models/zoo/street-nano-0.4");
    }

    /** A folder of one part. */
    Path folder(String part) throws IOException {
        return installation.folder(part);
    }

    /** The port that a part listens on. */
    int port(String part) {
        return ports.get(part);
    }

    private String secret(String name) {
        return installation.secret(name);
    }

    /** Ends every part, the last started first; one that cannot be ended keeps no other alive. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        RuntimeException failure = null;
        for (Part part : parts.reversed()) {
            try {
                part.close();
            } catch (RuntimeException broken) {
                failure = broken;
            }
        }
        installation.close();
        if (failure != null) {
            throw failure;
        }
    }
}
