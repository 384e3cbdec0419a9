package org.streetwarden.api.remote;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.streetwarden.directory.CameraField;

/**
 * A catalogue on its way, page by page, in a file of its own: a CSV of our columns that only its owner may read, and beside it
 * how far it is. An end at any moment leaves the pages up to the last whole one.
 */
final class CatalogueSpool {

    private static final List<CameraField> COLUMNS = List.of(CameraField.values()).stream()
            .filter(field -> field != CameraField.PURPOSE && field != CameraField.SHARING_DOCUMENT)
            .toList();

    private final Path rows;
    private final Path state;
    private final Set<String> identities = new LinkedHashSet<>();
    private int page;
    private int uncoded;
    private long bytes;

    /** @param rows the CSV; its state lies beside it */
    CatalogueSpool(Path rows) {
        this.rows = rows;
        this.state = rows.resolveSibling(rows.getFileName() + ".state");
    }

    Path file() {
        return rows;
    }

    /** The last whole page; 0 where there is none. */
    int page() {
        return page;
    }

    /** How many different channels, those without a code among them. */
    int channels() {
        return identities.size();
    }

    /** How many of them have no GB/T 28181 code. */
    int uncoded() {
        return uncoded;
    }

    /** Whether each of these is here already. */
    boolean holds(List<WvpChannel> channels) {
        return channels.stream().allMatch(channel -> identities.contains(channel.identity()));
    }

    /** Begins with nothing. */
    void clear() throws IOException {
        Files.createDirectories(rows.toAbsolutePath().getParent());
        delete();
        Files.createFile(rows, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        identities.clear();
        page = 0;
        uncoded = 0;
        bytes = 0;
        append(COLUMNS.stream().map(CameraField::header).collect(Collectors.joining(",", "", "\n")));
        writeState();
    }

    /**
     * Takes up what an earlier run left.
     *
     * @param earliest what was last added to before then is too old
     * @return false where nothing usable is there
     */
    boolean resume(Instant earliest) throws IOException {
        boolean there = Files.exists(state) && Files.exists(rows);
        if (!there || Files.getLastModifiedTime(state).toInstant().isBefore(earliest)) {
            return false;
        }
        Properties kept = new Properties();
        try (Reader reader = Files.newBufferedReader(state)) {
            kept.load(reader);
        }
        try {
            page = Integer.parseInt(kept.getProperty("page", ""));
            uncoded = Integer.parseInt(kept.getProperty("uncoded", ""));
            bytes = Long.parseLong(kept.getProperty("bytes", ""));
        } catch (NumberFormatException unreadable) {
            return false;
        }
        if (page == 0 || Files.size(rows) < bytes) {
            return false;
        }
        identities.clear();
        identities.addAll(List.of(kept.getProperty("identities", "").split(" ", -1)));
        try (FileChannel channel = FileChannel.open(rows, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
        return true;
    }

    /** Adds what is new of the next page. */
    void add(List<WvpChannel> channels) throws IOException {
        page++;
        StringBuilder text = new StringBuilder();
        int item = 0;
        for (WvpChannel channel : channels) {
            item++;
            if (identities.add(channel.identity())) {
                uncoded += channel.cells().isEmpty() ? 1 : 0;
                appendRow(text, channel.cells(), "page %d, channel %d".formatted(page, item));
            }
        }
        append(text.toString());
        writeState();
    }

    private static void appendRow(StringBuilder text, Map<CameraField, String> cells, String origin) {
        if (!cells.isEmpty()) {
            text.append(COLUMNS.stream()
                    .map(field -> quoted(field == CameraField.ORIGIN ? origin : cells.getOrDefault(field, "")))
                    .collect(Collectors.joining(",", "", "\n")));
        }
    }

    /** A line break in a cell becomes the mark of something unreadable, so that its row is refused and no other. */
    private static String quoted(String cell) {
        return '"' + cell.replaceAll("[\r\n]", "\uFFFD").replace("\"", "\"\"") + '"';
    }

    private void append(String text) throws IOException {
        try (FileChannel channel = FileChannel.open(rows, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer encoded = StandardCharsets.UTF_8.encode(text);
            while (encoded.hasRemaining()) {
                channel.write(encoded);
            }
            channel.force(false);
            bytes = channel.size();
        }
    }

    private void writeState() throws IOException {
        Properties kept = new Properties();
        kept.setProperty("page", Integer.toString(page));
        kept.setProperty("uncoded", Integer.toString(uncoded));
        kept.setProperty("bytes", Long.toString(bytes));
        kept.setProperty("identities", String.join(" ", identities));
        Path part = state.resolveSibling(state.getFileName() + ".part");
        try (Writer writer = Files.newBufferedWriter(part)) {
            kept.store(writer, null);
        }
        Files.move(part, state, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Files.deleteIfExists(rows);
        Files.deleteIfExists(state);
    }
}
