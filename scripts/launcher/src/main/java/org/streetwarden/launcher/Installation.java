package org.streetwarden.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.streetwarden.engines.DemoKey;
import org.streetwarden.engines.Secrets;

/**
 * The demo's data folder: locked while one launcher uses it, with secrets made when it was first used and readable only by
 * their owner.
 */
final class Installation implements AutoCloseable {

    private static final String SECRETS_FILE = "secrets.properties";
    private static final String[] SECRETS = {"redis", "postgres", "s3-access", "s3-secret", "camera", "signing", "push"};

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

    String secret(String name) {
        return secrets.getProperty(name);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
