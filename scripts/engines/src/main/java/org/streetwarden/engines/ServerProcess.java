package org.streetwarden.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server process: its pid file, its log, its readiness, its end. */
public final class ServerProcess implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);
    private static final int LOG_TAIL_LINES = 15;

    private final String name;
    private final int port;
    private final Process process;
    private final Path pidFile;

    private ServerProcess(String name, int port, Process process, Path pidFile) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.pidFile = pidFile;
    }

    /**
     * Starts a command and returns once it is ready.
     *
     * @param dir where its log and pid file stand, and its working directory; must exist
     * @param ready asked every 50 ms; must not block for long
     * @throws IOException where it ends or is not ready in time; the message ends with its last words
     */
    public static ServerProcess start(String name, Path dir, int port, ProcessBuilder builder, BooleanSupplier ready)
            throws IOException {
        Path pidFile = dir.resolve(name + ".pid");
        Path log = dir.resolve(name + ".log");
        endOrphan(pidFile, dir);
        builder.directory(dir.toFile()).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Process process = builder.start();
        process.getOutputStream().close();
        Files.writeString(pidFile, Long.toString(process.pid()));
        ServerProcess engine = new ServerProcess(name, port, process, pidFile);
        engine.awaitReady(log, ready);
        return engine;
    }

    /** A port that is free now, on loopback. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Whether something listens on that port of loopback. */
    public static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void awaitReady(Path log, BooleanSupplier ready) throws IOException {
        Instant deadline = Instant.now().plus(START_DEADLINE);
        while (!ready.getAsBoolean()) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                String state = process.isAlive() ? "not ready after " + START_DEADLINE.toSeconds() + " s" : "it ended";
                kill();
                throw new IOException("%s on port %d: expected it to start, found that %s:%n%s"
                        .formatted(name, port, state, tail(log)));
            }
            pause();
        }
        LOG.info("{} is up on 127.0.0.1:{}, pid {}", name, port, process.pid());
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a server to start", stop);
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    }

    /** Ends a process of an earlier launcher that still works on this folder, known by pid and command line. */
    private static void endOrphan(Path pidFile, Path dir) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        String pid = Files.readString(pidFile).strip();
        if (pid.matches("[0-9]{1,10}")) {
            ProcessHandle.of(Long.parseLong(pid))
                    .filter(handle -> worksOn(handle, dir))
                    .ifPresent(ServerProcess::endForcibly);
        }
        Files.deleteIfExists(pidFile);
    }

    private static boolean worksOn(ProcessHandle handle, Path dir) {
        try {
            Path proc = Path.of("/proc", Long.toString(handle.pid()));
            return Files.readString(proc.resolve("cmdline")).contains(dir.toString())
                    || Files.readSymbolicLink(proc.resolve("cwd")).startsWith(dir);
        } catch (IOException gone) {
            return false;
        }
    }

    private static void endForcibly(ProcessHandle handle) {
        LOG.warn("ending pid {}, left over from an earlier run", handle.pid());
        handle.destroyForcibly();
        handle.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
        forgetPid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException hurry) {
            kill();
            Thread.currentThread().interrupt();
        }
        forgetPid();
    }

    private void forgetPid() {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
