package org.streetwarden.engines;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import redis.embedded.core.ExecutableProvider;

/** A real Redis with its append-only file on, every write synced. */
public final class RedisEngine extends ForwardingEngine {

    private final String password;

    private RedisEngine(ServerProcess process, String password) {
        super(process);
        this.password = password;
    }

    /**
     * Starts Redis and waits until it answers.
     *
     * @param dir its data; made if absent
     * @param port 0 for a free one
     * @param password letters, digits, {@code -} and {@code _}
     */
    public static RedisEngine start(Path dir, int port, String password) throws IOException {
        Path home = Files.createDirectories(dir.toAbsolutePath());
        int chosen = port == 0 ? ServerProcess.freePort() : port;
        Path config = home.resolve("redis.conf");
        Secrets.write(config, configuration(home, chosen, Secrets.checked(password)));
        ProcessBuilder builder = new ProcessBuilder(executable(home).toString(), config.toString());
        return new RedisEngine(
                ServerProcess.start("redis", home, chosen, builder, () -> answers(chosen, password)), password);
    }

    private static String configuration(Path dir, int port, String password) {
        return """
                bind 127.0.0.1
                port %d
                dir %s
                requirepass %s
                appendonly yes
                appendfsync always
                save ""
                daemonize no
                """.formatted(port, dir, password);
    }

    private static Path executable(Path dir) throws IOException {
        Path target = dir.resolve("redis-server");
        if (!Files.isExecutable(target)) {
            Path unpacked = ExecutableProvider.newJarResourceProvider().get().toPath();
            Path fresh = dir.resolve("redis-server.new");
            Files.deleteIfExists(fresh);
            Files.copy(unpacked, fresh);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwx------"));
            Files.move(fresh, target);
        }
        return target;
    }

    /** Whether it takes the password and has loaded its data. */
    private static boolean answers(int port, String password) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(2000);
            OutputStream out = socket.getOutputStream();
            out.write("AUTH %s\r\nPING\r\n".formatted(password).getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            String reply = new String(in.readNBytes("+OK\r\n+PONG\r\n".length()), StandardCharsets.US_ASCII);
            return reply.equals("+OK\r\n+PONG\r\n");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** {@code redis://:password@127.0.0.1:port}: a secret. */
    public String url() {
        return "redis://:%s@127.0.0.1:%d".formatted(password, port());
    }
}
