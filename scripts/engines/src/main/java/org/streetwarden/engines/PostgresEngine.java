package org.streetwarden.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real PostgreSQL with one role, {@code streetwarden}, that owns one database of the same name. */
public final class PostgresEngine extends ForwardingEngine {

    /** The role and the database. */
    public static final String USER = "streetwarden";

    private final String password;

    private PostgresEngine(ServerProcess process, String password) {
        super(process);
        this.password = password;
    }

    /**
     * Starts PostgreSQL, after making its cluster where there is none.
     *
     * @param dir its data; made if absent
     * @param port 0 for a free one
     * @param password used when the cluster is made; later starts must pass the same
     */
    public static PostgresEngine start(Path dir, int port, String password) throws IOException {
        Path home = Files.createDirectories(dir.toAbsolutePath());
        Path binaries = PostgresBinaries.unpacked();
        Path cluster = home.resolve("cluster");
        if (!Files.exists(cluster.resolve("PG_VERSION"))) {
            makeCluster(binaries, home, cluster, Secrets.checked(password));
        }
        int chosen = port == 0 ? ServerProcess.freePort() : port;
        ProcessBuilder builder = new ProcessBuilder(asOrdinaryUser(List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                cluster.toString(),
                "-p",
                Integer.toString(chosen),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "shared_buffers=32MB",
                "-c",
                "max_connections=50")));
        ServerProcess process = ServerProcess.start("postgres", home, chosen, builder, () -> isReady(cluster, chosen));
        return new PostgresEngine(process, password);
    }

    private static void makeCluster(Path binaries, Path home, Path cluster, String password) throws IOException {
        Path fresh = home.resolve("cluster.new");
        deleteTree(fresh);
        Path passwordFile = home.resolve("initdb.password");
        Secrets.write(passwordFile, password);
        try {
            run(
                    home,
                    List.of(
                            binaries.resolve("bin/initdb").toString(),
                            "-D",
                            fresh.toString(),
                            "-U",
                            USER,
                            "--auth=scram-sha-256",
                            "--pwfile=" + passwordFile,
                            "-E",
                            "UTF-8",
                            "--no-locale"));
            makeDatabase(binaries, home, fresh);
            Files.move(fresh, cluster);
        } finally {
            Files.delete(passwordFile);
        }
    }

    /** In single-user mode, so that no server stands open before its password is set. */
    private static void makeDatabase(Path binaries, Path home, Path cluster) throws IOException {
        Path statement = home.resolve("create.sql");
        Files.writeString(statement, "CREATE DATABASE " + USER + "\n");
        run(
                home,
                List.of(
                        "sh",
                        "-c",
                        "exec \"$0\" --single -D \"$1\" postgres < \"$2\"",
                        binaries.resolve("bin/postgres").toString(),
                        cluster.toString(),
                        statement.toString()));
        Files.delete(statement);
    }

    private static void run(Path home, List<String> command) throws IOException {
        Path log = home.resolve("initdb.log");
        Process process = new ProcessBuilder(asOrdinaryUser(command))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("postgres: making the cluster failed:\n" + Files.readString(log));
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("postgres: interrupted while making the cluster", stop);
        }
    }

    /** PostgreSQL refuses to run as root; inside a user name space root is nobody, yet owns its files. */
    private static List<String> asOrdinaryUser(List<String> command) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(List.of("unshare", "-U"));
        wrapped.addAll(command);
        return wrapped;
    }

    /** The postmaster writes {@code ready} into the eighth line of its pid file once it takes connections. */
    private static boolean isReady(Path cluster, int port) {
        try {
            List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
            return lines.size() >= 8
                    && lines.get(3).strip().equals(Integer.toString(port))
                    && lines.get(7).strip().equals("ready")
                    && ServerProcess.accepts(port);
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var paths = Files.walk(root)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(), USER);
    }

    public String password() {
        return password;
    }
}
