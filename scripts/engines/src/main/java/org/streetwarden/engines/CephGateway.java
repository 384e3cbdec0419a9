package org.streetwarden.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Ceph's S3 gateway over one monitor and one storage daemon in memory, for tests: a store with Object Lock that nobody here wrote. Needs
 * Debian's packages {@code ceph-mon}, {@code ceph-osd} and {@code radosgw}. Listens on loopback alone.
 */
public final class CephGateway implements AutoCloseable {

    private static final List<String> PROGRAMS = List.of("ceph-mon", "ceph-osd", "radosgw", "radosgw-admin", "ceph");
    private static final int PATIENCE_S = 90;

    private final Path home;
    private final Path config;
    private ServerProcess monitor;
    private ServerProcess storage;
    private ServerProcess gateway;

    private CephGateway(Path home) {
        this.home = home;
        config = home.resolve("ceph.conf");
    }

    /** Whether its programs are there. */
    public static boolean installed() {
        return PROGRAMS.stream().allMatch(each -> Files.isExecutable(Path.of("/usr/bin", each)));
    }

    /**
     * Starts it and waits until it answers, some ten seconds.
     *
     * @param dir empty or absent; its path must be short, as sockets lie in it
     */
    public static CephGateway start(Path dir, String accessKey, String secretKey) throws IOException {
        CephGateway ceph = new CephGateway(Files.createDirectories(dir.toAbsolutePath()));
        try {
            ceph.begin(Secrets.checked(accessKey), Secrets.checked(secretKey));
            return ceph;
        } catch (IOException failed) {
            ceph.close();
            throw failed;
        }
    }

    private void begin(String accessKey, String secretKey) throws IOException {
        int monitorPort = ServerProcess.freePort();
        int gatewayPort = ServerProcess.freePort();
        String cluster = UUID.randomUUID().toString();
        String disk = UUID.randomUUID().toString();
        Files.createDirectories(home.resolve("mon"));
        Files.createDirectories(home.resolve("osd"));
        Files.writeString(config, configuration(cluster, monitorPort, gatewayPort));
        String keys = home.resolve("keyring").toString();
        run("ceph-authtool", "--create-keyring", keys, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *");
        run(
                "ceph-authtool",
                keys,
                "--gen-key",
                "-n",
                "client.admin",
                "--cap",
                "mon",
                "allow *",
                "--cap",
                "osd",
                "allow *");
        String map = home.resolve("monmap").toString();
        String address = "[v2:127.0.0.1:" + monitorPort + "]";
        run("monmaptool", "--create", "--fsid", cluster, "--addv", "a", address, map);
        ceph("ceph-mon", "-i", "a", "--mkfs", "--monmap", map, "--keyring", keys);
        monitor = serve("mon", monitorPort, "ceph-mon", "-i", "a");
        ceph("ceph", "osd", "new", disk);
        String key = ceph("ceph", "auth", "get-or-create", "osd.0", "mon", "allow profile osd", "osd", "allow *");
        Files.writeString(Path.of(keys), Files.readString(Path.of(keys)) + key);
        ceph("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", disk);
        storage = serve("osd", monitorPort, "ceph-osd", "-i", "0", "--osd-uuid", disk);
        ceph(
                "radosgw-admin",
                "user",
                "create",
                "--uid=test",
                "--display-name=test",
                "--access-key=" + accessKey,
                "--secret-key=" + secretKey);
        gateway = serve("rgw", gatewayPort, "radosgw", "-n", "client.admin");
    }

    private String configuration(String cluster, int monitorPort, int gatewayPort) {
        return """
                [global]
                fsid = %s
                mon host = v2:127.0.0.1:%d
                public addr = 127.0.0.1
                ms bind ipv6 = false
                auth cluster required = cephx
                auth service required = cephx
                auth client required = cephx
                keyring = %3$s/keyring
                osd pool default size = 1
                osd pool default min size = 1
                osd pool default pg num = 4
                mon allow pool size one = true
                osd crush chooseleaf type = 0
                osd objectstore = memstore
                memstore device bytes = 268435456
                osd class load list = *
                osd class default list = *
                run dir = %3$s
                admin socket = %3$s/$name.asok
                log file =
                mon data = %3$s/mon
                osd data = %3$s/osd
                rgw frontends = beast endpoint=127.0.0.1:%4$d
                rgw enable apis = s3
                rgw relaxed region enforcement = true
                """.formatted(cluster, monitorPort, home, gatewayPort);
    }

    /** With this cluster's configuration, in the foreground. */
    private ServerProcess serve(String name, int port, String... command) throws IOException {
        List<String> all = Stream.concat(configured(command), Stream.of("-f")).toList();
        return ServerProcess.start(name, home, port, new ProcessBuilder(all), () -> ServerProcess.accepts(port));
    }

    private Stream<String> configured(String... command) {
        return Stream.concat(Stream.of(command), Stream.of("-c", config.toString()));
    }

    private String ceph(String... command) throws IOException {
        return run(configured(command).toArray(String[]::new));
    }

    private String run(String... command) throws IOException {
        Path said = home.resolve("said");
        Path complaints = home.resolve("complaints");
        Process process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(said.toFile())
                .redirectError(complaints.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("%s: expected it to succeed within %d s, found: %s"
                        .formatted(command[0], PATIENCE_S, Files.readString(complaints)));
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command[0] + " ran", told);
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(said);
    }

    public String endpoint() {
        return "http://127.0.0.1:" + gateway.port();
    }

    @Override
    public void close() {
        Stream.of(gateway, storage, monitor).filter(each -> each != null).forEach(ServerProcess::kill);
    }
}
