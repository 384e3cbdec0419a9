package org.streetwarden.rollout;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.detect.ModelIdentity;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.Complaint;
import org.streetwarden.filing.DeliveryFailure;
import org.streetwarden.filing.Digests;
import org.streetwarden.filing.Disk;
import org.streetwarden.models.BrokenPackage;
import org.streetwarden.models.archive.ModelArchive;
import org.streetwarden.models.archive.PackageSignature;
import org.streetwarden.models.archive.PackageStore;

/**
 * Brings packages from the object store to this worker's disk, on a thread of its own. What is begun is gone on with after
 * a failure or a kill; what is whole is proven against its digest, and its signature where keys are trusted, before
 * anything reads it. Where the store is away it is asked again, for as long as the package is wanted.
 */
public final class ModelSupply implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelSupply.class);
    private static final int CHUNK_BYTES = 64 * 1024;

    private final PackageSource source;
    private final List<PublicKey> trusted;
    private final BackOff backOff;
    private final Complaint complaint;
    private final Path root;
    private final Path incoming;
    private final PackageStore packages;
    private final Map<ModelIdentity, String> refusals = new ConcurrentHashMap<>();
    private final Set<ModelIdentity> wanted = new LinkedHashSet<>();
    private final Thread thread = new Thread(this::work, "model-supply");
    private volatile Runnable changed = () -> {};

    /** Held while a package comes to its place or is thrown away: else one could take the other's files with it. */
    private final Object onDisk = new Object();

    /**
     * @param folder this worker's own, made at first use
     * @param source used by this object's thread alone
     * @param trusted whose signature a package needs; empty: none is needed
     */
    public ModelSupply(
            Path folder, PackageSource source, List<PublicKey> trusted, BackOff backOff, InstantSource clock) {
        this.source = source;
        this.trusted = List.copyOf(trusted);
        this.backOff = backOff;
        complaint = new Complaint(LOG, clock);
        root = folder;
        incoming = folder.resolve("incoming");
        packages = new PackageStore(folder);
    }

    /** @param changed told, on the supply's thread, that a package has come or is refused; must not block */
    public void start(Runnable changed) {
        this.changed = changed;
        thread.start();
    }

    /** The folder of a package that is here and still what it was; one that is not is thrown away. */
    Optional<Path> folder(ModelIdentity model) {
        Path folder = packages.folder(model.sha256());
        synchronized (onDisk) {
            if (!Files.isDirectory(folder)) {
                return Optional.empty();
            }
            try {
                packages.open(model.sha256());
                return Optional.of(folder);
            } catch (BrokenPackage | IOException damaged) {
                LOG.warn("{}; it is fetched anew", damaged.getMessage());
                discard(folder);
                return Optional.empty();
            }
        }
    }

    /** Why a package will not be used; empty where nothing speaks against it yet. */
    Optional<String> refusal(ModelIdentity model) {
        return Optional.ofNullable(refusals.get(model));
    }

    /** Says which packages to fetch; others are not fetched any more, and their refusals are forgotten. */
    synchronized void want(Set<ModelIdentity> models) {
        refusals.keySet().retainAll(models);
        wanted.clear();
        wanted.addAll(models);
        wanted.removeAll(refusals.keySet());
        notifyAll();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                supply(next());
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized ModelIdentity next() throws InterruptedException {
        while (wanted.isEmpty()) {
            wait();
        }
        return wanted.iterator().next();
    }

    /** One that is damaged on the disk and wanted anew in the meantime stays wanted. */
    private synchronized void settled(ModelIdentity model) {
        if (refusals.containsKey(model) || folder(model).isPresent()) {
            wanted.remove(model);
        }
    }

    /** Those wanted take turns, so that one that cannot be had holds up no other. */
    private synchronized void later(ModelIdentity model) {
        if (wanted.remove(model)) {
            wanted.add(model);
        }
    }

    private void supply(ModelIdentity model) throws InterruptedException {
        try {
            fetch(model);
            backOff.reset();
        } catch (BrokenPackage refused) {
            refusals.put(model, refused.getMessage());
        } catch (DeliveryFailure | IOException | RuntimeException failure) {
            complaint.say("model %s %s waits: %s"
                    .formatted(
                            model.name(),
                            model.version(),
                            failure instanceof RuntimeException ? failure : failure.getMessage()));
            later(model);
            Thread.sleep(backOff.next());
            return;
        }
        settled(model);
        changed.run();
    }

    private void fetch(ModelIdentity model) throws BrokenPackage, DeliveryFailure, IOException {
        if (folder(model).isPresent()) {
            return;
        }
        String key = "models/" + model.sha256();
        checkSignature(key, model.sha256());
        Files.createDirectories(incoming);
        Path part = incoming.resolve(model.sha256() + ".zip");
        boolean begun = Files.exists(part);
        download(key + ".zip", part);
        String found = Digests.sha256(part);
        if (!found.equals(model.sha256())) {
            Files.delete(part);
            String problem = "%s.zip: expected SHA-256 %s, found %s".formatted(key, model.sha256(), found);
            if (begun) {
                throw new DeliveryFailure(problem + " after the download was gone on with; it begins anew");
            }
            throw new BrokenPackage(List.of(problem + ": it was changed after it was imported"));
        }
        try {
            synchronized (onDisk) {
                packages.take(part, model.sha256());
            }
        } finally {
            Files.delete(part);
        }
        LOG.info("model {} {} ({}) has come", model.name(), model.version(), model.sha256());
    }

    private void checkSignature(String key, String digest) throws BrokenPackage, DeliveryFailure, IOException {
        if (trusted.isEmpty()) {
            return;
        }
        String object = key + PackageSignature.SUFFIX;
        byte[] signature = {};
        if (source.size(object).isPresent()) {
            try (InputStream in = source.open(object, 0)) {
                signature = in.readNBytes(PackageSignature.BYTES + 1);
            }
        }
        PackageSignature.require(object, digest, signature, trusted);
    }

    /** Goes on behind what is there already. */
    private void download(String key, Path part) throws BrokenPackage, DeliveryFailure, IOException {
        OptionalLong size = source.size(key);
        if (size.isEmpty()) {
            throw new DeliveryFailure("%s: expected the package in the object store, found none".formatted(key));
        }
        long bytes = size.getAsLong();
        if (bytes > ModelArchive.MOST_BYTES) {
            throw new BrokenPackage(
                    List.of("%s: expected at most %d bytes, found %d".formatted(key, ModelArchive.MOST_BYTES, bytes)));
        }
        long here = Files.exists(part) ? Files.size(part) : 0;
        if (here > bytes) {
            Files.delete(part);
            here = 0;
        }
        if (here < bytes) {
            append(key, here, bytes, part);
        }
    }

    private void append(String key, long from, long bytes, Path part) throws DeliveryFailure, IOException {
        long left = bytes - from;
        try (InputStream in = source.open(key, from);
                OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int n; left > 0 && (n = in.read(chunk, 0, (int) Math.min(chunk.length, left))) > 0; ) {
                out.write(chunk, 0, n);
                left -= n;
            }
        }
        if (left > 0) {
            throw new DeliveryFailure(
                    "%s: expected %d bytes, found the end after %d".formatted(key, bytes, bytes - left));
        }
    }

    /** Removes packages from the disk, all but those of these digests and what is still coming. */
    void keep(Set<String> digests) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (var folders = Files.newDirectoryStream(root, "[0-9a-f]*")) {
            for (Path folder : folders) {
                if (!digests.contains(folder.getFileName().toString())) {
                    synchronized (onDisk) {
                        discard(folder);
                    }
                }
            }
        } catch (IOException unreadable) {
            LOG.warn("{}: expected a folder of packages, found {}", root, unreadable.toString());
        }
    }

    private static void discard(Path folder) {
        try {
            Disk.deleteTree(folder);
        } catch (IOException kept) {
            LOG.warn("{}: expected to be removed, found {}", folder, kept.toString());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
