package org.streetwarden.api.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A package's archive in the one form that has its digest: a ZIP (PKWARE APPNOTE 6.3.10) of flat files, sorted by name,
 * stored, one after the other from the first byte on, without attributes, extra fields or comments. Anything else is
 * refused, so that nothing is ever unpacked and two readers cannot see two packages in it. Used by one thread; closing it
 * closes the file.
 */
public final class PackageArchive implements AutoCloseable {

    static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

    private static final int MAX_FILES = 64;
    private static final int MAX_SHOWN_CHARS = 80;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int MAX_CENTRAL_BYTES = MAX_FILES * (CENTRAL_BYTES + 1024);
    private static final short VERSION = 10;
    private static final int FIRST_DAY = 1 << 21 | 1 << 16; // 1980-01-01, midnight
    private static final int UNIX_LINK = 0xA000;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final String OWN_FORM = "expected an archive as `streetwarden model pack` makes it, found ";

    private final FileChannel file;
    private final List<String> problems = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String name, long crc, long bytes, long offset) {
        long end() {
            return offset + LOCAL_BYTES + name.length() + bytes;
        }
    }

    private PackageArchive(FileChannel file) {
        this.file = file;
    }

    /** @throws Refusal naming everything that is not as it should be */
    public static PackageArchive open(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            PackageArchive archive = new PackageArchive(file);
            archive.readDirectory();
            archive.refuseProblems();
            return archive;
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    private void refuseProblems() {
        if (!problems.isEmpty()) {
            throw new Refusal(Refusal.Cause.UNUSABLE, problems);
        }
    }

    private void readDirectory() throws IOException {
        ByteBuffer end = file.size() < END_BYTES ? null : read(file.size() - END_BYTES, END_BYTES);
        if (end == null || end.getInt() != END_SIGNATURE) {
            problems.add(OWN_FORM + "no end of a ZIP's directory where it belongs");
            return;
        }
        int count = Short.toUnsignedInt(end.getShort(10));
        long directoryBytes = Integer.toUnsignedLong(end.getInt(12));
        long directoryAt = Integer.toUnsignedLong(end.getInt(16));
        if (end.getInt(4) != 0 || count != Short.toUnsignedInt(end.getShort(8)) || end.getShort(20) != 0) {
            problems.add(OWN_FORM + "several disks or a comment");
        } else if (count > MAX_FILES || directoryBytes > MAX_CENTRAL_BYTES) {
            problems.add("expected at most %d files, found %d".formatted(MAX_FILES, count));
        } else if (directoryAt + directoryBytes + END_BYTES != file.size()) {
            problems.add(OWN_FORM + "a directory that does not end where the file does");
        } else {
            readEntries(read(directoryAt, (int) directoryBytes), count, directoryAt);
        }
    }

    private void readEntries(ByteBuffer directory, int count, long directoryAt) throws IOException {
        for (int i = 0; i < count; i++) {
            if (directory.remaining() < CENTRAL_BYTES || directory.getInt(directory.position()) != CENTRAL_SIGNATURE) {
                problems.add(OWN_FORM + "a broken directory at file " + (i + 1));
                return;
            }
            readEntry(directory);
        }
        if (directory.hasRemaining()) {
            problems.add(OWN_FORM + directory.remaining() + " bytes in its directory that belong to no file");
        }
        checkOrder(directoryAt);
    }

    private void readEntry(ByteBuffer directory) throws IOException {
        int at = directory.position();
        int nameBytes = Short.toUnsignedInt(directory.getShort(at + 28));
        int moreBytes =
                Short.toUnsignedInt(directory.getShort(at + 30)) + Short.toUnsignedInt(directory.getShort(at + 32));
        byte[] raw = new byte[Math.min(nameBytes, directory.remaining() - CENTRAL_BYTES)];
        directory.get(at + CENTRAL_BYTES, raw);
        String name = new String(raw, StandardCharsets.UTF_8);
        directory.position(Math.min(directory.limit(), at + CENTRAL_BYTES + nameBytes + moreBytes));
        int mode = directory.getInt(at + 38) >>> 16;
        Entry entry = new Entry(
                name,
                Integer.toUnsignedLong(directory.getInt(at + 16)),
                Integer.toUnsignedLong(directory.getInt(at + 24)),
                Integer.toUnsignedLong(directory.getInt(at + 42)));
        boolean plain = directory.getShort(at + 4) == VERSION
                && directory.getShort(at + 6) == VERSION
                && directory.getShort(at + 8) == 0
                && directory.getInt(at + 12) == FIRST_DAY
                && moreBytes == 0
                && directory.getInt(at + 34) == 0
                && directory.getInt(at + 38) == 0;
        boolean stored = directory.getShort(at + 10) == 0 && directory.getInt(at + 20) == directory.getInt(at + 24);
        if (!NAME.matcher(name).matches()) {
            problem(name, "expected a plain file name without a path, at most 128 characters long");
        } else if ((mode & 0xF000) == UNIX_LINK) {
            problem(name, "expected a file, found a link");
        } else if (!stored) {
            problem(name, "expected it stored as it is, found it compressed");
        } else if (!plain) {
            problem(name, OWN_FORM + "times, attributes, extra fields or flags");
        } else if (!localAgrees(entry)) {
            problem(name, OWN_FORM + "another header before the file than in the directory");
        }
        entries.add(entry);
    }

    private boolean localAgrees(Entry entry) throws IOException {
        int headerBytes = LOCAL_BYTES + entry.name.length();
        if (entry.offset + headerBytes > file.size()) {
            return false;
        }
        ByteBuffer local = read(entry.offset, headerBytes);
        byte[] name = new byte[entry.name.length()];
        local.get(LOCAL_BYTES, name);
        return local.getInt(0) == LOCAL_SIGNATURE
                && local.getShort(4) == VERSION
                && local.getInt(6) == 0
                && local.getInt(10) == FIRST_DAY
                && Integer.toUnsignedLong(local.getInt(14)) == entry.crc
                && Integer.toUnsignedLong(local.getInt(18)) == entry.bytes
                && Integer.toUnsignedLong(local.getInt(22)) == entry.bytes
                && Short.toUnsignedInt(local.getShort(26)) == name.length
                && local.getShort(28) == 0
                && new String(name, StandardCharsets.UTF_8).equals(entry.name);
    }

    private void checkOrder(long directoryAt) {
        Set<String> names = new HashSet<>();
        entries.stream()
                .map(Entry::name)
                .filter(name -> !names.add(name))
                .forEach(name -> problem(name, "expected it once, found it again"));
        if (!problems.isEmpty()) {
            return;
        }
        long next = 0;
        String last = "";
        for (Entry entry : entries) {
            if (entry.offset != next || entry.name.compareTo(last) < 0) {
                problem(entry.name, "expected it after the file before it, in the order of names");
            }
            next = entry.end();
            last = entry.name;
        }
        if (next != directoryAt) {
            problems.add(OWN_FORM + "bytes that belong to no file");
        }
    }

    private void problem(String name, String problem) {
        String shown = name.length() > MAX_SHOWN_CHARS ? name.substring(0, MAX_SHOWN_CHARS) + "…" : name;
        problems.add(shown.replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD") + ": " + problem);
    }

    /** @throws Refusal where there is none, or it is too long */
    public byte[] manifest() throws IOException {
        Optional<Entry> found = find("manifest.json");
        if (found.isEmpty()) {
            throw Refusal.unusable("manifest.json: expected a package with one, found none");
        }
        Entry entry = found.get();
        if (entry.bytes > PackageManifest.MAX_BYTES) {
            throw Refusal.unusable("manifest.json: expected at most %d bytes, found %d"
                    .formatted(PackageManifest.MAX_BYTES, entry.bytes));
        }
        return read(entry.end() - entry.bytes, (int) entry.bytes).array();
    }

    /**
     * Reads every file once.
     *
     * @param expected digests by name
     * @throws Refusal naming every file that is missing or not what it should be
     */
    public void prove(Map<String, String> expected) throws IOException {
        for (Entry entry : entries) {
            proveOne(entry, expected.get(entry.name));
        }
        expected.keySet().stream()
                .filter(name -> find(name).isEmpty())
                .forEach(name -> problem(name, "expected the file that the manifest names, found none"));
        refuseProblems();
    }

    private void proveOne(Entry entry, String sha256) throws IOException {
        CRC32 crc = new CRC32();
        MessageDigest digest = Digests.sha256();
        long at = entry.end() - entry.bytes;
        while (at < entry.end()) {
            byte[] chunk =
                    read(at, (int) Math.min(CHUNK_BYTES, entry.end() - at)).array();
            crc.update(chunk);
            digest.update(chunk);
            at += chunk.length;
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (crc.getValue() != entry.crc) {
            problem(entry.name, "expected the check sum of its header, found another");
        } else if (sha256 != null && !sha256.equals(found)) {
            problem(entry.name, "expected SHA-256 %s as the manifest says, found %s".formatted(sha256, found));
        }
    }

    private Optional<Entry> find(String name) {
        return entries.stream().filter(entry -> entry.name.equals(name)).findFirst();
    }

    private ByteBuffer read(long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("the archive ended while it was read");
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
