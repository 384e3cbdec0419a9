package org.streetwarden.api.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.streetwarden.api.evidence.EvidenceStore;
import org.streetwarden.api.evidence.EvidenceStore.Listed;
import org.streetwarden.api.models.Digests;

/** Objects of the evidence store as files that are called by their SHA-256: one that is there already is not fetched again. */
final class ObjectVault {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /**
     * One object.
     *
     * @param etag the store's mark of this content
     * @param sha256 64 lower-case hexadecimal digits
     */
    record Kept(String key, long bytes, String etag, String mime, String sha256) {}

    ObjectVault(Path folder) {
        this.folder = folder;
    }

    /** @return by key; empty where there is no such file */
    static Map<String, Kept> read(Path index) throws IOException {
        Map<String, Kept> objects = new LinkedHashMap<>();
        if (Files.exists(index)) {
            for (String line : Files.readAllLines(index)) {
                Kept kept = JSON.readValue(line, Kept.class);
                if (!kept.sha256().matches("[0-9a-f]{64}")) {
                    throw new IOException(index + ": expected digests of 64 hexadecimal digits, found another");
                }
                objects.put(kept.key(), kept);
            }
        }
        return objects;
    }

    static void write(Path index, Iterable<Kept> objects) throws IOException {
        try (BufferedWriter lines = Files.newBufferedWriter(index)) {
            for (Kept each : objects) {
                lines.write(JSON.writeValueAsString(each));
                lines.write('\n');
            }
        }
    }

    /** @param before what the last backup kept under this key; null for nothing */
    Kept fetch(EvidenceStore store, Listed object, Kept before) throws IOException {
        if (before != null
                && before.etag().equals(object.etag())
                && before.bytes() == object.bytes()
                && Files.isRegularFile(file(before.sha256()))
                && Files.size(file(before.sha256())) == object.bytes()) {
            return before;
        }
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, "object-", ".part");
        MessageDigest digest = Digests.sha256();
        String mime;
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
            mime = store.copy(object.key(), out);
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        Files.createDirectories(file(sha256).getParent());
        Files.move(part, file(sha256), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return new Kept(object.key(), Files.size(file(sha256)), object.etag(), mime, sha256);
    }

    /** @return what is wrong with it; empty where it is in the store now */
    String restore(EvidenceStore store, Kept object) throws IOException {
        Path file = file(object.sha256());
        if (!Files.isRegularFile(file)) {
            return object.key() + ": its content " + object.sha256() + " is not in the backup";
        }
        if (!sha256(file).equals(object.sha256())) {
            return object.key() + ": expected content " + object.sha256() + ", found another";
        }
        store.put(object.key(), object.mime(), file);
        return "";
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = Digests.sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(sink);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Path file(String sha256) {
        return folder.resolve(sha256.substring(0, 2)).resolve(sha256);
    }
}
