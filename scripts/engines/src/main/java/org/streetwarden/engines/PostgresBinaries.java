package org.streetwarden.engines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once per user from the Maven artifact. */
final class PostgresBinaries {

    private static final String RESOURCE = "/postgres-linux-x86_64.txz";

    private PostgresBinaries() {}

    /** The folder that holds {@code bin}, {@code lib} and {@code share}; safe to ask from several processes at once. */
    static Path unpacked() throws IOException {
        Path cache = Files.createDirectories(cacheHome().resolve("streetwarden"));
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(RESOURCE)) {
            if (packed == null) {
                throw new IOException(
                        "postgres: expected " + RESOURCE + " on the class path, found nothing for this platform");
            }
            Path target =
                    cache.resolve("postgres-" + Integer.toHexString(artifact().hashCode()));
            try (FileChannel lock = FileChannel.open(
                            cache.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = lock.lock()) {
                if (held.isValid() && !Files.exists(target.resolve("complete"))) {
                    unpack(packed, target);
                    Files.createFile(target.resolve("complete"));
                }
            }
            return target;
        }
    }

    /** Names the version, because the artifact's file name does. */
    private static String artifact() {
        return PostgresBinaries.class.getResource(RESOURCE).toString().replaceAll(".*/([^/]+\\.jar)!.*", "$1");
    }

    private static Path cacheHome() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        return xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    }

    private static void unpack(InputStream packed, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("postgres: archive entry leaves its folder: " + entry.getName());
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
