package org.streetwarden.models.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.streetwarden.models.BrokenPackage;

/**
 * A package folder as one file, always the same bytes for the same files: a ZIP (PKWARE APPNOTE 6.3.10) of the files
 * sorted by name, stored, without times, attributes, extra fields or comments. Its SHA-256 is the package's digest.
 */
public final class ModelArchive {

    /** No archive is longer: all files, and headers for each. */
    public static final long MOST_BYTES = PackageFile.MOST_BYTES + (1 << 20);

    private static final int CHUNK_BYTES = 1 << 16;

    private ModelArchive() {}

    /**
     * Writes a package folder's archive; it gets its name once it is whole and on the disk.
     *
     * @param archive replaced where it exists
     * @return the package's digest, 64 lower-case hexadecimal digits
     * @throws BrokenPackage naming everything in the folder that can't be part of a package
     */
    public static String pack(Path folder, Path archive) throws BrokenPackage, IOException {
        List<PackageFile> files = PackageFile.of(folder);
        Path whole = archive.toAbsolutePath();
        Path part = whole.resolveSibling(archive.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            String digest = write(files, Channels.newOutputStream(channel));
            channel.force(true);
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return digest;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * The digest of a package folder: of the archive it would make.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public static String digest(Path folder) throws BrokenPackage, IOException {
        return write(PackageFile.of(folder), OutputStream.nullOutputStream());
    }

    private static String write(List<PackageFile> files, OutputStream out) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            OutputStream both = new BufferedOutputStream(new DigestOutputStream(out, digest), CHUNK_BYTES);
            List<ArchiveEntry> entries = new ArrayList<>();
            long offset = 0;
            for (PackageFile file : files) {
                ArchiveEntry entry = new ArchiveEntry(file.name(), file.bytes(), crc(file), offset);
                put(entry.localHeader(), both);
                copy(file, both);
                entries.add(entry);
                offset = entry.end();
            }
            for (ArchiveEntry entry : entries) {
                put(entry.centralHeader(), both);
            }
            put(ArchiveEntry.endRecord(entries, offset), both);
            both.flush();
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void put(ByteBuffer bytes, OutputStream out) throws IOException {
        out.write(bytes.array(), bytes.arrayOffset(), bytes.limit());
    }

    private static int crc(PackageFile file) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = Files.newInputStream(file.path())) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int n; (n = in.read(chunk)) > 0; ) {
                crc.update(chunk, 0, n);
            }
        }
        return (int) crc.getValue();
    }

    private static void copy(PackageFile file, OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(file.path())) {
            long copied = in.transferTo(out);
            if (copied != file.bytes()) {
                throw new IOException("%s: expected %d bytes, found %d: it changed while it was read"
                        .formatted(file.path(), file.bytes(), copied));
            }
        }
    }
}
