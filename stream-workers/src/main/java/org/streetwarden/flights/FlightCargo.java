package org.streetwarden.flights;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.streetwarden.casefile.FlightJob;
import org.streetwarden.casefile.FlightObject;
import org.streetwarden.casefile.FlightObject.Role;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.Digests;
import org.streetwarden.filing.Disk;
import org.streetwarden.filing.S3EvidenceStore;

/**
 * A flight's files on this machine's disk, each under its own name in a folder of its own flight; closing deletes them. What is here of a
 * file stays when fetching fails, and the next try goes on from there. One thread.
 */
final class FlightCargo implements AutoCloseable {

    private static final int CHUNK_BYTES = 1 << 18;

    /** A request reads so much; it must end within the store's time for one. */
    private static final long REQUEST_BYTES = 256L << 20;

    private static final int MOST_NAME_BYTES = 200;

    private final Path folder;
    private final S3EvidenceStore store;
    private final Map<Path, FlightObject> objects = new LinkedHashMap<>();
    private final Map<Path, String> digests = new HashMap<>();

    private FlightCargo(Path folder, S3EvidenceStore store) {
        this.folder = folder;
        this.store = store;
    }

    /**
     * Fetches what can be surveyed of a flight.
     *
     * @param root holds the folder of the flight, and nothing else afterwards
     * @param mostBytes that all files may have together
     * @param heads whether of a video its head suffices, where that can be told
     * @throws FlightRefused where they have more, or the store does not have what was brought
     * @throws DeliveryFailure where the store is away; call again
     */
    static FlightCargo fetch(Path root, FlightJob job, S3EvidenceStore store, long mostBytes, boolean heads)
            throws FlightRefused, DeliveryFailure, IOException, InterruptedException {
        List<FlightObject> wanted = job.files().stream()
                .filter(file -> file.role() != Role.ELEVATION)
                .toList();
        long bytes = wanted.stream().mapToLong(FlightObject::bytes).sum();
        if (bytes > mostBytes) {
            throw new FlightRefused(Remark.of(
                    "文件共 %.1f GB，一次最多处理 %.1f GB，请分批上传".formatted(bytes / 1e9, mostBytes / 1e9),
                    "its files have %.1f GB together, and a worker takes at most %.1f GB at once; upload it in parts"
                            .formatted(bytes / 1e9, mostBytes / 1e9)));
        }
        keepOnly(root, job.flightId());
        FlightCargo cargo = new FlightCargo(root.resolve(job.flightId()), store);
        Map<String, Integer> folders = new HashMap<>();
        for (FlightObject file : wanted) {
            String name = file.name().replace('\\', '/');
            int slash = name.lastIndexOf('/');
            int number = folders.computeIfAbsent(name.substring(0, slash + 1), key -> folders.size());
            Path target = cargo.folder.resolve("card-" + number).resolve(fileName(name.substring(slash + 1)));
            cargo.fetch(file, target, heads && file.role() == Role.VIDEO);
        }
        return cargo;
    }

    /** What is left of flights that others have taken over meanwhile goes. */
    private static void keepOnly(Path root, String flightId) throws IOException {
        Files.createDirectories(root);
        try (var folders = Files.newDirectoryStream(root)) {
            for (Path each : folders) {
                if (!each.getFileName().toString().equals(flightId)) {
                    Disk.deleteTree(each);
                }
            }
        }
    }

    /** Two names that differ in their ending alone still do. */
    static String fileName(String name) {
        String plain = name.replace("\0", "");
        if (plain.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES && !plain.matches("\\.{0,2}")) {
            return plain;
        }
        int point = plain.lastIndexOf('.');
        String stem = point > 0 ? plain.substring(0, point) : plain;
        String ending = point > 0 && plain.length() - point <= 8 ? plain.substring(point) : "";
        String digest = Digests.sha256(stem.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
        return stem.substring(0, Math.min(40, stem.length())) + "~" + digest + ending;
    }

    private void fetch(FlightObject file, Path target, boolean head)
            throws FlightRefused, DeliveryFailure, IOException, InterruptedException {
        expectThere(file);
        Files.createDirectories(target.getParent());
        if (head && FlightHead.fetch(file, target, store)) {
            objects.put(target, file);
            return;
        }
        refuseWithoutRoom(file, target);
        for (long here = size(target); here < file.bytes(); here = size(target)) {
            append(file, target, here);
        }
        String sha256 = digest(target);
        if (!file.sha256().isEmpty() && !file.sha256().equals(sha256)) {
            Files.delete(target);
            throw new IOException("the store gave another file than was uploaded as " + FlightFile.shown(file.name()));
        }
        objects.put(target, file);
        digests.put(target, sha256);
    }

    private void expectThere(FlightObject file) throws FlightRefused, DeliveryFailure {
        OptionalLong there = store.size(file.key());
        if (there.isEmpty()) {
            throw new FlightRefused(Remark.of(
                    "存储中已没有 %s，请重新上传".formatted(FlightFile.shown(file.name())),
                    "%s is no longer in the store; upload it again".formatted(FlightFile.shown(file.name()))));
        }
        if (there.getAsLong() != file.bytes()) {
            throw new FlightRefused(Remark.of(
                    "%s：存储中只有 %d 字节，应有 %d 字节，请重新上传"
                            .formatted(FlightFile.shown(file.name()), there.getAsLong(), file.bytes()),
                    "%s: the store has %d bytes of %d; upload it again"
                            .formatted(FlightFile.shown(file.name()), there.getAsLong(), file.bytes())));
        }
    }

    private static void refuseWithoutRoom(FlightObject file, Path target) throws IOException {
        long missing = file.bytes() - size(target);
        long free = Files.getFileStore(target.getParent()).getUsableSpace();
        if (missing > free) {
            throw new Hindered(
                    "%s: expected room for %d bytes, found %d".formatted(target.getParent(), missing, free), null);
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private void append(FlightObject file, Path target, long from)
            throws DeliveryFailure, IOException, InterruptedException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long left = Math.min(REQUEST_BYTES, file.bytes() - from);
        try (InputStream in = store.open(file.key(), from);
                OutputStream out =
                        Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (left > 0) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                int length = read(in, chunk, (int) Math.min(chunk.length, left), file);
                out.write(chunk, 0, length);
                left -= length;
            }
        }
    }

    private static int read(InputStream in, byte[] chunk, int most, FlightObject file) throws DeliveryFailure {
        try {
            int length = in.readNBytes(chunk, 0, most);
            if (length > 0) {
                return length;
            }
        } catch (IOException cut) {
            throw new DeliveryFailure("object %s: %s".formatted(file.key(), cut), cut);
        }
        throw new DeliveryFailure("object %s: expected more bytes, found its end".formatted(file.key()));
    }

    private static String digest(Path file) throws IOException, InterruptedException {
        MessageDigest digest = Digests.algorithm();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length; (length = in.read(chunk)) > 0; ) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                digest.update(chunk, 0, length);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** In the order of the job. */
    List<Path> files() {
        return new ArrayList<>(objects.keySet());
    }

    /** What a file is in the store. */
    FlightObject object(Path file) {
        return objects.get(file);
    }

    /** SHA-256 of a file as it was fetched. */
    String sha256(Path file) {
        return digests.get(file);
    }

    /** SHA-256 of each file that a flight is made of, sorted: what ids follow from. */
    List<String> digests(FlightParts parts) {
        List<String> all = new ArrayList<>();
        parts.legs().forEach(leg -> all.add(sha256(leg.video().path())));
        parts.photos().forEach(photo -> all.add(sha256(photo.file().path())));
        all.sort(null);
        return all;
    }

    /** For what is made of the files while they are looked at. */
    Path scratch() throws IOException {
        return Files.createDirectories(folder.resolve("scratch"));
    }

    @Override
    public void close() throws IOException {
        Disk.deleteTree(folder);
    }
}
