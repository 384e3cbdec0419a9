package org.streetwarden.rollout;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.streetwarden.casefile.MalformedRecord;
import org.streetwarden.casefile.Rollout;
import org.streetwarden.casefile.RolloutCodec;
import org.streetwarden.filing.Complaint;
import org.streetwarden.filing.DeliveryFailure;

/**
 * Reads the rollout every other second and hands every change on. What cannot be read, or is none, changes nothing: the
 * last one stays, also over a restart.
 */
public final class RolloutReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutReader.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final RolloutSource source;
    private final RolloutFile file;
    private final Consumer<Rollout> follower;
    private final Complaint complaint;
    private final AtomicLong malformed = new AtomicLong();
    private final Thread thread = new Thread(this::work, "rollout");
    private Rollout last = Rollout.NONE;

    /**
     * @param source used by this object's thread alone while it runs; the caller closes it afterwards
     * @param file where the last one is kept
     * @param follower told of every change; must not block
     */
    public RolloutReader(RolloutSource source, Path file, Consumer<Rollout> follower, InstantSource clock) {
        this.source = source;
        this.file = new RolloutFile(file);
        this.follower = follower;
        complaint = new Complaint(LOG, clock);
    }

    /** Goes on with the rollout on the disk, then reads. */
    public void start() {
        file.read().ifPresent(this::follow);
        thread.start();
    }

    /** Rollouts that were read and were none. */
    public long malformed() {
        return malformed.get();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                readOnce();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    void readOnce() {
        try {
            Map<String, String> fields = source.read();
            if (fields.isEmpty()) {
                return;
            }
            Rollout read = RolloutCodec.decode(fields);
            if (!read.equals(last)) {
                LOG.info("rollout: revision {} after {}", read.revision(), last.revision());
                follow(read);
                file.write(read);
            }
        } catch (MalformedRecord strange) {
            malformed.incrementAndGet();
            complaint.say("rollout: not followed, revision %d stays: %s".formatted(last.revision(), strange.getMessage()));
        } catch (DeliveryFailure later) {
            complaint.say("rollout: revision %d stays: %s".formatted(last.revision(), later.getMessage()));
        } catch (IOException kept) {
            complaint.say("rollout: followed, but not kept over a restart: " + kept);
        } catch (RuntimeException defect) {
            complaint.say("rollout: revision %d stays, a defect: %s".formatted(last.revision(), defect));
        }
    }

    private void follow(Rollout rollout) {
        last = rollout;
        follower.accept(rollout);
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
