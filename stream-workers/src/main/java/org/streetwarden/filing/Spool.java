package org.streetwarden.filing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.casefile.WorkerRecord.IncidentCleared;
import org.streetwarden.incident.OpenIncident;

/**
 * Entries waiting for delivery, in order, on this machine's disk. An entry exists from the moment its folder has its final
 * name; before that it is a {@code tmp-} folder, which the next start removes. A {@code held-} folder is an incident whose
 * better evidence is still awaited: the next start makes it an entry as it is. One process owns a spool. Any thread.
 */
public final class Spool implements AutoCloseable {

    private static final String TEMPORARY = "tmp-";
    private static final String HELD = "held-";
    private static final Pattern ENTRY = Pattern.compile("([0-9]{16})-(clear-)?([0-9a-f]{32})");

    private final Path root;
    private final Path rejected;
    private final long maxBytes;
    private final Steps steps;
    private final FileChannel lock;
    private final TreeSet<Path> published = new TreeSet<>();
    private final Map<String, Long> bytesByName = new HashMap<>();
    private long usedBytes;
    private long nextSequence = 1;
    private long nextStage = 1;

    /**
     * Opens a spool, making its folder where there is none, and puts right what a killed process left.
     *
     * @param root the spool's folder; {@code spool-rejected} lies beside it
     * @param maxBytes the most all entries together may take
     * @throws IOException one sentence: the folder cannot be used, or another process uses it
     */
    public static Spool open(Path root, long maxBytes) throws IOException {
        return open(root, maxBytes, Steps.NONE);
    }

    static Spool open(Path root, long maxBytes, Steps steps) throws IOException {
        FileChannel lock = null;
        try {
            Files.createDirectories(root);
            lock = lock(root.resolve(".lock"));
            Spool spool = new Spool(root, maxBytes, steps, lock);
            spool.recover();
            return spool;
        } catch (SpoolInUse inUse) {
            throw inUse;
        } catch (IOException failure) {
            if (lock != null) {
                lock.close();
            }
            throw new IOException(
                    "spool folder %s: expected a folder we can write to, found %s".formatted(root, failure), failure);
        }
    }

    private Spool(Path root, long maxBytes, Steps steps, FileChannel lock) {
        this.root = root;
        this.rejected = root.resolveSibling("spool-rejected");
        this.maxBytes = maxBytes;
        this.steps = steps;
        this.lock = lock;
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException held) {
            // this very process has it: the same answer
        }
        channel.close();
        throw new SpoolInUse(
                "spool folder %s: expected no other worker to use it, found one".formatted(file.getParent()));
    }

    private static final class SpoolInUse extends IOException {
        private static final long serialVersionUID = 1L;

        SpoolInUse(String message) {
            super(message);
        }
    }

    private void recover() throws IOException {
        Set<String> filed = new HashSet<>();
        List<Path> held = new ArrayList<>();
        for (Path folder : folders()) {
            String name = folder.getFileName().toString();
            Matcher entry = ENTRY.matcher(name);
            if (name.startsWith(TEMPORARY)) {
                Disk.deleteTree(folder);
            } else if (name.startsWith(HELD)) {
                held.add(folder);
            } else if (entry.matches()) {
                nextSequence = Math.max(nextSequence, Long.parseLong(entry.group(1)) + 1);
                filed.add(name.substring(17));
                enter(folder);
            }
        }
        for (Path folder : held) {
            promote(folder, filed);
        }
        Disk.syncFolder(root);
    }

    /** A held incident of a dead process: superseded where its entry was made, else an entry as it is. */
    private void promote(Path folder, Set<String> filed) throws IOException {
        String id = folder.getFileName().toString().substring(HELD.length());
        if (filed.contains(id)) {
            discard(folder);
            return;
        }
        Path entry = root.resolve(entryName(id));
        Disk.move(folder, entry);
        enter(entry);
    }

    private void enter(Path folder) throws IOException {
        account(folder.getFileName().toString(), Disk.bytesUnder(folder));
        published.add(folder);
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** Starts an entry. */
    public Stage stage() throws IOException {
        Path folder;
        synchronized (this) {
            folder = root.resolve(TEMPORARY + nextStage++);
        }
        steps.before("stage");
        Files.createDirectories(folder.resolve(SpoolEntry.EVIDENCE_FOLDER));
        return new Stage(folder);
    }

    /**
     * Makes a stage durable as an incident whose better evidence is still awaited; not delivered while this process
     * lives. {@link #commit} of the same incident supersedes it.
     */
    void hold(Stage stage, WorkerRecord record, String cameraId, OpenIncident open) throws IOException {
        String name = HELD + SpoolEntry.incidentId(record);
        settle(stage, root.resolve(name), record, cameraId, Optional.of(open));
    }

    /**
     * Makes a stage durable as the next entry; {@link #publish} then offers it for delivery.
     *
     * @throws SpoolFull where the budget has no room for it
     * @throws IOException where the disk refuses; nothing of it is kept
     */
    SpoolEntry commit(Stage stage, WorkerRecord record, String cameraId, Optional<OpenIncident> open)
            throws IOException {
        String id = SpoolEntry.incidentId(record);
        Path folder;
        synchronized (this) {
            folder = root.resolve(entryName(record instanceof IncidentCleared ? "clear-" + id : id));
        }
        settle(stage, folder, record, cameraId, open);
        if (!(record instanceof IncidentCleared)) {
            steps.before("discard-held");
            discard(root.resolve(HELD + id));
        }
        return new SpoolEntry(folder, record, cameraId, open);
    }

    private void settle(Stage stage, Path folder, WorkerRecord record, String cameraId, Optional<OpenIncident> open)
            throws IOException {
        SpoolEntry.write(stage.folder(), record, cameraId, open);
        String name = folder.getFileName().toString();
        reserve(name, Disk.bytesUnder(stage.folder()));
        try {
            steps.before("sync");
            Disk.syncTree(stage.folder());
            steps.before("rename");
            Disk.move(stage.folder(), folder);
            stage.committed();
        } catch (IOException failure) {
            forget(name);
            Disk.deleteTree(folder);
            throw failure;
        }
    }

    private synchronized String entryName(String id) {
        return "%016d-%s".formatted(nextSequence++, id);
    }

    private synchronized void reserve(String name, long bytes) throws SpoolFull {
        if (usedBytes + bytes > maxBytes) {
            throw new SpoolFull("spool folder %s: expected at most %d bytes, found %d and an entry of %d more"
                    .formatted(root, maxBytes, usedBytes, bytes));
        }
        account(name, bytes);
    }

    private synchronized void account(String name, long bytes) {
        usedBytes += bytes;
        bytesByName.put(name, bytes);
    }

    private synchronized void forget(String name) {
        Long bytes = bytesByName.remove(name);
        usedBytes -= bytes == null ? 0 : bytes;
        published.remove(root.resolve(name));
    }

    /** Offers a committed entry for delivery. */
    synchronized void publish(SpoolEntry entry) {
        published.add(entry.folder());
        notifyAll();
    }

    /** @return the oldest entry's folder, still in the spool; empty where none came within {@code patience} */
    synchronized Optional<Path> oldest(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (published.isEmpty()) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return Optional.empty();
            }
            wait(leftMs);
        }
        return Optional.of(published.getFirst());
    }

    /** Every entry's folder, oldest first. */
    public synchronized List<Path> waiting() {
        return List.copyOf(published);
    }

    /** Bytes of all entries and held incidents. */
    public synchronized long usedBytes() {
        return usedBytes;
    }

    /** Takes a delivered entry out. A restart in between may deliver it once more, never lose or halve it. */
    void remove(Path folder) throws IOException {
        steps.before("remove");
        discard(folder);
    }

    private void discard(Path folder) throws IOException {
        Path grave = root.resolve(TEMPORARY + "gone-" + folder.getFileName());
        try {
            if (Files.exists(folder)) {
                Disk.move(folder, grave);
            }
        } finally {
            if (Files.notExists(folder)) {
                forget(folder.getFileName().toString());
            }
        }
        steps.before("delete");
        Disk.deleteTree(grave);
    }

    /** Moves an entry that cannot be delivered to {@code spool-rejected}, with the reason beside its files. */
    void reject(Path folder, String reason) throws IOException {
        steps.before("reject");
        if (Files.notExists(folder)) {
            forget(folder.getFileName().toString());
            return;
        }
        Files.createDirectories(rejected);
        Path target = rejected.resolve(folder.getFileName());
        for (int again = 2; Files.exists(target); again++) {
            target = rejected.resolve(folder.getFileName() + "-" + again);
        }
        Disk.move(folder, target);
        forget(folder.getFileName().toString());
        Files.writeString(target.resolve("reason.txt"), reason + "\n");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
