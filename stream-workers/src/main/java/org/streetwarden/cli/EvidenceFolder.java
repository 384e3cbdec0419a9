package org.streetwarden.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import org.streetwarden.casefile.WorkerRecord;
import org.streetwarden.evidence.CutterSettings;
import org.streetwarden.evidence.EvidenceCutter;
import org.streetwarden.evidence.Raise;
import org.streetwarden.evidence.SecondLook;
import org.streetwarden.filing.BackOff;
import org.streetwarden.filing.Deliverer;
import org.streetwarden.filing.FileEvidenceStore;
import org.streetwarden.filing.FilingCounters;
import org.streetwarden.filing.FilingDesk;
import org.streetwarden.filing.RecordBus;

/** Evidence packs of a file's incidents, below one folder: a worker's own road, with a folder for a store. */
final class EvidenceFolder implements AutoCloseable {

    private static final Duration DELIVERY_DEADLINE = Duration.ofMinutes(2);

    private final Path scratch;
    private final FilingDesk desk;
    private final EvidenceCutter cutter;
    private final Deliverer deliverer;

    private EvidenceFolder(Path scratch, FilingDesk desk, EvidenceCutter cutter, Deliverer deliverer) {
        this.scratch = scratch;
        this.desk = desk;
        this.cutter = cutter;
        this.deliverer = deliverer;
    }

    /**
     * @param secondLook at each incident before its pack is written; null: every pack is written
     * @throws IOException where the folder cannot be written
     */
    static EvidenceFolder open(Path out, SecondLook secondLook) throws IOException {
        try {
            Files.createDirectories(out);
        } catch (IOException unfit) {
            throw new IOException(
                    "--out %s: expected a folder we can write to, found %s".formatted(out, why(unfit)), unfit);
        }
        Path scratch = Files.createTempDirectory("streetwarden-analyze");
        FilingDesk desk = FilingDesk.open(scratch, Long.MAX_VALUE);
        FilingCounters counters = new FilingCounters();
        InstantSource standing = InstantSource.fixed(Instant.EPOCH); // a file waits: patience never runs out
        EvidenceCutter cutter =
                new EvidenceCutter(desk, CutterSettings.of("analyze"), counters, backOff(), standing, secondLook, null);
        Deliverer deliverer = new Deliverer(
                desk.spool(), new FileEvidenceStore(out), new Nobody(), counters, backOff(), InstantSource.system());
        deliverer.start();
        return new EvidenceFolder(scratch, desk, cutter, deliverer);
    }

    private static String why(IOException unfit) {
        return unfit instanceof FileAlreadyExistsException ? "a file" : unfit.toString();
    }

    private static BackOff backOff() {
        return new BackOff(Duration.ofMillis(100), Duration.ofSeconds(1), RandomGenerator.getDefault());
    }

    void raise(Raise raise) {
        cutter.raise(raise);
    }

    /** Cuts the clips whose time after the raise is there. */
    void cutDue() {
        cutter.doWork();
    }

    /** Cuts the rest with what there is and waits until every pack is in place. */
    void finish() throws IOException, InterruptedException {
        cutter.start();
        cutter.close();
        Instant deadline = Instant.now().plus(DELIVERY_DEADLINE);
        while (!desk.spool().waiting().isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IOException(
                        "--out: expected every evidence pack in place, found some that could not be written");
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() throws IOException {
        deliverer.close();
        desk.close();
        try (var paths = Files.walk(scratch)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Records of a file's incidents go to nobody. */
    private static final class Nobody implements RecordBus {
        @Override
        public void send(WorkerRecord record) {}

        @Override
        public void close() {}
    }
}
