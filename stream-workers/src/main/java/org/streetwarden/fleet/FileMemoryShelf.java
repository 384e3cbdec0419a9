package org.streetwarden.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.CameraMemoryCodec;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.filing.Complaint;
import org.streetwarden.filing.Disk;
import org.streetwarden.incident.CameraMemory;

/**
 * The memories of a worker's cameras in files of its own, for its next process: one file per camera, replaced as a whole within
 * about a second, so that a kill leaves the one before or the one after. Any thread keeps and asks; one of its own writes.
 */
public final class FileMemoryShelf implements MemoryShelf, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileMemoryShelf.class);
    private static final String SUFFIX = ".memory";
    private static final int AT_ONCE = 100;

    private final Path folder;
    private final UnsentMemories unsent;
    private final Complaint complaint;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("memories").daemon().unstarted(this::work);

    private FileMemoryShelf(Path folder, InstantSource clock) {
        this.folder = folder;
        unsent = new UnsentMemories(clock);
        complaint = new Complaint(LOG, clock);
    }

    /**
     * Opens the folder, or makes it. Memories of cameras that are not among these go, and files that a kill left unfinished.
     *
     * @param folder of one process at a time
     */
    public static FileMemoryShelf open(Path folder, Collection<String> cameras, InstantSource clock) {
        FileMemoryShelf shelf = new FileMemoryShelf(folder, clock);
        try {
            Files.createDirectories(folder);
            shelf.tidy(cameras);
        } catch (IOException refused) {
            LOG.error("{}: expected a folder for memories of cameras, found {}", folder, refused.toString());
        }
        shelf.thread.start();
        return shelf;
    }

    private void tidy(Collection<String> cameras) throws IOException {
        Set<String> names = new HashSet<>();
        cameras.forEach(camera -> names.add(camera + SUFFIX));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX + "*")) {
            for (Path file : files) {
                if (!names.contains(file.getFileName().toString())) {
                    Disk.deleteTree(file);
                }
            }
        }
    }

    @Override
    public Optional<CameraMemory> of(String cameraId) {
        return unsent.of(cameraId).or(() -> read(cameraId));
    }

    private Optional<CameraMemory> read(String cameraId) {
        Path file = file(cameraId);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(CameraMemoryCodec.MAX_CHARS + 1);
            CameraMemory memory = CameraMemoryCodec.decode(new String(bytes, StandardCharsets.US_ASCII));
            if (!memory.cameraId().equals(cameraId)) {
                throw new MalformedRecord(
                        "memory: expected that of %s, found %s".formatted(cameraId, memory.cameraId()));
            }
            return Optional.of(memory);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | MalformedRecord damaged) {
            LOG.error("{}: its judge begins anew: {}", file, damaged.toString());
            return Optional.empty();
        }
    }

    private Path file(String cameraId) {
        return folder.resolve(cameraId + SUFFIX);
    }

    @Override
    public void keep(String cameraId, CameraMemory memory) {
        unsent.keep(cameraId, memory);
    }

    private void work() {
        try {
            while (!stopped.await(1, TimeUnit.SECONDS)) {
                flush();
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes all that was kept; what the disk refuses waits. */
    synchronized void flush() {
        try {
            for (Map<String, CameraMemory> some = unsent.next(AT_ONCE); !some.isEmpty(); some = unsent.next(AT_ONCE)) {
                for (Map.Entry<String, CameraMemory> each : some.entrySet()) {
                    String text = CameraMemoryCodec.encode(each.getValue());
                    Disk.replace(file(each.getKey()), text.getBytes(StandardCharsets.US_ASCII));
                    unsent.sent(each.getKey(), each.getValue());
                }
            }
        } catch (IOException later) {
            complaint.say("memories of cameras wait: " + later);
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
            flush();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
