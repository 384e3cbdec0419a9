package org.streetwarden.models.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ManifestReader;
import org.streetwarden.models.ModelManifest;
import org.streetwarden.models.ModelPackage;

/**
 * Unpacked packages on this machine's disk, each in a folder named by its digest. A folder gets that name in one step, once
 * everything in it is whole and on the disk. Several processes may share one.
 */
public final class PackageStore {

    private static final int CHUNK_BYTES = 1 << 16;
    private static final String DIGEST = "[0-9a-f]{64}";

    private final Path root;

    /** @param root made when the first package comes */
    public PackageStore(Path root) {
        this.root = root;
    }

    /** Where a package of that digest lies, or would. */
    public Path folder(String digest) {
        if (!digest.matches(DIGEST)) {
            throw new IllegalArgumentException("digest: expected 64 lower-case hexadecimal digits, found " + digest);
        }
        return root.resolve(digest);
    }

    /**
     * Unpacks an archive, unless it is here already.
     *
     * @param digest the archive must have, 64 lower-case hexadecimal digits
     * @throws BrokenPackage naming every problem; nothing of it is left in the store
     * @throws IOException where the disk fails
     */
    public ModelPackage take(Path archive, String digest) throws BrokenPackage, IOException {
        Path folder = folder(digest);
        if (Files.exists(folder)) {
            return open(digest);
        }
        Files.createDirectories(root);
        Path incoming = Files.createTempDirectory(root, ".incoming-");
        try {
            unpack(archive, digest, incoming);
            refuseASecondOfThatName(archive, prove(archive, incoming), digest);
            sync(incoming);
            settle(incoming, folder);
        } finally {
            remove(incoming);
        }
        return settled(digest);
    }

    /** It was whole a moment ago: damage since then is the disk's, not the package's. */
    private ModelPackage settled(String digest) throws IOException {
        try {
            return open(digest);
        } catch (BrokenPackage since) {
            throw new IOException(since.getMessage(), since);
        }
    }

    /**
     * Opens a package that has been taken.
     *
     * @throws BrokenPackage where there is none, or it is no longer what was taken
     */
    public ModelPackage open(String digest) throws BrokenPackage, IOException {
        Path folder = folder(digest);
        String found = ModelArchive.digest(folder);
        if (!found.equals(digest)) {
            throw new BrokenPackage(
                    List.of("%s: expected package digest %s, found %s: it was changed after it was taken"
                            .formatted(folder, digest, found)));
        }
        return ModelPackage.open(folder);
    }

    private static void unpack(Path archive, String digest, Path into) throws BrokenPackage, IOException {
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ)) {
            List<ArchiveEntry> entries = ArchiveIndex.read(archive, channel);
            String found = ModelPackage.sha256(archive);
            if (!found.equals(digest)) {
                throw new BrokenPackage(
                        List.of("%s: expected package digest %s, found %s".formatted(archive, digest, found)));
            }
            List<String> problems = new ArrayList<>();
            for (ArchiveEntry entry : entries) {
                int crc = copy(channel, entry, into.resolve(entry.name()));
                if (crc != entry.crc()) {
                    problems.add("%s: entry \"%s\": expected CRC-32 %08x, found %08x"
                            .formatted(archive, entry.name(), entry.crc(), crc));
                }
            }
            if (!problems.isEmpty()) {
                throw new BrokenPackage(problems);
            }
        }
    }

    private static int copy(FileChannel from, ArchiveEntry entry, Path to) throws IOException {
        CRC32 crc = new CRC32();
        try (OutputStream out = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            for (long at = entry.dataAt(); at < entry.dataAt() + entry.bytes(); at += chunk.limit()) {
                chunk.clear().limit((int) Math.min(CHUNK_BYTES, entry.dataAt() + entry.bytes() - at));
                if (from.read(chunk, at) < chunk.limit()) {
                    throw new IOException("the archive ended while it was read");
                }
                crc.update(chunk.array(), 0, chunk.limit());
                out.write(chunk.array(), 0, chunk.limit());
            }
        }
        return (int) crc.getValue();
    }

    /** Reads the unpacked package; its problems are told as the archive's, the folder goes away. */
    private static ModelManifest prove(Path archive, Path folder) throws BrokenPackage {
        try {
            return ModelPackage.open(folder).manifest();
        } catch (BrokenPackage e) {
            throw new BrokenPackage(e.problems().stream()
                    .map(problem -> problem.replace(folder.toString(), archive.toString()))
                    .toList());
        }
    }

    private void refuseASecondOfThatName(Path archive, ModelManifest manifest, String digest)
            throws BrokenPackage, IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, path -> isPackage(path))) {
            for (Path other : folders) {
                if (sameName(other, manifest)) {
                    throw new BrokenPackage(List.of(
                            "%s: expected a name and version that no other package has, found %s %s with digest %s, and here already with digest %s"
                                    .formatted(
                                            archive,
                                            manifest.name(),
                                            manifest.version(),
                                            digest,
                                            other.getFileName())));
                }
            }
        }
    }

    private static boolean isPackage(Path path) {
        return String.valueOf(path.getFileName()).matches(DIGEST);
    }

    /** One that can't be read any more has no name. */
    private static boolean sameName(Path folder, ModelManifest manifest) {
        try {
            ModelManifest other = ManifestReader.read(folder);
            return other.name().equals(manifest.name()) && other.version().equals(manifest.version());
        } catch (BrokenPackage e) {
            return false;
        }
    }

    private static void sync(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                force(file, StandardOpenOption.WRITE);
            }
        }
        force(folder, StandardOpenOption.READ);
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    /** Gives the folder its name; where another process was faster, its folder stays. */
    private void settle(Path incoming, Path folder) throws IOException {
        try {
            Files.move(incoming, folder, StandardCopyOption.ATOMIC_MOVE);
            force(root, StandardOpenOption.READ);
        } catch (FileAlreadyExistsException faster) {
            return;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
