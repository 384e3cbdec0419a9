package org.streetwarden.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import org.streetwarden.engines.DemoKey;
import org.streetwarden.engines.Secrets;

/**
 * The demo's data folder: locked while one launcher uses it, with secrets made when it was first used and readable only by
 * their owner.
 */
final class Installation implements AutoCloseable {

    /** What a person at the demo's console may do. */
    static final String EVERYDAY_ROLES = "operator,reviewer,auditor,model-engineer,pilot,system-admin";

    private static final String SECRETS_FILE = "secrets.properties";
    private static final String[] SECRETS = {
        "redis", "postgres", "s3-access", "s3-secret", "camera", "signing", "api", "accounts", "push", "platform"
    };

    private final Path folder;
    private final FileChannel lock;
    private final Properties secrets;

    private Installation(Path folder, FileChannel lock, Properties secrets) {
        this.folder = folder;
        this.lock = lock;
        this.secrets = secrets;
    }

    /** @throws IOException one sentence: it cannot be written, or another launcher uses it */
    static Installation open(Path folder) throws IOException {
        Path home = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(home);
            FileChannel lock =
                    FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            claim(home, lock);
            return new Installation(home, lock, secrets(home.resolve(SECRETS_FILE)));
        } catch (java.nio.file.FileSystemException unusable) {
            throw new IOException(
                    "%s: expected a folder that can be written, found %s".formatted(home, unusable), unusable);
        }
    }

    /** Whether a demo has used this folder before. */
    static boolean exists(Path folder) {
        return Files.exists(folder.resolve(SECRETS_FILE));
    }

    private static void claim(Path home, FileChannel channel) throws IOException {
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            held = null;
        }
        if (held == null) {
            channel.close();
            throw new IOException(home + ": expected a free data folder, found another demo using it");
        }
    }

    private static Properties secrets(Path file) throws IOException {
        Properties secrets = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                secrets.load(reader);
            }
        }
        boolean made = false;
        for (String name : SECRETS) {
            made |= secrets.putIfAbsent(name, Secrets.random()) == null;
        }
        if (made) {
            StringWriter text = new StringWriter();
            secrets.store(text, "Made for this installation only");
            Secrets.write(file, text.toString());
        }
        return secrets;
    }

    /** A folder of one part. */
    Path folder(String part) throws IOException {
        return Files.createDirectories(folder.resolve(part));
    }

    Path folder() {
        return folder;
    }

    /** A PKCS#12 file with a key made for this installation and marked as a demonstration's; its secret is {@code signing}. */
    Path key(String name) throws IOException {
        return DemoKey.in(folder(name).resolve("signing.p12"), secret("signing"), "streetwarden demo " + name);
    }

    /**
     * A key of the api, which {@link #apiKeys} makes known to it.
     *
     * @param name {@code api}, {@code accounts} or {@code platform}
     */
    String apiKey(String name) {
        return "sw_demo-" + name + "_" + secret(name);
    }

    /**
     * The file of keys that the api reads at start: one that opens everything but accounts, which also stands alone in the
     * file {@link #keyFile} for commands, one that opens accounts alone, and the sample platform's.
     */
    Path apiKeys() throws IOException {
        Secrets.write(keyFile(), apiKey("api"));
        Path file = folder("api").resolve("keys");
        Secrets.write(
                file,
                keyLine("api", EVERYDAY_ROLES + ",worker,platform")
                        + keyLine("accounts", "security-admin")
                        + keyLine("platform", "platform"));
        return file;
    }

    /** Holds the key that commands show. */
    Path keyFile() throws IOException {
        return folder("api").resolve("key");
    }

    private String keyLine(String name, String roles) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(apiKey(name).getBytes(StandardCharsets.UTF_8));
            return "%s %s demo-%s%n".formatted(HexFormat.of().formatHex(digest), roles, name);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    String secret(String name) {
        return secrets.getProperty(name);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
