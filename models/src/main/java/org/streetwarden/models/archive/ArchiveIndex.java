package org.streetwarden.models.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.ModelManifest;

/**
 * Reads what an archive says it holds, believing nothing: an archive is either byte for byte as {@link ModelArchive} writes
 * it, or refused with everything that differs. So there is nothing in it that two readers could see differently.
 */
final class ArchiveIndex {

    private static final int LONGEST_SHOWN = 80;

    private final Path archive;
    private final FileChannel channel;
    private final List<String> problems = new ArrayList<>();
    private final List<ArchiveEntry> entries = new ArrayList<>();
    private long end;

    private ArchiveIndex(Path archive, FileChannel channel) {
        this.archive = archive;
        this.channel = channel;
    }

    /**
     * The files of an archive.
     *
     * @param channel borrowed, on the archive
     * @throws BrokenPackage naming everything that is wrong with it
     */
    static List<ArchiveEntry> read(Path archive, FileChannel channel) throws BrokenPackage, IOException {
        ArchiveIndex index = new ArchiveIndex(archive, channel);
        index.read();
        if (!index.problems.isEmpty()) {
            throw new BrokenPackage(index.problems);
        }
        return index.entries;
    }

    private void read() throws IOException {
        long size = channel.size();
        if (size < ArchiveEntry.END_BYTES || size > ModelArchive.MOST_BYTES) {
            wrong("", "an archive of %d to %d bytes".formatted(ArchiveEntry.END_BYTES, ModelArchive.MOST_BYTES), size);
            return;
        }
        ByteBuffer tail = bytes(size - ArchiveEntry.END_BYTES, ArchiveEntry.END_BYTES);
        if (tail.getInt(0) != ArchiveEntry.END_SIGNATURE || tail.getShort(20) != 0) {
            wrong("", "an archive as `model pack` writes it", "one that ends otherwise: truncated, extended or no ZIP");
            return;
        }
        int files = unsigned(tail, 10);
        long centralBytes = wide(tail, 12);
        long centralAt = wide(tail, 16);
        if (files > PackageFile.MOST_FILES) {
            wrong("", "at most %d files".formatted(PackageFile.MOST_FILES), files);
        } else if (centralAt + centralBytes != size - ArchiveEntry.END_BYTES) {
            wrong("", "a directory that ends at byte " + (size - ArchiveEntry.END_BYTES), centralAt + centralBytes);
        } else if (directory(files, centralAt, size - ArchiveEntry.END_BYTES)) {
            together(centralAt, tail);
        }
    }

    /** Reads the directory's entries; false where it is torn. */
    private boolean directory(int files, long from, long to) throws IOException {
        long at = from;
        for (int i = 0; i < files; i++) {
            ByteBuffer header = at + ArchiveEntry.CENTRAL_BYTES <= to ? bytes(at, ArchiveEntry.CENTRAL_BYTES) : null;
            int nameBytes = header == null ? 0 : unsigned(header, 28);
            long next = at + ArchiveEntry.CENTRAL_BYTES + nameBytes;
            if (header == null || header.getInt(0) != ArchiveEntry.CENTRAL_SIGNATURE || next > to) {
                wrong("directory entry " + i, "a whole entry", "none at byte " + at);
                return false;
            }
            entry(header, at, nameBytes);
            at = next + unsigned(header, 30) + unsigned(header, 32);
        }
        if (at != to) {
            wrong("", "%d files that fill the directory".formatted(files), "%d bytes more".formatted(to - at));
        }
        return true;
    }

    private void entry(ByteBuffer header, long at, int nameBytes) throws IOException {
        String name = StandardCharsets.ISO_8859_1
                .decode(bytes(at + ArchiveEntry.CENTRAL_BYTES, nameBytes))
                .toString();
        String where = "entry " + shown(name);
        int before = problems.size();
        checkName(name, where);
        checkAttributes(header, where);
        long bytes = wide(header, 24);
        if (bytes > PackageFile.MOST_BYTES) {
            wrong(where + ": size", "at most %d bytes".formatted(PackageFile.MOST_BYTES), bytes);
        }
        if (wide(header, 20) != bytes) {
            wrong(where + ": compressed size", "the same as its size, " + bytes, wide(header, 20));
        }
        ArchiveEntry entry = new ArchiveEntry(name, bytes, header.getInt(16), end);
        if (wide(header, 42) != end) {
            wrong(where + ": offset", end + ", where the entry before it ends", wide(header, 42));
        }
        if (problems.size() == before) {
            compare(where + ": directory", entry.centralHeader(), at);
            compare(where + ": local header", entry.localHeader(), end);
        }
        entries.add(entry);
        end = Math.min(entry.end(), ModelArchive.MOST_BYTES);
    }

    private void checkName(String name, String where) {
        if (name.endsWith("/")) {
            wrong(where + ": name", "a file", "a folder");
        } else if (name.contains("/") || name.contains("\\") || name.contains("..") || name.matches("[A-Za-z]:.*")) {
            wrong(where + ": name", PackageFile.NAME_RULE, "a path");
        } else if (!PackageFile.isName(name)) {
            wrong(where + ": name", PackageFile.NAME_RULE, shown(name));
        }
        if (!entries.isEmpty() && name.equals(entries.getLast().name())) {
            wrong(where + ": name", "each name once", "it again");
        } else if (!entries.isEmpty() && name.compareTo(entries.getLast().name()) < 0) {
            boolean again = entries.stream().anyMatch(e -> e.name().equals(name));
            wrong(
                    where + ": name",
                    again ? "each name once" : "names in order",
                    again ? "it again" : "it after " + shown(entries.getLast().name()));
        }
    }

    private void checkAttributes(ByteBuffer header, String where) {
        int method = unsigned(header, 10);
        if (method != ArchiveEntry.STORED) {
            wrong(where + ": method", "stored (0)", method == 8 ? "deflated (8)" : method);
        }
        if ((unsigned(header, 8) & 1) != 0) {
            wrong(where + ": flags", "no encryption", "it encrypted");
        }
        int unixMode = unsigned(header, 40);
        if ((unixMode & 0xf000) == 0xa000) {
            wrong(where + ": attributes", "a file", "a link");
        } else if ((unixMode & 0xf000) == 0x4000) {
            wrong(where + ": attributes", "a file", "a folder");
        }
    }

    /** Whatever the checks by name did not say: the bytes must be the ones {@link ModelArchive} would write. */
    private void compare(String where, ByteBuffer expected, long at) throws IOException {
        if (at + expected.limit() > channel.size()) {
            wrong(where, "%d bytes at byte %d".formatted(expected.limit(), at), "the archive's end");
            return;
        }
        ByteBuffer found = bytes(at, expected.limit());
        int differs = expected.mismatch(found);
        if (differs >= 0) {
            wrong(
                    where,
                    "as `model pack` writes it, %02x at byte %d".formatted(expected.get(differs), at + differs),
                    "%02x".formatted(found.get(differs)));
        }
    }

    private void together(long centralAt, ByteBuffer tail) {
        PackageFile.checkTotals(
                archive.toString(),
                entries.size(),
                entries.stream().mapToLong(ArchiveEntry::bytes).sum(),
                problems::add);
        if (entries.stream().noneMatch(e -> e.name().equals(ModelManifest.FILE_NAME))) {
            wrong("", "a " + ModelManifest.FILE_NAME, "none");
        }
        if (end != centralAt) {
            wrong("", "files up to the directory at byte " + centralAt, "files up to byte " + end);
        } else if (!tail.equals(ArchiveEntry.endRecord(entries, centralAt))) {
            wrong("", "an end as `model pack` writes it", "another");
        }
    }

    private ByteBuffer bytes(long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) > 0) {
            // until the buffer is full
        }
        if (bytes.hasRemaining()) {
            throw new IOException("%s: expected %d bytes at byte %d, found its end".formatted(archive, count, at));
        }
        return bytes.flip();
    }

    private void wrong(String field, String expected, Object found) {
        problems.add(
                "%s: %sexpected %s, found %s".formatted(archive, field.isEmpty() ? "" : field + ": ", expected, found));
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private static long wide(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private static String shown(String name) {
        String cut = name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "…";
        return "\"" + cut.replaceAll("[^\\x20-\\x7e…]", "?") + "\"";
    }
}
