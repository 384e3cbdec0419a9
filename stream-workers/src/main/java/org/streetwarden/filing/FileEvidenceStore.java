package org.streetwarden.filing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Evidence under a folder, one file per object: for a single machine without a store, and for tests. */
public final class FileEvidenceStore implements EvidenceStore {

    private final Path root;

    public FileEvidenceStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public boolean holds(String key, long bytes, String sha256) throws DeliveryFailure {
        Path file = file(key);
        try {
            return Files.isRegularFile(file)
                    && Files.size(file) == bytes
                    && Digests.sha256(file).equals(sha256);
        } catch (IOException unreadable) {
            throw failure(file, unreadable);
        }
    }

    @Override
    public void put(String key, Path source, String mime, String sha256) throws DeliveryFailure {
        Path file = file(key);
        try {
            Files.createDirectories(file.getParent());
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.copy(source, next, StandardCopyOption.REPLACE_EXISTING);
            String stored = Digests.sha256(next);
            if (!stored.equals(sha256)) {
                Files.delete(next);
                throw new DeliveryFailure("%s: expected SHA-256 %s, found %s".formatted(source, sha256, stored));
            }
            Disk.syncFile(next);
            Disk.move(next, file);
        } catch (IOException refused) {
            throw failure(file, refused);
        }
    }

    @Override
    public byte[] get(String key, int maxBytes) throws DeliveryFailure {
        Path file = file(key);
        try {
            long bytes = Files.size(file);
            if (bytes > maxBytes) {
                throw new DeliveryFailure("%s: expected at most %d bytes, found %d".formatted(file, maxBytes, bytes));
            }
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw failure(file, unreadable);
        }
    }

    private Path file(String key) throws DeliveryFailure {
        Path file = root.resolve(key).normalize();
        if (!file.startsWith(root) || file.equals(root)) {
            throw new DeliveryFailure("evidence key: expected a name under %s, found %s".formatted(root, key));
        }
        return file;
    }

    private static DeliveryFailure failure(Path file, IOException cause) {
        return new DeliveryFailure("evidence folder: %s: %s".formatted(file, cause), cause);
    }

    @Override
    public void close() {
        // holds nothing open
    }
}
