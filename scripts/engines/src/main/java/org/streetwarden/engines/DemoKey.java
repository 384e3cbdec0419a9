package org.streetwarden.engines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key to sign with, made for one installation and marked as a demonstration's in its certificate. Everybody can make such a
 * key, so its signatures prove nothing to others.
 */
public final class DemoKey {

    private static final long PATIENCE_S = 120;

    private DemoKey() {}

    /**
     * Makes an Ed25519 key in a PKCS#12 file that only its owner may read, unless it is there already.
     *
     * @param password at least six characters
     * @param name common name of the certificate, letters, digits and blanks
     * @throws IOException where the JDK's keytool cannot make it
     */
    public static Path in(Path file, String password, String name) throws IOException {
        if (Files.exists(file)) {
            return file;
        }
        Path made = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(made);
        run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "Ed25519",
                        "-alias",
                        "demo",
                        "-dname",
                        "CN=" + name + ", OU=streetwarden-demo",
                        "-validity",
                        "3650",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        made.toString(),
                        "-storepass:env",
                        "STREETWARDEN_DEMO_KEY_PASSWORD"),
                password);
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
        return Files.move(made, file);
    }

    private static void run(List<String> command, String password) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("STREETWARDEN_DEMO_KEY_PASSWORD", password);
        Process keytool = builder.start();
        keytool.getOutputStream().close();
        String said = new String(keytool.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
        try {
            if (!keytool.waitFor(PATIENCE_S, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException("keytool: expected a key, found: " + said.strip());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making a key", stop);
        } finally {
            keytool.destroyForcibly();
        }
    }
}
