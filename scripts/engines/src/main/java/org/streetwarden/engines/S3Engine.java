package org.streetwarden.engines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real S3 server (S3Proxy) over a folder, in a process and with a class path of its own. */
public final class S3Engine extends ForwardingEngine {

    private final String accessKey;
    private final String secretKey;

    private S3Engine(ServerProcess process, String accessKey, String secretKey) {
        super(process);
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /**
     * Starts the store and waits until it listens.
     *
     * @param dir its objects and configuration; made if absent
     * @param port 0 for a free one
     */
    public static S3Engine start(Path dir, int port, String accessKey, String secretKey) throws IOException {
        Path home = Files.createDirectories(dir.toAbsolutePath());
        int chosen = port == 0 ? ServerProcess.freePort() : port;
        Path config = home.resolve("s3proxy.properties");
        Path objects = Files.createDirectories(home.resolve("objects"));
        Secrets.write(config, configuration(objects, chosen, Secrets.checked(accessKey), Secrets.checked(secretKey)));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                "org.gaul.s3proxy.Main",
                "--properties",
                config.toString()));
        builder.environment().put("LOG_LEVEL", "warn");
        ServerProcess process = ServerProcess.start("s3", home, chosen, builder, () -> ServerProcess.accepts(chosen));
        return new S3Engine(process, accessKey, secretKey);
    }

    private static String configuration(Path objects, int port, String accessKey, String secretKey) {
        return """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(port, accessKey, secretKey, objects);
    }

    /** Written by the build; see the module's POM. */
    private static String classPath() throws IOException {
        try (InputStream in = S3Engine.class.getResourceAsStream("s3.classpath")) {
            if (in == null) {
                throw new IOException(
                        "s3.classpath: expected it beside this class, found nothing; build the engines module");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port();
    }

    public String accessKey() {
        return accessKey;
    }

    public String secretKey() {
        return secretKey;
    }
}
